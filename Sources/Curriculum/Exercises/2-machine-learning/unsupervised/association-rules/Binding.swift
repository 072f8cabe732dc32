@testable import Checks
@testable import struct Learner.Itemset
@testable import func Learner.associationRules
@testable import func Learner.frequentItemsets

@main enum Program {
  static func main() {
    AssociationRules.grade(
      Submission(
        frequentItemsets: .init {
          try frequentItemsets($0, minimumCount: $1).map { Frequent(items: $0.items, count: $0.count) }
        },
        associationRules: .init { sets, baskets, confidence in
          let itemsets = sets.map { Itemset(items: $0.items, count: $0.count) }
          return try associationRules(itemsets, baskets: baskets, minimumConfidence: confidence).map {
            Implication(
              antecedent: $0.antecedent, consequent: $0.consequent, support: $0.support, confidence: $0.confidence,
              lift: $0.lift)
          }
        }))
  }
}
