/// A linear regression whose least-squares answer NIST certifies to 15 digits.
///
/// ```swift
/// let longley = try Dataset("nist/Longley.dat").regression()
/// longley.parameters[0].estimate.text  // "-3482258.63459582"
/// longley.design[0].count              // 7
/// ```
///
/// NIST Statistical Reference Datasets, Linear Regression; the answers were computed with 500 digits.
public struct CertifiedRegression: Equatable, Sendable {
  /// A coefficient of the model.
  public struct Parameter: Equatable, Sendable {
    /// "B0" is the constant term; with one predictor x, "Bj" belongs to xʲ; with several, to the j-th.
    public let name: String
    public let estimate: CertifiedValue
    public let standardDeviation: CertifiedValue
    let index: Int
  }

  public let name: String
  public let parameters: [Parameter]
  /// √(residual sum of squares / degrees of freedom).
  public let residualStandardDeviation: CertifiedValue
  /// R²; for a model without constant term it is uncentred.
  public let rSquared: CertifiedValue
  public let residualDegreesOfFreedom: Int
  public let residualSumOfSquares: CertifiedValue
  /// Infinite for an exact fit.
  public let fStatistic: CertifiedValue

  /// The names above the data, the response first.
  public let columns: [String]
  /// The data as they are printed.
  public let dataText: [[String]]
  /// The response, one an observation.
  public let y: [Double]
  /// The predictors, one row an observation.
  public let x: [[Double]]

  /// - Parameters:
  ///   - bytes: one of NIST's files for linear regression.
  ///   - source: what messages call it.
  /// - Throws: `DataError.wrongFormat` or `.truncated` if it is none, `.malformed` if a certified value or a row of data
  ///   is not where it belongs.
  public init(_ bytes: [UInt8], source: String = "the data") throws(DataError) {
    let file = try StRDFile(bytes, source: source)
    name = file.name
    parameters = file.head.compactMap(Self.parameter)
    let predictors = file.columns.count - 1
    guard !parameters.isEmpty, predictors > 0 else {
      throw file.malformed("no parameter B0 or B1 with its two numbers, or no predictor: is this a linear regression?")
    }
    guard predictors == 1 || parameters.allSatisfy({ $0.index <= predictors }) else {
      throw file.malformed("parameters \(parameters.map(\.name)), but only \(predictors) predictors")
    }
    residualStandardDeviation = try file.certified(after: ["Standard", "Deviation"], count: 1)[0]
    rSquared = try file.certified(after: ["R-Squared"], count: 1)[0]
    fStatistic = try file.certified(after: ["Regression"], count: 4)[3]
    let residual = try file.certified(after: ["Residual"], count: 3)
    guard let degreesOfFreedom = residual[0].count else {
      throw file.malformed("\(residual[0].text) degrees of freedom")
    }
    residualDegreesOfFreedom = degreesOfFreedom
    residualSumOfSquares = residual[1]
    columns = file.columns
    dataText = file.rows
    y = file.numbers.map { $0[0] }
    x = file.numbers.map { Array($0.dropFirst()) }
  }

  /// The design matrix: row i holds what the parameters multiply, shape (y.count, parameters.count).
  public var design: [[Double]] {
    x.map { row in parameters.map { $0.multiplied(by: row) } }
  }

  /// A line "B3  1.00000000000000  101.475507550350" as a parameter.
  private static func parameter(_ words: [Substring]) -> Parameter? {
    guard words.count == 3, words[0].first == "B", let index = Int(words[0].dropFirst()), index >= 0,
      let estimate = CertifiedValue(words[1]), let deviation = CertifiedValue(words[2])
    else { return nil }
    return Parameter(name: String(words[0]), estimate: estimate, standardDeviation: deviation, index: index)
  }
}

extension CertifiedRegression.Parameter {
  /// The entry of the design matrix for the predictors of one observation.
  fileprivate func multiplied(by x: [Double]) -> Double {
    if x.count > 1 { return index == 0 ? 1 : x[index - 1] }
    return repeatElement(x[0], count: index).reduce(1, *)
  }
}
