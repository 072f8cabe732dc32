import Foundation

/// The report as Markdown.
struct ReportMarkdown {
  let report: ProgressReport

  var text: String {
    var lines = ["# Progress", "", ReportWords.summary(report), ""]
    lines += ["## The road", "", "| phase | passed | exercises |", "|:--|--:|--:|"]
    lines += report.phases.map { "| \(cell($0.title)) | \($0.passed) | \($0.exercises) |" }
    for phase in report.phases where phase.exercises > 0 {
      lines += ["", "### \(phase.title)", ""]
      for topic in phase.topics where !topic.isReading {
        lines += ["**\(topic.title)**, \(topic.passed) of \(topic.exercises.count)", ""]
        let begun = topic.exercises.filter { $0.attempts > 0 }
        guard !begun.isEmpty else { continue }
        lines += ["| exercise | passed | attempts | hints | min spent | estimated |", "|:--|:--|--:|--:|--:|--:|"]
        lines += begun.map { exercise in
          "| \(exercise.slug) | \(exercise.firstPassed.map { localTime($0) } ?? "") | \(exercise.attempts) "
            + "| \(exercise.hintsSeen) | \(exercise.minutesSpent) | \(exercise.minutesEstimated) |"
        }
        lines.append("")
      }
    }
    lines += ["", "## Competencies", "", "| competency | passed | exercises |", "|:--|--:|--:|"]
    lines += report.status.competencies.filter { $0.exercises > 0 }
      .map { "| \(cell($0.name)) | \($0.passed) | \($0.exercises) |" }
    if !report.misconceptions.isEmpty {
      lines += ["", "## Misconceptions met", "", "| exercise | idea | times | state |", "|:--|:--|--:|:--|"]
      lines += report.misconceptions.map {
        "| \($0.exercise) | \(cell($0.name)) | \($0.times) | \($0.isOvercome ? "overcome" : "open") |"
      }
    }
    if !report.status.medals.isEmpty {
      lines += ["", "## Medals", "", "| exercise | medal | best | goal |", "|:--|:--|--:|--:|"]
      lines += report.status.medals.map {
        "| \($0.exercise) | \(cell($0.name))\($0.isEarned ? " ★" : "") | \(shortNumber($0.value)) \($0.unit) "
          + "| \(shortNumber($0.goal)) \($0.unit) |"
      }
    }
    if !report.next.isEmpty {
      lines += ["", "## Next", ""]
      lines += report.next.map { "- \($0.slug): \($0.title) (\($0.minutesEstimated) min)" }
    }
    lines += ["", "## Career levels", "", ReportWords.selfAssessment, ""]
    lines += report.levels.map { level in
      "- \(level.title)\(level.note.map { ": \($0)" } ?? "")\(ReportWords.evidence(level))"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

/// Sentences that the page and its Markdown share.
enum ReportWords {
  static func summary(_ report: ProgressReport) -> String {
    let status = report.status
    let time = status.minutesSpent < 120 ? "\(status.minutesSpent) minutes" : "\(status.minutesSpent / 60) hours"
    return "\(status.passed) of \(status.exercises) exercises passed, \(status.attempts) attempts, "
      + "\(time) at work on \(report.days.count) day\(report.days.count == 1 ? "" : "s"). As of \(localTime(report.made))."
  }

  static let selfAssessment =
    "A self-assessment: it counts exercises that a program judged. No employer, school or person has confirmed it."

  static func evidence(_ level: ProgressReport.Level) -> String {
    guard let passed = level.passed, let exercises = level.exercises else {
      return " Nothing here can be evidence of it."
    }
    return " Evidenced so far: \(passed) of \(exercises) exercises."
  }
}
