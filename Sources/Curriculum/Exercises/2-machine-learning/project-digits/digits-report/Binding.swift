@testable import Checks
@testable import struct DigitsRows.Digits
@testable import struct Learner.Line
@testable import struct Learner.Mistake
@testable import struct Learner.Reading
@testable import struct Learner.Report
@testable import func Learner.line
@testable import func Learner.mostFrequentMistake
@testable import func Learner.readings
@testable import func Learner.report
@testable import func Learner.text

@main enum Program {
  static func main() {
    Reports.grade(
      Submission(
        readings: .init { rows, seed in
          try readings(Digits(x: rows.x, labels: rows.labels), seed: seed).map {
            Answers(name: $0.name, rows: $0.rows, said: $0.said)
          }
        },
        line: .init { answers, labels in Figures(try line(Reading(answers), labels: labels)) },
        mostFrequentMistake: .init { truth, said in
          mostFrequentMistake(truth: truth, said: said).map { [$0.truth, $0.said, $0.count] }
        },
        report: .init { answers, labels in Summary(try report(answers.map(Reading.init), labels: labels)) },
        text: .init { text(Report($0)) }))
  }
}

extension Learner.Reading {
  init(_ answers: Answers) { self.init(name: answers.name, rows: answers.rows, said: answers.said) }
}

extension Figures {
  init(_ line: Line) {
    self.init(
      name: line.name, count: line.count, hits: line.hits, lower: line.lower, upper: line.upper, f1: line.f1)
  }
}

extension Learner.Line {
  init(_ figures: Figures) {
    self.init(
      name: figures.name, count: figures.count, hits: figures.hits, lower: figures.lower, upper: figures.upper,
      f1: figures.f1)
  }
}

extension Summary {
  init(_ report: Report) {
    self.init(
      lines: report.lines.map(Figures.init), onlyFirst: report.onlyFirst, onlyLast: report.onlyLast,
      pValue: report.pValue, mistake: report.mistake.map { [$0.truth, $0.said, $0.count] })
  }
}

extension Learner.Report {
  init(_ summary: Summary) {
    self.init(
      lines: summary.lines.map(Line.init), onlyFirst: summary.onlyFirst, onlyLast: summary.onlyLast,
      pValue: summary.pValue,
      mistake: summary.mistake.map { Mistake(truth: $0[0], said: $0[1], count: $0[2]) })
  }
}
