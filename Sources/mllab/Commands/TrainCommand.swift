import ArgumentParser
import Curriculum
import Foundation
import Grading
import Sandbox

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Make the long training that an exercise asks for, with your code.",
    discussion: """
      A checkpoint is kept after each epoch, in the workspace: Ctrl-C stops, and the next time it goes on behind the last \
      whole epoch. The exercise is judged, as always, by mllab run, which reads the checkpoint.
      Exit status: 0 all epochs are made, 1 your code failed, 130 stopped by Ctrl-C.
      """)

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @Flag(help: "Begin again; what was trained before is set aside.") var anew = false
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    let source = try study.source(of: exercise)
    try study.workspace.select(exercise)
    let grader = try study.lab.grader()
    let dependencies = try grader.dependencies(of: exercise, in: study.curriculum, passed: study.passedText)
    let terminal = Terminal.current
    for note in dependencies.notes { say(wrapped("Note: " + note, width: terminal.width)) }
    if anew, let aside = try study.workspace.setCheckpointAside(exercise) {
      say("What was trained before lies in \(aside.path) now.")
    }
    var progress = TrainingProgress(of: exercise, on: terminal)
    let kept = study.workspace.hasCheckpoint(exercise) ? study.workspace.checkpoint(exercise).path : nil
    let end: TrainingEnd
    do {
      end = try grader.train(
        source, by: exercise, dependencies: dependencies, checkpoint: kept, cancellation: Interruption.watch()
      ) { news in
        if case .epoch(_, _, let checkpoint) = news {
          try study.workspace.keep(checkpoint, asCheckpointOf: exercise)
        }
        progress.tell(news)
      }
    } catch is Cancelled {
      progress.end()
      say(progress.wordsWhenStopped)
      throw ExitCode(ExitStatus.interrupted)
    }
    progress.end()
    switch end {
    case .whole: say(progress.wordsWhenWhole)
    case .nothingToTrain:
      throw UsageError("\(exercise.slug) has nothing to train. mllab run \(exercise.slug) judges it.")
    case .notWritten:
      say("\(exercise.slug) is not written yet: there is nothing to train.")
    case .doesNotCompile(let diagnostics):
      for diagnostic in diagnostics.prefix(8) { say(diagnostic.words(ink: terminal.ink, width: terminal.width)) }
    case .failed(let words):
      say(progress.wordsWhenFailed(words, hasCheckpoint: kept != nil))
    }
    if case .whole = end { return }
    throw ExitCode(ExitStatus.notPassed)
  }
}
