import Curriculum
import Foundation
import Grading
import Sandbox

/// What is shown of a training while it goes on: a bar with the loss and the time left on a terminal, else a line for
/// each epoch.
struct TrainingProgress {
  private let slug: String
  private let terminal: Terminal
  private let line = ProgressLine()
  private var (first, done, epochs) = (0, 0, 0)
  private var loss: Double?
  private var start = monotonicSeconds()

  init(of exercise: Exercise, on terminal: Terminal) {
    slug = exercise.slug
    self.terminal = terminal
  }

  mutating func tell(_ news: TrainingNews) {
    switch news {
    case .begins(let done, let epochs):
      (first, self.done, self.epochs, start) = (done, done, epochs, monotonicSeconds())
      guard done < epochs else { return }
      let origin = done == 0 ? "" : "from the checkpoint behind epoch \(done), "
      say("\(slug): \(origin)\(counted(epochs - done, "epoch")) to go; Ctrl-C stops, each whole epoch is kept.")
      if terminal.isTerminal { line.show(bar) }
    case .epoch(let number, let loss, _):
      (done, self.loss) = (number, loss)
      if terminal.isTerminal { line.show(bar) } else { say("  " + figures) }
    }
  }

  /// The bar makes room for what is said next.
  func end() { line.clear() }

  var wordsWhenWhole: [String] {
    guard done > first else {
      return [
        "\(slug): all \(counted(epochs, "epoch")) are made. mllab run \(slug) judges them, "
          + "mllab train \(slug) --anew begins again."
      ]
    }
    let last = terminal.isTerminal ? ["  " + figures] : []  // else it stands there already
    return last + ["", "Trained in \(duration(monotonicSeconds() - start)). To have it judged: mllab run \(slug)"]
  }

  var wordsWhenStopped: String {
    if done == 0 { return "Stopped before the first epoch was whole: nothing is kept." }
    return "Stopped. Epoch \(done)\(epochs > 0 ? " of \(epochs)" : "") is kept; mllab train \(slug) goes on from there."
  }

  /// What is said when the learner's code failed, and whether anything is lost; `hasCheckpoint` tells that the training
  /// was to go on from one.
  func wordsWhenFailed(_ words: String, hasCheckpoint: Bool) -> [String] {
    var lines = ["The training stopped. \(words)"]
    if done > first {
      lines.append("Epoch \(done) of \(epochs) is kept; mllab train \(slug) goes on from there.")
    } else if hasCheckpoint {
      lines.append("The checkpoint is as it was. If your file cannot read it any more: mllab train \(slug) --anew")
    }
    return lines
  }

  private var bar: String {
    let width = max(10, min(40, terminal.columns - 50))
    let full = epochs == 0 ? 0 : done * width / epochs
    return "  " + terminal.ink.good(String(repeating: "━", count: full))
      + terminal.ink.faint(String(repeating: "─", count: width - full)) + "  " + figures
  }

  private var figures: String {
    var parts = ["epoch \(done) of \(epochs)"]
    if done > first {
      parts.append("loss \(loss.map { String(format: "%.4f", $0) } ?? "is no finite number")")
      if done < epochs {
        let left = (monotonicSeconds() - start) / Double(done - first) * Double(epochs - done)
        parts.append("\(duration(left)) left")
      }
    }
    return parts.joined(separator: ", ")
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    let (minutes, rest) = (whole / 60, whole % 60)
    return minutes < 60 ? "\(minutes) min \(rest) s" : "\(minutes / 60) h \(minutes % 60) min"
  }

  private func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
