import Foundation
import Measuring

/// Everything in one run, interleaved, so that what is compared met the same machine.
struct LoopBenchmark {
  let lab: Lab
  /// Edits of each exercise; half of them wrong.
  let edits: Int
  /// The only exercises, or nothing for all.
  let chosen: [String]
  let folder: String

  /// One exercise's edits.
  struct ExerciseResult {
    let name: String
    /// From the save to the verdict on the terminal.
    var shown = Measurements()
    /// What mllab says of the same edits.
    var compile = Measurements()
    var link = Measurements()
    var run = Measurements()
    /// Everything else: noticing, looking up, writing down, drawing.
    var rest = Measurements()
    /// On the processor, a save.
    var processor = Measurements()
    var residentMegabytes = 0.0
  }

  struct Result {
    let machine: Machine
    var load = (before: "", after: "")
    var skipped: [String] = []
    var exercises: [ExerciseResult] = []
    var list = Measurements()
    var status = Measurements()
    var start = Measurements()
    var durableWrite = Measurements()
    /// mllab on dot-product, right before each measurement of the peers.
    var dotProduct = Measurements()
    var peers: [Peer] = []
  }

  /// An attempt is about as old as the learner is after half a year: so many are in the log.
  static let loggedAttempts = 500

  func measure() throws -> Result {
    var result = Result(machine: try Machine(repository: lab.folder))
    tell("setting up (the wrapper builds mllab if need be)")
    try succeed([lab.wrapper, "--version"])
    let workspace = try Workspace(lab, in: folder)
    let exercises = try workspace.exercises().filter { chosen.isEmpty || chosen.contains($0) }
    let unknown = chosen.filter { !exercises.contains($0) }
    guard unknown.isEmpty else { throw Failure("there is no exercise \(unknown.joined(separator: ", "))") }
    result.skipped = exercises.filter { WrongAnswer.all[$0] == nil }
    try succeed(
      workspace.command("run", "dot-product", "--json", "--file", "\(try solutionFile(in: folder))"))
    try workspace.addAttempts(Self.loggedAttempts)
    let rounds = try Rounds(lab, workspace, in: folder)
    defer { rounds.end() }
    result.peers = rounds.peers
    result.load.before = Machine.load()
    let measured = exercises.filter { WrongAnswer.all[$0] != nil }
    for (index, exercise) in measured.enumerated() {
      tell("\(exercise), \(edits) edits")
      result.exercises.append(try measure(exercise, in: workspace))
      // As many rounds as edits, spread over the exercises.
      let due = edits * (index + 1) / measured.count - edits * index / measured.count
      for _ in 0..<due { try rounds.measure(&result) }
    }
    result.load.after = Machine.load()
    return result
  }

  private func measure(_ name: String, in workspace: Workspace) throws -> ExerciseResult {
    var result = ExerciseResult(name: name)
    let watching = try Watching(name, in: workspace)
    defer { watching.quit() }
    for _ in 0..<edits {
      let before = watching.processorSeconds
      result.shown.add(try watching.save())
      result.processor.add(watching.processorSeconds - before)
    }
    result.residentMegabytes = watching.residentMegabytes
    let parts = try workspace.parts(of: name, newest: edits)
    guard parts.count == edits else { throw Failure("the log has \(parts.count) attempts, not \(edits)") }
    for (shown, part) in zip(result.shown.values, parts) {
      result.compile.add(part.compile)
      result.link.add(part.link)
      result.run.add(part.run)
      result.rest.add(shown - part.compile - part.link - part.run)
    }
    return result
  }

  private func solutionFile(in folder: String) throws -> String {
    let path = "\(folder)/solution.swift"
    try write(try lab.solution(of: "dot-product"), to: path)
    return path
  }
}

/// What is measured between the exercises.
private final class Rounds {
  let peers: [Peer]
  private let lab: Lab
  private let workspace: Workspace
  /// In another workspace, so that it does not wake when the other exercises are saved.
  private let watching: Watching

  init(_ lab: Lab, _ workspace: Workspace, in folder: String) throws {
    self.lab = lab
    self.workspace = workspace
    tell("building the peers")
    peers = [try Peer.swift(lab, in: folder)] + (try Peer.rust(lab, in: folder).map { [$0] } ?? [])
    watching = try Watching("dot-product", in: try Workspace(lab, in: folder))
    _ = try startSeconds()  // the first start
  }

  func end() { watching.quit() }

  func measure(_ result: inout LoopBenchmark.Result) throws {
    tell("commands and peers")
    for _ in 0..<2 {
      result.list.add(try succeed(workspace.command("list")).seconds)
      result.status.add(try succeed(workspace.command("status")).seconds)
      result.durableWrite.add(try durableWriteSeconds(in: workspace.folder))
    }
    result.start.add(try startSeconds())
    result.dotProduct.add(try watching.save())
    for peer in peers { try peer.measure() }
  }

  /// `./mllab` alone, until the exercise is on the terminal.
  private func startSeconds() throws -> Double {
    let (time, terminal) = try seconds {
      let terminal = try PseudoTerminal([lab.wrapper], environment: ["MLLAB_WORKSPACE": workspace.folder])
      try terminal.page { $0.contains("to have it judged.") }
      return terminal
    }
    terminal.quit()
    return time
  }
}

/// Tells on stderr what goes on.
func tell(_ text: String) { FileHandle.standardError.write(Data("loop: \(text)\n".utf8)) }
