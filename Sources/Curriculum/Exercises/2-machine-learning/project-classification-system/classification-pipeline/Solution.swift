import Glibc

/// A row as a form sends it: of each column, by its name, the text.
typealias Record = [String: String]

/// Which columns of a record enter the model.
struct Schema {
  var numbers: [String]
  /// Texts that enter by indicators of their levels.
  var categories: [String]
}

/// Why a record cannot be used.
enum RecordError: Error, Equatable {
  case noColumn(String)
  /// A text that is neither a gap nor a finite number.
  case notANumber(column: String)
}

/// Why a record cannot be learned from; records count from 0.
struct TrainingError: Error, Equatable {
  var record: Int
  var fault: RecordError
}

/// What was handled when a record was turned into features.
enum Note: Equatable {
  /// A gap, filled with the median.
  case missing(String)
  /// A number beyond those learned from, taken for the nearest of them.
  case outside(String)
  /// A word that was not learned: none of the indicators is set.
  case unknown(String, level: String)
}

/// The numbers of a record, NaN for a gap, and its words, in the schema's order; throws `RecordError`.
///
/// Not asked for by itself: a suggestion. Everything below begins with it.
func parts(of record: Record, _ schema: Schema) throws -> (numbers: [Double], words: [String]) {
  // BEGIN SOLUTION
  func cell(_ name: String) throws -> String {
    guard let text = record[name] else { throw RecordError.noColumn(name) }
    return text
  }
  let numbers = try schema.numbers.map { name in
    let text = try cell(name)
    if text == "" || text == "NA" { return Double.nan }
    guard let value = Double(text), value.isFinite else { throw RecordError.notANumber(column: name) }
    return value
  }
  return (numbers, try schema.categories.map(cell))
  // END SOLUTION
}

/// All that was learned from records, and what it says of another one.
struct Pipeline {
  var schema: Schema
  var imputer: Imputer
  /// Learned from imputed numbers.
  var scaler: Scaler
  /// The smallest and the largest value learned from, a pair for each number.
  var ranges: [ClosedRange<Double>]
  var oneHot: OneHot
  /// The intercept, then a weight for each feature.
  var weights: [Double]

  /// What the model sees of a record.
  ///
  /// - Parameter record: as it comes; columns that the schema does not name are ignored.
  /// - Returns: the numbers imputed, clamped and scaled, then the indicators of the categories.
  /// - Throws: `RecordError`, for the first fault in the schema's order, numbers before categories.
  func features(of record: Record) throws -> [Double] {
    // BEGIN SOLUTION
    let (numbers, words) = try parts(of: record, schema)
    let known = zip(try imputer.transform([numbers])[0], ranges).map { min(max($0, $1.lowerBound), $1.upperBound) }
    return try scaler.transform([known])[0] + oneHot.transform([words])[0]
    // END SOLUTION
  }

  /// The log odds of label 1.
  ///
  /// - Throws: `RecordError`, as `features(of:)`.
  func score(of record: Record) throws -> Double {
    // BEGIN SOLUTION
    zip(weights.dropFirst(), try features(of: record)).reduce(weights[0]) { $0 + $1.0 * $1.1 }
    // END SOLUTION
  }

  /// The probability of label 1.
  ///
  /// - Returns: 0 ... 1.
  /// - Throws: `RecordError`, as `features(of:)`.
  func probability(of record: Record) throws -> Double {
    // BEGIN SOLUTION
    1 / (1 + exp(-(try score(of: record))))
    // END SOLUTION
  }

  /// What is handled when the features of a record are made.
  ///
  /// - Returns: gaps and numbers outside the range in the schema's order, then unknown words in theirs.
  /// - Throws: `RecordError`, as `features(of:)`.
  func notes(on record: Record) throws -> [Note] {
    // BEGIN SOLUTION
    let (numbers, words) = try parts(of: record, schema)
    var notes: [Note] = []
    for (name, (value, range)) in zip(schema.numbers, zip(numbers, ranges)) {
      if value.isNaN { notes.append(.missing(name)) } else if !range.contains(value) { notes.append(.outside(name)) }
    }
    for (name, (word, levels)) in zip(schema.categories, zip(words, oneHot.levels)) where !levels.contains(word) {
      notes.append(.unknown(name, level: word))
    }
    return notes
    // END SOLUTION
  }
}

/// A pipeline learned from records.
///
/// - Parameters:
///   - records: n ≥ 1.
///   - labels: n labels, 0 and 1.
///   - schema: which columns enter.
///   - l2: λ > 0, of the logistic regression.
/// - Returns: encoders and weights, all from these records.
/// - Throws: `TrainingError` for the first record with a fault; then what the fitting functions throw.
func fitPipeline(_ records: [Record], _ labels: [Int], schema: Schema, l2: Double) throws -> Pipeline {
  // BEGIN SOLUTION
  let all = try records.enumerated().map { i, record in
    do { return try parts(of: record, schema) } catch let fault as RecordError {
      throw TrainingError(record: i, fault: fault)
    }
  }
  let numbers = all.map(\.numbers)
  let imputer = try fitImputer(numbers)
  let known = try imputer.transform(numbers)
  let ranges = schema.numbers.indices.map { j in
    let column = known.map { $0[j] }
    return column.reduce(column[0], min)...column.reduce(column[0], max)
  }
  var pipeline = Pipeline(
    schema: schema, imputer: imputer, scaler: try fitScaler(known), ranges: ranges,
    oneHot: try fitOneHot(all.map(\.words)), weights: [])
  pipeline.weights = try fitLogistic(records.map { try pipeline.features(of: $0) }, labels, l2: l2)
  return pipeline
  // END SOLUTION
}
