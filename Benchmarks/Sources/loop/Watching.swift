import Glibc
import Measuring

/// `mllab watch` on an exercise, and someone who saves.
final class Watching {
  private let terminal: PseudoTerminal
  private let exercise: String
  private let file: String
  private let solution: String
  private let wrong: WrongAnswer
  private var number = 0

  /// Starts it and saves once, which fills the caches.
  init(_ exercise: String, in workspace: Workspace) throws {
    guard let wrong = WrongAnswer.all[exercise] else { throw Failure("no wrong answer is known for \(exercise)") }
    self.exercise = exercise
    self.wrong = wrong
    file = try workspace.file(of: exercise)
    solution = try workspace.lab.solution(of: exercise)
    terminal = try PseudoTerminal(workspace.command("watch", exercise))
    try terminal.page { $0.contains("to have it judged.") }
    _ = try save()
  }

  /// Saves the next edit as most editors do, in place, and waits for its verdict on the terminal.
  ///
  /// - Returns: seconds from before the file is opened for writing to the verdict's last byte on the terminal.
  /// - Throws: `Failure` if the verdict does not come within a minute.
  func save() throws -> Double {
    number += 1
    let edit = try Edit(solution: solution, wrong: wrong, number: number, isRight: number % 2 == 1)
    let (time, _) = try seconds {
      try write(edit.text, to: file)
      try terminal.page { edit.isJudged(on: $0, exercise: exercise) }
    }
    return time
  }

  /// On the processor, the compiler and the judged programs included.
  var processorSeconds: Double { terminal.child.processorSeconds }

  var residentMegabytes: Double { terminal.child.residentMegabytes }

  func quit() { terminal.quit() }
}

/// Writes a file in place, without a temporary one.
func write(_ text: String, to path: String) throws {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard file >= 0 else { throw Failure("\(path) cannot be written") }
  let bytes = Array(text.utf8)
  let count = write(file, bytes, bytes.count)
  close(file)
  guard count == bytes.count else { throw Failure("\(path) cannot be written") }
}

/// How long the disk under a folder takes to keep 8 kB, about what an attempt adds to the log; in seconds.
func durableWriteSeconds(in folder: String) throws -> Double {
  let path = "\(folder)/durable"
  let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
  guard file >= 0 else { throw Failure("\(path) cannot be written") }
  defer {
    close(file)
    unlink(path)
  }
  let bytes = [UInt8](repeating: 0x61, count: 8192)
  return seconds {
    _ = write(file, bytes, bytes.count)
    fsync(file)
  }.0
}
