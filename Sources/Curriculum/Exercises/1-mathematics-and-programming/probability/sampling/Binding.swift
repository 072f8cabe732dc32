@testable import Checks
@testable import struct Learner.AliasTable
@testable import func Learner.aliasTable
@testable import func Learner.draw
@testable import func Learner.exponential
@testable import func Learner.normalPair

@main enum Program {
  static func main() {
    Sampling.grade(
      Submission(
        exponential: { exponential(rate: $0, uniform: $1) },
        normalPair: {
          let (x, y) = normalPair($0, $1)
          return [x, y]
        },
        drawCumulative: { draw(cumulative: $0, uniform: $1) },
        aliasTable: {
          let table = try aliasTable($0)
          return Checks.AliasTable(threshold: table.threshold, alias: table.alias)
        },
        draw: { draw(Learner.AliasTable(threshold: $0.threshold, alias: $0.alias), uniform: $1) }))
  }
}
