@testable import Checks
@testable import struct ClassificationAudit.ColumnDrift
@testable import struct ClassificationAudit.GroupRates
@testable import struct ClassificationCalibration.OddsLine
@testable import struct ClassificationPipeline.Schema
@testable import struct ClassificationThresholds.Evaluation
@testable import struct Learner.CardLine
@testable import struct Learner.Design
@testable import struct Learner.ModelCard
@testable import func Learner.mayBeReleased
@testable import func Learner.modelCard
@testable import func Learner.text

@main enum Program {
  static func main() {
    Cards.grade(
      Submission(
        modelCard: .init { Card(try modelCard($0)) }, mayBeReleased: .init { mayBeReleased(ModelCard($0)) },
        text: .init { text(ModelCard($0)) }))
  }
}

extension Card {
  init(_ card: ModelCard) {
    self.init(
      count: card.count, share: card.share,
      lines: card.lines.map {
        Card.Line(
          name: $0.design.name,
          schema: Checks.Schema(numbers: $0.design.schema.numbers, categories: $0.design.schema.categories),
          l2: $0.design.l2, features: $0.features, numbers: [$0.logLoss, $0.area, $0.cost])
      }, chosen: card.chosen, line: [card.line.slope, card.line.intercept], threshold: card.threshold,
      hiddenCount: card.hiddenCount,
      hidden: [
        card.hidden.area, card.hidden.logLoss, card.hidden.cost, card.hidden.costAtHalf, card.hidden.costOfAll,
        card.hidden.costOfNone,
      ], z: card.z, binError: card.binError,
      groups: card.groups.map {
        Card.Group(
          name: $0.group, count: $0.count,
          numbers: [$0.share, $0.meanProbability, $0.falsePositiveRate, $0.falseNegativeRate, $0.precision])
      }, drift: card.drift.map { Card.Drift(name: $0.name, index: $0.index, unusual: $0.unusual) },
      isReleased: card.isReleased)
  }
}

extension ModelCard {
  init(_ card: Card) {
    self.init(
      count: card.count, share: card.share,
      lines: card.lines.map {
        CardLine(
          design: Design(
            name: $0.name,
            schema: ClassificationPipeline.Schema(numbers: $0.schema.numbers, categories: $0.schema.categories),
            l2: $0.l2), features: $0.features, logLoss: $0.numbers[0], area: $0.numbers[1], cost: $0.numbers[2])
      }, chosen: card.chosen, line: OddsLine(slope: card.line[0], intercept: card.line[1]), threshold: card.threshold,
      hiddenCount: card.hiddenCount,
      hidden: Evaluation(
        area: card.hidden[0], logLoss: card.hidden[1], cost: card.hidden[2], costAtHalf: card.hidden[3],
        costOfAll: card.hidden[4], costOfNone: card.hidden[5]), z: card.z, binError: card.binError,
      groups: card.groups.map {
        GroupRates(
          group: $0.name, count: $0.count, share: $0.numbers[0], meanProbability: $0.numbers[1],
          falsePositiveRate: $0.numbers[2], falseNegativeRate: $0.numbers[3], precision: $0.numbers[4])
      }, drift: card.drift.map { ColumnDrift(name: $0.name, index: $0.index, unusual: $0.unusual) },
      isReleased: card.isReleased)
  }
}
