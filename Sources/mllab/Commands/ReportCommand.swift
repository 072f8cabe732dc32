import ArgumentParser
import Foundation

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "A page of your progress, to keep or to show.",
    discussion: """
      One HTML file that needs nothing else: the road, attempts and time, misconceptions, medals, kernels, projects, what \
      comes next. It holds none of your code.
      """)

  @Option(name: .shortAndLong, help: "The file; progress.html in the workspace without it, - is stdout.")
  var output: String?
  @Flag(name: .customLong("md"), help: "As Markdown on stdout.") var markdown = false
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func validate() throws {
    if markdown && json.json { throw ValidationError("Either --md or --json, not both.") }
  }

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let report = try ProgressReport(study)
    if json.json { return try sayJSON(report) }
    if markdown { return sayRaw(ReportMarkdown(report: report).text) }
    let page = ReportPage(report: report).html
    if output == "-" { return sayRaw(page) }
    let place =
      output.map { URL(fileURLWithPath: $0) } ?? study.workspace.folder.appendingPathComponent("progress.html")
    do { try Data(page.utf8).write(to: place, options: .atomic) } catch {
      throw UsageError("\(place.path) cannot be written: \(inWords(error))")
    }
    say("\(place.path), \(page.utf8.count / 1024) kB. It opens in any browser.")
  }
}
