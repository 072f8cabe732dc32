@testable import Checks
@testable import struct ClassificationPipeline.Schema
@testable import func Learner.calibrationCard
@testable import func Learner.calibrationLine
@testable import func Learner.fitCalibrated
@testable import func Learner.spiegelhalterZ

@main enum Program {
  static func main() {
    CalibratedPipelines.grade(
      Submission(
        spiegelhalterZ: .init(spiegelhalterZ),
        calibrationLine: .init { scores, labels in
          let line = try calibrationLine(scores, labels)
          return [line.slope, line.intercept]
        },
        calibrationCard: .init { scores, labels, bins in
          let card = try calibrationCard(scores, labels, bins: bins)
          return [card.logLoss, card.brier, card.binError, card.line.slope, card.line.intercept, card.z]
        },
        calibrate: .init { table, move, records in
          var calibrated = try fitCalibrated(
            table.records, table.labels,
            schema: ClassificationPipeline.Schema(
              numbers: table.schema.numbers, categories: table.schema.categories), l2: table.l2, folds: table.folds)
          if move.count == 2 { calibrated = calibrated.moved(from: move[0], to: move[1]) }
          return Calibrated(
            line: [calibrated.line.slope, calibrated.line.intercept], z: calibrated.z,
            probabilities: try records.map { try calibrated.probability(of: $0) })
        }))
  }
}
