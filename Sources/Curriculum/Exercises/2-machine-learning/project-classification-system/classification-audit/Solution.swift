import Glibc

/// How a group fares; a rate of nothing is NaN.
struct GroupRates {
  var group: String
  var count: Int
  /// Of label 1.
  var share: Double
  var meanProbability: Double
  /// Called positive among label 0.
  var falsePositiveRate: Double
  /// Not called among label 1.
  var falseNegativeRate: Double
  /// Label 1 among those called positive.
  var precision: Double
}

/// By how much rates of groups differ, and how often chance alone makes them differ as much.
struct Gap {
  var gap: Double
  var p: Double
}

/// How a column of reference records is spread over cells.
struct ColumnProfile {
  enum Cells {
    /// Bins between these edges, ascending, each with its upper edge; then gaps.
    case bins(edges: [Double])
    /// A cell each, ascending; then all other words.
    case words([String])
  }

  var name: String
  var cells: Cells
  /// One a cell, the last one included.
  var counts: [Int]
}

/// How far a column of a batch is from its profile.
struct ColumnDrift {
  var name: String
  /// The population stability index.
  var index: Double
  /// The share of the batch in the last cell.
  var unusual: Double
}

/// What becomes of a record.
enum Answer {
  case decided(Decision)
  /// To a human, for there is too much to note.
  case referred([Note])
  case refused(RecordError)
}

/// What becomes of a batch.
struct Screening {
  var answers: [Answer]
  /// Of the records that were not refused.
  var drift: [ColumnDrift]
  var isHalted: Bool
}

/// The rates of each group.
///
/// - Parameters:
///   - groups: of n rows.
///   - called: whether they are called positive.
///   - probabilities: of label 1.
///   - labels: 0 and 1.
/// - Returns: one a group, ascending by name.
func groupRates(_ groups: [String], called: [Bool], probabilities: [Double], labels: [Int]) -> [GroupRates] {
  // BEGIN SOLUTION
  Set(groups).sorted().map { group in
    let rows = groups.indices.filter { groups[$0] == group }
    func share(_ isCounted: (Int) -> Bool, of rows: [Int]) -> Double {
      Double(rows.filter(isCounted).count) / Double(rows.count)
    }
    func isPositive(_ row: Int) -> Bool { labels[row] == 1 }
    return GroupRates(
      group: group, count: rows.count, share: share(isPositive, of: rows),
      meanProbability: rows.reduce(0) { $0 + probabilities[$1] } / Double(rows.count),
      falsePositiveRate: share({ called[$0] }, of: rows.filter { labels[$0] == 0 }),
      falseNegativeRate: share({ !called[$0] }, of: rows.filter(isPositive)),
      precision: share(isPositive, of: rows.filter { called[$0] }))
  }
  // END SOLUTION
}

/// The gap between groups in the rate of an outcome, with a permutation test.
///
/// - Parameters:
///   - groups: of n rows.
///   - outcomes: yes or no.
///   - orders: permutations of 0 ..< n; row i is given the group of row order[i].
/// - Returns: the largest rate of a group minus the smallest, and (1 + orders with such a gap)/(1 + orders).
func gapTest(_ groups: [String], _ outcomes: [Bool], orders: [[Int]]) -> Gap {
  // BEGIN SOLUTION
  let names = Set(groups).sorted()
  let numbers = groups.map { names.firstIndex(of: $0) ?? 0 }
  func gap(_ order: [Int]) -> Double {
    var (rows, yes) = (names.map { _ in 0.0 }, names.map { _ in 0.0 })
    for (i, outcome) in outcomes.enumerated() {
      rows[numbers[order[i]]] += 1
      if outcome { yes[numbers[order[i]]] += 1 }
    }
    let rates = zip(yes, rows).map { $0 / $1 }
    return (rates.max() ?? 0) - (rates.min() ?? 0)
  }
  let observed = gap(Array(groups.indices))
  let extreme = orders.filter { gap($0) >= observed - 1e-12 }.count
  return Gap(gap: observed, p: Double(1 + extreme) / Double(1 + orders.count))
  // END SOLUTION
}

