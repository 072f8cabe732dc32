import Glibc

/// A started program.
package struct Child {
  package let id: pid_t

  /// What the program is connected with.
  package enum Connection {
    /// Nothing to read; stdout and stderr go to this descriptor.
    case output(Int32)
    /// This terminal, in a session of its own whose controlling terminal it is.
    case terminal(path: String)
  }

  /// Starts a program, which comes first in `arguments` and is searched in PATH.
  ///
  /// Variables in `environment` replace those of the own one.
  package init(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:], _ connection: Connection
  ) throws {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    switch connection {
    case .output(let descriptor):
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
      posix_spawn_file_actions_adddup2(&actions, descriptor, 2)
    case .terminal(let path):
      posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID, which Swift's Glibc module lacks
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    var command = arguments
    if let folder { command = ["/usr/bin/env", "-C", folder] + arguments }
    var pointers = command.map { strdup($0) } + [nil]
    var variables = Self.environment.merging(environment) { $1 }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in pointers + variables { free(pointer) } }
    var id: pid_t = 0
    let failure = posix_spawnp(&id, command[0], &actions, &attributes, &pointers, &variables)
    guard failure == 0 else { throw Failure("\(arguments[0]) does not start: \(String(cString: strerror(failure)))") }
    self.id = id
  }

  /// Waits for the end.
  ///
  /// - Returns: the exit status, or 128 and the signal.
  package func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }

  /// Seconds on the processor so far, children that have ended included; the kernel counts in hundredths.
  package var processorSeconds: Double {
    let fields = (try? text(ofFile: "/proc/\(id)/stat"))?.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 14 else { return .nan }
    return fields[11...14].reduce(0) { $0 + (Double($1) ?? .nan) } / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Its resident memory in MB (10⁶ bytes).
  package var residentMegabytes: Double {
    let line = (try? text(ofFile: "/proc/\(id)/status"))?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * 1024 / 1e6 } ?? .nan
  }

  private static let environment: [String: String] = {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      next += 1
    }
    return variables
  }()
}

/// Runs a program to its end.
///
/// - Returns: seconds, exit status and what it said on stdout and stderr.
package func run(
  _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
) throws -> (seconds: Double, status: Int32, output: String) {
  // A file and not a pipe: nobody has to read while the time runs.
  var path = Array("/tmp/mllab-bench-XXXXXX".utf8CString)
  let file = mkstemp(&path)
  guard file >= 0 else { throw Failure("no temporary file can be made in /tmp") }
  defer { close(file) }
  unlink(path)
  let (time, status) = try seconds {
    try Child(arguments, in: folder, environment: environment, .output(file)).wait()
  }
  lseek(file, 0, SEEK_SET)
  return (time, status, text(from: file))
}

/// The same; what does not succeed ends the benchmark with what was said.
@discardableResult
package func succeed(
  _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
) throws -> (seconds: Double, output: String) {
  let result = try run(arguments, in: folder, environment: environment)
  guard result.status == 0 else {
    throw Failure("`\(arguments.joined(separator: " "))` ended with \(result.status):\n\(result.output.suffix(2000))")
  }
  return (result.seconds, result.output)
}

package func text(ofFile path: String) throws -> String {
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw Failure("\(path) cannot be read") }
  defer { close(file) }
  return text(from: file)
}

private func text(from file: Int32) -> String {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &buffer, buffer.count)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}

/// Why nothing could be measured.
package struct Failure: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
