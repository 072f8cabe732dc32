/// Items that are often bought together.
struct Itemset: Equatable {
  /// Different items, ascending.
  var items: [String]
  /// In how many baskets all of them are.
  var count: Int
}

/// Who has these items often has those, too.
struct Rule: Equatable {
  /// Ascending, at least one.
  var antecedent: [String]
  /// Ascending, at least one, none of the antecedent.
  var consequent: [String]
  /// The share of all baskets that hold both.
  var support: Double
  /// The share of the baskets with the antecedent that hold the consequent, too.
  var confidence: Double
  /// How many times as frequent the consequent is there as among all baskets.
  var lift: Double
}

enum AssociationError: Error, Equatable {
  /// Less than 1.
  case minimumCount(Int)
  /// Outside 0 … 1, or NaN.
  case minimumConfidence(Double)
}

/// All sets of items that are together in at least so many baskets, by Apriori.
///
/// - Parameters:
///   - baskets: items in any order; one that comes twice in a basket is there once.
///   - minimumCount: ≥ 1.
/// - Returns: non-empty sets, small ones first; those of one size in lexicographic order of their items.
/// - Throws: `AssociationError.minimumCount`.
func frequentItemsets(_ baskets: [[String]], minimumCount: Int) throws -> [Itemset] {
  // BEGIN SOLUTION
  guard minimumCount >= 1 else { throw AssociationError.minimumCount(minimumCount) }
  var holders: [String: Set<Int>] = [:]
  for (index, basket) in baskets.enumerated() {
    for item in basket { holders[item, default: []].insert(index) }
  }
  // Of each frequent set of the present size the baskets that hold it, the sets in lexicographic order.
  var level = holders.keys.sorted().map { (items: [$0], baskets: holders[$0] ?? []) }
  level.removeAll { $0.baskets.count < minimumCount }
  var result: [Itemset] = []
  while !level.isEmpty {
    result += level.map { Itemset(items: $0.items, count: $0.baskets.count) }
    var next: [(items: [String], baskets: Set<Int>)] = []
    for (i, first) in level.enumerated() {
      for second in level[(i + 1)...] {
        guard first.items.dropLast() == second.items.dropLast() else { break }  // the rest begins otherwise, too
        let both = first.baskets.intersection(second.baskets)
        if both.count >= minimumCount { next.append((first.items + second.items.suffix(1), both)) }
      }
    }
    level = next
  }
  return result
  // END SOLUTION
}

/// The rules that frequent sets of items make.
///
/// - Parameters:
///   - itemsets: with each set all its subsets, as `frequentItemsets` gives them.
///   - baskets: how many baskets there were, ≥ 1 if there are itemsets.
///   - minimumConfidence: 0 … 1.
/// - Returns: rules with at least this confidence, in the order of their sets; of one set those with a small antecedent
///   first, then in lexicographic order of the antecedents.
/// - Throws: `AssociationError.minimumConfidence`.
func associationRules(_ itemsets: [Itemset], baskets: Int, minimumConfidence: Double) throws -> [Rule] {
  // BEGIN SOLUTION
  guard minimumConfidence >= 0, minimumConfidence <= 1 else {
    throw AssociationError.minimumConfidence(minimumConfidence)
  }
  var counts: [[String]: Int] = [:]
  for set in itemsets { counts[set.items] = set.count }
  var rules: [Rule] = []
  for set in itemsets {
    var parts: [(antecedent: [String], consequent: [String])] = []
    for mask in 1..<(1 << set.items.count) {
      let antecedent = set.items.indices.filter { mask >> $0 & 1 == 1 }.map { set.items[$0] }
      parts.append((antecedent, set.items.filter { !antecedent.contains($0) }))
    }
    parts.sort { a, b in
      a.antecedent.count != b.antecedent.count
        ? a.antecedent.count < b.antecedent.count : a.antecedent.lexicographicallyPrecedes(b.antecedent)
    }
    for (antecedent, consequent) in parts {
      // The whole set has no rest: nothing is counted under [].
      guard let left = counts[antecedent], let right = counts[consequent] else { continue }
      let confidence = Double(set.count) / Double(left)
      guard confidence >= minimumConfidence else { continue }
      rules.append(
        Rule(
          antecedent: antecedent, consequent: consequent, support: Double(set.count) / Double(baskets),
          confidence: confidence, lift: confidence * Double(baskets) / Double(right)))
    }
  }
  return rules
  // END SOLUTION
}
