/// A one-way analysis of variance whose answer NIST certifies to 15 digits.
///
/// ```swift
/// let silicon = try Dataset("nist/anova/SiRstv.dat").analysisOfVariance()
/// silicon.fStatistic.text  // "1.18046237440255E+00"
/// silicon.groups.count     // 5
/// ```
///
/// NIST Statistical Reference Datasets, Analysis of Variance.
public struct CertifiedAnalysisOfVariance: Equatable, Sendable {
  /// A row of the table: the variation between the groups or within them.
  public struct Variation: Equatable, Sendable {
    public let degreesOfFreedom: Int
    public let sumOfSquares: CertifiedValue
    public let meanSquare: CertifiedValue
  }

  public let name: String
  public let between: Variation
  public let within: Variation
  public let fStatistic: CertifiedValue
  public let rSquared: CertifiedValue
  /// √(mean square within the groups).
  public let residualStandardDeviation: CertifiedValue

  /// The names above the data: the treatment, the response.
  public let columns: [String]
  /// The data as they are printed.
  public let dataText: [[String]]
  /// The responses, one array a treatment, in the order of the file.
  public let groups: [[Double]]

  /// - Parameters:
  ///   - bytes: one of NIST's files for analysis of variance.
  ///   - source: what messages call it.
  /// - Throws: `DataError.wrongFormat` or `.truncated` if it is none, `.malformed` if a certified value or a row of data
  ///   is not where it belongs.
  public init(_ bytes: [UInt8], source: String = "the data") throws(DataError) {
    let file = try StRDFile(bytes, source: source)
    guard file.columns.count == 2, let table = file.head.first(where: { $0.first == "Between" && $0.count == 6 }) else {
      throw file.malformed(
        "no line \"Between\" with four numbers, or not two columns: is this an analysis of variance?")
    }
    let factor = table[1]
    let between = try file.certified(after: ["Between", factor], count: 4)
    let within = try file.certified(after: ["Within", factor], count: 3)
    name = file.name
    guard let betweenVariation = Variation(between), let withinVariation = Variation(within) else {
      throw file.malformed("\(between[0].text) and \(within[0].text) degrees of freedom")
    }
    self.between = betweenVariation
    self.within = withinVariation
    fStatistic = between[3]
    rSquared = try file.certified(after: ["Certified", "R-Squared"], count: 1)[0]
    residualStandardDeviation = try file.certified(after: ["Standard", "Deviation"], count: 1)[0]
    columns = file.columns
    dataText = file.rows

    var groups: [[Double]] = []
    var last: Double?
    for row in file.numbers {
      if row[0] != last { groups.append([]) }
      groups[groups.count - 1].append(row[1])
      last = row[0]
    }
    self.groups = groups
  }
}

extension CertifiedAnalysisOfVariance.Variation {
  fileprivate init?(_ values: [CertifiedValue]) {
    guard let degreesOfFreedom = values[0].count else { return nil }
    self.init(degreesOfFreedom: degreesOfFreedom, sumOfSquares: values[1], meanSquare: values[2])
  }
}
