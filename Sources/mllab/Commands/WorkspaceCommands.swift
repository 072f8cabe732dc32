import ArgumentParser
import Curriculum
import Foundation
import Grading
import Sandbox

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Lay out a workspace: a file for each exercise, and settings for your editor.")

  @Argument(help: "The folder; default: --workspace, MLLAB_WORKSPACE or workspace/ beside mllab.")
  var folder: String?
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    var options = options
    if let folder { options.workspace = folder }
    let study = try Study(options)
    let current = try study.current()
    say("The workspace is \(study.workspace.folder.path).")
    let gone = study.curriculum.exercises.filter { !study.workspace.hasFile($0) }
    for exercise in gone.prefix(5) { say(study.gone(exercise) ?? "") }
    if gone.count > 5 { say("… and \(gone.count - 5) more files are gone. mllab reset NAME brings a starter.") }
    if let current { say("Begin with \(study.workspace.file(current).path); it is judged when you save: mllab watch") }
    if folder != nil { say("For the other commands: export MLLAB_WORKSPACE=\(study.workspace.folder.path)") }
  }
}

struct NextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "What to do now: the first exercise not passed whose needs are.")

  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let next = try study.next()
    if let next { try study.select(next) }
    if json.json { return try sayJSON(next) }
    guard let next else { return say("Every exercise is passed.") }
    say(wrapped("\(next.slug): \(next.title) (about \(next.minutes) minutes)", width: Terminal.current.width))
    say("Your file: \(study.workspace.file(next).path)")
    say("The statement: mllab show\(study.isReadOnly ? " \(next.slug)" : "")")
  }
}

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Judge your file whenever you save it; ? shows the keys.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    let status = try Watch(study, exercise: exercise).run()
    if status != 0 { throw ExitCode(status) }
  }
}
