import Foundation
import Measuring

// How long a learner waits: see README.md. A table in Markdown on stdout, progress on stderr.

let usage = """
  loop [--quick] [EXERCISE…]    all exercises, or only these; ten edits of each, with --quick two

  """
var names = Array(CommandLine.arguments.dropFirst())
let isQuick = names.contains("--quick")
names.removeAll { $0 == "--quick" }
if let option = names.first(where: { $0.hasPrefix("-") }) {
  FileHandle.standardError.write(Data(usage.utf8))
  exit(["-h", "--help"].contains(option) ? 0 : 2)
}

let folder = FileManager.default.temporaryDirectory.appending(path: "mllab-loop-\(getpid())").path
do {
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let benchmark = LoopBenchmark(lab: try Lab(), edits: isQuick ? 2 : 10, chosen: names, folder: folder)
  print(Report(result: try benchmark.measure()).text)
} catch {
  tell("\(error)")
  exit(70)
}
