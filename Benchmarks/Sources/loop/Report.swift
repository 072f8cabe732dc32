import Measuring

/// The result as Markdown; the limits are the project's own.
struct Report {
  let result: LoopBenchmark.Result

  var text: String { (machine + [""] + saves + [""] + commands + [""] + peers).joined(separator: "\n") }

  private var machine: [String] {
    result.machine.facts.map { "- \($0)" }
      + ["- load average before: \(result.load.before); after: \(result.load.after)"]
  }

  private var saves: [String] {
    var lines = [
      "| save → verdict shown, s | median | min | max | compile | link | run | rest | processor |",
      "|:--|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += result.exercises.map { row($0.name, $0) }
    lines.append(row("**all**", all))
    if !result.skipped.isEmpty {
      lines.append("\nNot measured, as \(result.skipped.count) other exercises have no wrong answer here.")
    }
    return lines
  }

  private func row(_ title: String, _ result: LoopBenchmark.ExerciseResult) -> String {
    let shown = result.shown
    let parts = [result.compile.median, result.link.median, result.run.median, result.rest.median]
    let numbers = [shown.median, shown.least, shown.largest] + parts + [result.processor.mean]
    return "| " + ([title] + numbers.map(thousandths)).joined(separator: " | ") + " |"
  }

  private var all: LoopBenchmark.ExerciseResult {
    result.exercises.reduce(into: .init(name: "")) { sum, exercise in
      sum.shown = sum.shown + exercise.shown
      sum.compile = sum.compile + exercise.compile
      sum.link = sum.link + exercise.link
      sum.run = sum.run + exercise.run
      sum.rest = sum.rest + exercise.rest
      sum.processor = sum.processor + exercise.processor
    }
  }

  private var commands: [String] {
    let resident = Measurements(result.exercises.map(\.residentMegabytes))
    return [
      "| what | limit | median | min | max | times |", "|:--|--:|--:|--:|--:|--:|",
      row("save → verdict shown, s", limit: 0.3, all.shown),
      row("`mllab list`, \(LoopBenchmark.loggedAttempts) attempts logged, s", limit: 0.05, result.list),
      row("`mllab status`, \(LoopBenchmark.loggedAttempts) attempts logged, s", limit: 0.05, result.status),
      row("`./mllab`, second start → exercise shown, s", limit: 0.1, result.start),
      row("resident memory of `mllab watch`, MB", limit: 60, resident),
      row(
        "for comparison: 8 kB onto the disk (fsync), ms", limit: nil,
        Measurements(result.durableWrite.values.map { $0 * 1000 })),
    ]
  }

  private func row(_ title: String, limit: Double?, _ times: Measurements) -> String {
    let format = (limit ?? 0) < 10 ? thousandths : { "\(Int($0.rounded()))" }
    let isOver = limit.map { times.median > $0 } ?? false
    let median = isOver ? "**\(format(times.median))** (over)" : format(times.median)
    let shownLimit = limit.map { $0 < 10 ? "\($0)" : format($0) } ?? ""
    let cells = [title, shownLimit, median, format(times.least), format(times.largest)]
    return "| " + (cells + ["\(times.count)"]).joined(separator: " | ") + " |"
  }

  private var peers: [String] {
    var lines = [
      "| one edit of dot-product | median, s | min | max | ratio of the medians |", "|:--|--:|--:|--:|--:|",
      peerRow("mllab: save → verdict", result.dotProduct),
    ]
    for peer in result.peers {
      lines.append(peerRow("`\(peer.title)`", peer.totals))
      guard peer.steps.count > 1 else { continue }
      lines += peer.steps.map { peerRow("– `\($0.command.prefix(2).joined(separator: " "))`", $0.times) }
    }
    if let cargo = result.peers.first(where: { $0.title.contains("cargo") }) {
      if !cargo.title.contains("clippy") { lines.append("\nWithout `cargo clippy`, which is not installed.") }
    } else {
      lines.append("\nNot compared: cargo, which is not installed.")
    }
    return lines
  }

  private func peerRow(_ title: String, _ times: Measurements) -> String {
    let numbers = [times.median, times.least, times.largest].map(thousandths)
    let ratio = fixed(times.median / result.dotProduct.median, digits: 1)
    return "| " + ([title] + numbers + [ratio]).joined(separator: " | ") + " |"
  }
}

private func thousandths(_ value: Double) -> String { fixed(value, digits: 3) }
