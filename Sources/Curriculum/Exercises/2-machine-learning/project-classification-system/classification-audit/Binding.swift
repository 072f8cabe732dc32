@testable import Checks
@testable import struct ClassificationPipeline.Schema
@testable import func ClassificationThresholds.fitSystem
@testable import enum Learner.Answer
@testable import struct Learner.ColumnDrift
@testable import struct Learner.ColumnProfile
@testable import func Learner.drift
@testable import func Learner.gapTest
@testable import func Learner.groupRates
@testable import func Learner.profile
@testable import func Learner.screen
@testable import struct PrecisionRecall.Costs

@main enum Program {
  static func main() {
    func learners(_ schema: Checks.Schema) -> ClassificationPipeline.Schema {
      ClassificationPipeline.Schema(numbers: schema.numbers, categories: schema.categories)
    }
    func checked(_ drift: [ColumnDrift]) -> [Drift] {
      drift.map { Drift(name: $0.name, index: $0.index, unusual: $0.unusual) }
    }
    Audits.grade(
      Submission(
        groupRates: .init { rows in
          groupRates(rows.groups, called: rows.called, probabilities: rows.probabilities, labels: rows.labels).map {
            Rates(
              group: $0.group, count: $0.count,
              numbers: [
                $0.share, $0.meanProbability, $0.falsePositiveRate, $0.falseNegativeRate, $0.precision,
              ])
          }
        },
        gapTest: .init { groups, outcomes, orders in
          let gap = gapTest(groups, outcomes, orders: orders)
          return [gap.gap, gap.p]
        },
        profile: .init { records, schema in
          try profile(records, schema: learners(schema)).map { profile in
            switch profile.cells {
            case .bins(let edges): Profile(name: profile.name, edges: edges, words: [], counts: profile.counts)
            case .words(let words): Profile(name: profile.name, edges: [], words: words, counts: profile.counts)
            }
          }
        },
        drift: .init { records, schema, batch in
          checked(drift(of: batch, from: try profile(records, schema: learners(schema))))
        },
        screen: .init { table, batch, most in
          let schema = learners(table.schema)
          let system = try fitSystem(
            table.records, table.labels, schema: schema, candidates: [table.l2], order: Array(table.labels.indices),
            folds: 2, costs: Costs(falsePositive: 1, falseNegative: 5))
          let screening = try screen(batch, by: system, profiles: profile(table.records, schema: schema), notes: most)
          return Screened(
            answers: screening.answers.map { answer in
              switch answer {
              case .decided(let decision): "\(decision.isPositive ? "positive" : "negative")"
              case .referred(let notes): "referred: \(notes.map { "\($0)" }.joined(separator: ", "))"
              case .refused(let fault): "refused: \(fault)"
              }
            },
            probabilities: screening.answers.map { answer in
              if case .decided(let decision) = answer { decision.probability } else { .nan }
            }, drift: checked(screening.drift), isHalted: screening.isHalted)
        }))
  }
}
