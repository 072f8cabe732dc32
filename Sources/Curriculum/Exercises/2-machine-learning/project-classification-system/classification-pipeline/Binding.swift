@testable import Checks
@testable import struct Learner.Pipeline
@testable import struct Learner.Schema
@testable import func Learner.fitPipeline

@main enum Program {
  static func main() {
    func fit(_ training: Training) throws -> Learner.Pipeline {
      try fitPipeline(
        training.records, training.labels,
        schema: Learner.Schema(numbers: training.schema.numbers, categories: training.schema.categories),
        l2: training.l2)
    }
    Pipelines.grade(
      Submission(
        features: .init { training, records in
          let pipeline = try fit(training)
          return try records.map { try pipeline.features(of: $0) }
        },
        scores: .init { training, records in
          let pipeline = try fit(training)
          return try records.map { try pipeline.score(of: $0) }
        },
        probabilities: .init { training, records in
          let pipeline = try fit(training)
          return try records.map { try pipeline.probability(of: $0) }
        },
        notes: .init { training, record in
          try fit(training).notes(on: record).map { "\($0)" }
        }))
  }
}
