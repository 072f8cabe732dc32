import Foundation

/// What was measured, on what, and how busy that was.
package struct Machine {
  package let facts: [String]

  package init(repository: String) throws {
    func first(_ path: String, _ field: String) -> String {
      let line = (try? text(ofFile: path))?.split(separator: "\n").first { $0.hasPrefix(field) }
      guard let line, let mark = line.firstIndex(where: { ":=".contains($0) }) else { return "?" }
      return line[mark...].trimmingCharacters(in: .init(charactersIn: ":=\" \t"))
    }
    let kilobytes = first("/proc/meminfo", "MemTotal").split(separator: " ").first.flatMap { Double($0) } ?? .nan
    let compiler = try succeed(["swiftc", "--version"]).output.split(separator: "\n").first { $0.contains("version") }
    let revision = (try? succeed(["git", "-C", repository, "describe", "--always", "--dirty"]).output) ?? "unknown\n"
    facts = [
      "date: \(Date.now.formatted(.iso8601.year().month().day()))",
      "processor: \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, \(first("/proc/cpuinfo", "model name"))",
      "memory: \(Int((kilobytes * 1024 / 1e9).rounded())) GB",
      "system: \(first("/etc/os-release", "PRETTY_NAME")), \(compiler ?? "Swift ?")",
      "mllab: \(revision.dropLast())",
    ]
  }

  /// The load averages of the last 1, 5 and 15 minutes: above the number of cores programs wait for each other.
  package static func load() -> String {
    ((try? text(ofFile: "/proc/loadavg")) ?? "").split(separator: " ").prefix(3).joined(separator: ", ")
  }
}
