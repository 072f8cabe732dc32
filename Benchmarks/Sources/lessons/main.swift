import Foundation
import Measuring

// How long a reader waits for lessons, pictures and the page of progress: see README.md. A table in Markdown on stdout.

let usage = """
  lessons [--quick]    five samples of each, with --quick two; a few minutes

  """
let options = CommandLine.arguments.dropFirst()
if let option = options.first(where: { $0 != "--quick" }) {
  FileHandle.standardError.write(Data(usage.utf8))
  exit(["-h", "--help"].contains(option) ? 0 : 2)
}

let folder = FileManager.default.temporaryDirectory.appending(path: "mllab-lessons-\(getpid())").path
do {
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  print(
    try LessonsBenchmark(lab: try Lab(), samples: options.isEmpty ? 5 : 2, folder: folder).table().joined(
      separator: "\n"))
} catch {
  tell("\(error)")
  exit(70)
}

func tell(_ text: String) { FileHandle.standardError.write(Data("lessons: \(text)\n".utf8)) }
