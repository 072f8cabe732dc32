import ArgumentParser
import Foundation

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Free the disk used by caches; never your files, never the log.",
    discussion:
      "What is freed is made again when it is needed; the first judgement afterwards takes some seconds longer.")

  @Flag(name: .long, help: "Only say how much there is.") var dryRun = false

  func run() throws {
    let lab = try Lab.current()
    let cache = URL(fileURLWithPath: lab.folder).appendingPathComponent("cache")
    var total = 0
    for (folder, what) in [
      ("checks", "compiled checks"), ("used", "compiled files that later exercises use"),
      ("bindings", "compiled bindings"), ("parts", "compiled cells of notebooks"), ("pictures", "pictures"),
      ("modules", "the compiler's module cache"), ("editor-modules", "the editor's module cache"),
      ("peers", "NumPy and SciPy for mllab bench --peers"), ("scratch", "left over from runs that were killed"),
    ] {
      let url = cache.appendingPathComponent(folder)
      let bytes = size(of: url)
      total += bytes
      guard bytes > 0 else { continue }
      if !dryRun { try FileManager.default.removeItem(at: url) }
      say("\(megabytes(bytes))  \(what)")
    }
    say("\(megabytes(total))  \(dryRun ? "can be freed: mllab clean" : "freed")")
  }

  private func size(of folder: URL) -> Int {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.totalFileAllocatedSizeKey])
    return files?.reduce(0) { sum, url in
      sum + (((url as? URL)?.resourceValue)?.totalFileAllocatedSize ?? 0)
    } ?? 0
  }

  private func megabytes(_ bytes: Int) -> String {
    let text = String(format: "%.1f MB", Double(bytes) / 1e6)
    return String(repeating: " ", count: max(0, 9 - text.count)) + text
  }
}

extension URL {
  fileprivate var resourceValue: URLResourceValues? { try? resourceValues(forKeys: [.totalFileAllocatedSizeKey]) }
}
