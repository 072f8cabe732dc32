import Glibc

enum SelectionError: Error, Equatable {
  case noCandidates
  /// Not a finite number > 0.
  case penalty(Double)
  /// Some row is in no fold or in several, or there are fewer than two folds.
  case notAPartition
}

/// A penalty, and what it was chosen by.
struct PenaltyChoice {
  var l2: Double
  /// Of each candidate, over all rows together.
  var logLosses: [Double]
  /// Of each row, by a pipeline with the chosen penalty that has not met it.
  var scores: [Double]
}

/// What is decided about a record.
struct Decision {
  /// Of label 1.
  var probability: Double
  var isPositive: Bool
  /// What was handled on the way.
  var notes: [Note]
}

/// A pipeline, and from which probability on it calls a record positive.
struct DecisionSystem {
  var pipeline: Pipeline
  var choice: PenaltyChoice
  var threshold: Double

  /// The decision about a raw record.
  ///
  /// - Throws: `RecordError`.
  func decide(_ record: Record) throws -> Decision {
    // BEGIN SOLUTION
    let probability = try pipeline.probability(of: record)
    return Decision(
      probability: probability, isPositive: probability >= threshold, notes: try pipeline.notes(on: record))
    // END SOLUTION
  }
}

/// What scores are worth; the costs are means over the rows.
struct Evaluation {
  var area: Double
  var logLoss: Double
  /// At the threshold.
  var cost: Double
  /// At ½.
  var costAtHalf: Double
  /// If every row is called positive.
  var costOfAll: Double
  /// If none is.
  var costOfNone: Double
}

/// The log odds of each record by a pipeline that was fitted on the other folds.
///
/// - Parameters:
///   - records: n.
///   - labels: n labels, 0 and 1.
///   - schema: which columns enter.
///   - l2: λ > 0.
///   - folds: row numbers; each of 0 ..< n in exactly one of at least two folds.
/// - Returns: n numbers.
/// - Throws: `SelectionError.penalty`, then `.notAPartition`; `TrainingError` with the number among all records.
func outOfFoldScores(
  _ records: [Record], _ labels: [Int], schema: Schema, l2: Double, folds: [[Int]]
) throws -> [Double] {
  // BEGIN SOLUTION
  guard l2 > 0, l2.isFinite else { throw SelectionError.penalty(l2) }
  guard folds.count >= 2, folds.joined().sorted() == Array(records.indices) else { throw SelectionError.notAPartition }
  var scores = [Double](repeating: 0, count: records.count)
  for fold in folds {
    let held = Set(fold)
    let train = records.indices.filter { !held.contains($0) }
    let pipeline: Pipeline
    do {
      pipeline = try fitPipeline(train.map { records[$0] }, train.map { labels[$0] }, schema: schema, l2: l2)
    } catch let error as TrainingError {
      throw TrainingError(record: train[error.record], fault: error.fault)
    }
    for row in fold {
      do { scores[row] = try pipeline.score(of: records[row]) } catch let fault as RecordError {
        throw TrainingError(record: row, fault: fault)
      }
    }
  }
  return scores
  // END SOLUTION
}

/// The mean negative logarithm of the probability that log odds gave to what came.
///
/// - Parameters:
///   - scores: n log odds of label 1, finite.
///   - labels: n labels, 0 and 1.
/// - Returns: ≥ 0; NaN without rows.
func logLoss(_ scores: [Double], _ labels: [Int]) -> Double {
  // BEGIN SOLUTION
  let losses = zip(scores, labels).map { z, y in max(y == 1 ? -z : z, 0) + log1p(exp(-abs(z))) }
  return losses.reduce(0, +) / Double(losses.count)
  // END SOLUTION
}

/// The penalty of least log loss on rows that were not fitted.
///
/// - Parameters:
///   - records: n.
///   - labels: n labels, 0 and 1.
///   - schema: which columns enter.
///   - candidates: penalties λ > 0.
///   - folds: as for `outOfFoldScores`.
/// - Returns: the candidate of least pooled log loss, of equal ones the largest.
/// - Throws: `SelectionError`; what `outOfFoldScores` throws.
func choosePenalty(
  _ records: [Record], _ labels: [Int], schema: Schema, candidates: [Double], folds: [[Int]]
) throws -> PenaltyChoice {
  // BEGIN SOLUTION
  guard !candidates.isEmpty else { throw SelectionError.noCandidates }
  if let wrong = candidates.first(where: { !($0 > 0 && $0.isFinite) }) { throw SelectionError.penalty(wrong) }
  var choice = PenaltyChoice(l2: 0, logLosses: [], scores: [])
  var least = Double.infinity
  for l2 in candidates {
    let scores = try outOfFoldScores(records, labels, schema: schema, l2: l2, folds: folds)
    let loss = logLoss(scores, labels)
    choice.logLosses.append(loss)
    if loss < least || loss == least && l2 > choice.l2 {
      (least, choice.l2, choice.scores) = (loss, l2, scores)
    }
  }
  return choice
  // END SOLUTION
}

/// A system that decides: penalty by cross-validation, weights from all records, threshold by the costs.
///
/// - Parameters:
///   - records: n.
///   - labels: n labels, 0 and 1.
///   - schema: which columns enter.
///   - candidates: penalties λ > 0.
///   - order: a permutation of 0 ..< n, for stratified folds.
///   - folds: how many, 2 ... n.
///   - costs: of the two mistakes.
/// - Returns: what decides about records.
/// - Throws: what the functions throw that it calls.
func fitSystem(
  _ records: [Record], _ labels: [Int], schema: Schema, candidates: [Double], order: [Int], folds: Int, costs: Costs
) throws -> DecisionSystem {
  // BEGIN SOLUTION
  let rows = try stratifiedFolds(labels: labels, order: order, k: folds)
  let choice = try choosePenalty(records, labels, schema: schema, candidates: candidates, folds: rows)
  let pipeline = try fitPipeline(records, labels, schema: schema, l2: choice.l2)
  return DecisionSystem(pipeline: pipeline, choice: choice, threshold: probabilityThreshold(costs))
  // END SOLUTION
}

/// What log odds are worth, and what doing without them would cost.
///
/// - Parameters:
///   - scores: n ≥ 2 log odds of label 1.
///   - labels: n labels, 0 and 1, each at least once.
///   - threshold: a probability; a row is called positive from it on.
///   - costs: of the two mistakes.
/// - Returns: area, log loss, and four mean costs.
/// - Throws: `ROCError`.
func evaluate(_ scores: [Double], _ labels: [Int], threshold: Double, costs: Costs) throws -> Evaluation {
  // BEGIN SOLUTION
  let area = try rankProbability(scores: scores, labels: labels)
  let probabilities = scores.map { 1 / (1 + exp(-$0)) }
  func cost(_ threshold: Double) throws -> Double {
    try meanCost(scores: probabilities, labels: labels, threshold: threshold, costs: costs)
  }
  return Evaluation(
    area: area, logLoss: logLoss(scores, labels), cost: try cost(threshold), costAtHalf: try cost(0.5),
    costOfAll: try cost(-.infinity), costOfNone: try cost(.infinity))
  // END SOLUTION
}