/// In which cell of a profile a record lies.
///
/// Not asked for by itself: a suggestion. Both functions below need it.
private func cell(_ cells: ColumnProfile.Cells, of text: String) -> Int {
  // BEGIN SOLUTION
  switch cells {
  case .bins(let edges):
    guard let value = Double(text), value.isFinite else { return edges.count + 1 }
    return edges.filter { $0 < value }.count
  case .words(let words): return words.firstIndex(of: text) ?? words.count
  }
  // END SOLUTION
}

/// How the columns of reference records are spread.
///
/// - Parameters:
///   - records: with all columns of the schema.
///   - schema: which columns, numbers first.
/// - Returns: one profile a column, in the schema's order.
/// - Throws: what `quantile` throws; nothing for finite numbers.
func profile(_ records: [Record], schema: Schema) throws -> [ColumnProfile] {
  // BEGIN SOLUTION
  func counted(_ name: String, _ cells: ColumnProfile.Cells, _ count: Int, _ column: [String]) -> ColumnProfile {
    var counts = [Int](repeating: 0, count: count)
    for text in column { counts[cell(cells, of: text)] += 1 }
    return ColumnProfile(name: name, cells: cells, counts: counts)
  }
  let numbers = try schema.numbers.map { name in
    let column = records.map { $0[name, default: ""] }
    let known = column.compactMap(Double.init).filter(\.isFinite)
    let edges = known.isEmpty ? [] : Set(try [0.2, 0.4, 0.6, 0.8].map { try quantile(known, $0) }).sorted()
    return counted(name, .bins(edges: edges), edges.count + 2, column)
  }
  let categories = schema.categories.map { name in
    let column = records.map { $0[name, default: ""] }
    let words = Set(column).sorted()
    return counted(name, .words(words), words.count + 1, column)
  }
  return numbers + categories
  // END SOLUTION
}

/// How far a batch is from the reference records.
///
/// - Parameters:
///   - batch: with all columns of the profiles.
///   - profiles: as `profile` returned them.
/// - Returns: one a profile; none for an empty batch.
func drift(of batch: [Record], from profiles: [ColumnProfile]) -> [ColumnDrift] {
  // BEGIN SOLUTION
  if batch.isEmpty { return [] }
  func shares(_ counts: [Int]) -> [Double] {
    let all = Double(counts.reduce(0, +)) + Double(counts.count) / 2
    return counts.map { (Double($0) + 0.5) / all }
  }
  return profiles.map { profile in
    var counts = profile.counts.map { _ in 0 }
    for record in batch { counts[cell(profile.cells, of: record[profile.name, default: ""])] += 1 }
    let index = zip(shares(profile.counts), shares(counts)).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
    return ColumnDrift(
      name: profile.name, index: index, unusual: Double(counts[counts.count - 1]) / Double(batch.count))
  }
  // END SOLUTION
}

/// What a system answers to a batch, and whether its answers may be used.
///
/// - Parameters:
///   - batch: raw records.
///   - system: what decides.
///   - profiles: of the records that it learned from.
///   - most: with more notes than this a record is referred to a human.
/// - Returns: an answer a record; the batch is halted if some index is above 0.25 or more than a tenth is refused.
/// - Throws: what `decide` throws beside `RecordError`.
func screen(
  _ batch: [Record], by system: DecisionSystem, profiles: [ColumnProfile], notes most: Int
) throws -> Screening {
  // BEGIN SOLUTION
  var answers: [Answer] = []
  var usable: [Record] = []
  for record in batch {
    do {
      let decision = try system.decide(record)
      usable.append(record)
      answers.append(decision.notes.count > most ? .referred(decision.notes) : .decided(decision))
    } catch let fault as RecordError {
      answers.append(.refused(fault))
    }
  }
  let drift = drift(of: usable, from: profiles)
  let isHalted = drift.contains { $0.index > 0.25 } || 10 * (batch.count - usable.count) > batch.count
  return Screening(answers: answers, drift: drift, isHalted: isHalted)
  // END SOLUTION
}
