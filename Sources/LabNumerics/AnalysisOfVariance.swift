/// Whether groups differ in their means by more than chance: the one-way analysis of variance.
///
/// ```swift
/// let yields = AnalysisOfVariance([[1, 2, 3], [2, 3, 4], [6, 7, 8]] as [Vector<Double>])
/// yields.between.sumOfSquares   // 42
/// yields.within.sumOfSquares    // 6
/// yields.fStatistic             // 21
/// yields.pValue                 // 0.0020
/// ```
///
/// The sum of squares between the groups is Σᵢ nᵢ·(x̄ᵢ − x̄)², within them Σᵢ Σⱼ (xᵢⱼ − x̄ᵢ)². Both are sums of squared
/// distances, never differences of sums of squares, and the distances and sums are in extended precision (80 bits where
/// the processor has them): data with many leading digits in common lose none that they still have.
///
/// Where F is large beside `FDistribution` with the two degrees of freedom, the groups differ. The test supposes
/// independent, normally distributed errors of one variance.
///
/// NaN or infinity among the data makes all but the degrees of freedom NaN. In Double for both scalars.
///
/// NIST Statistical Reference Datasets, Analysis of Variance; Simon and Lesage, Assessing the accuracy of ANOVA
/// calculations in statistical software (Computational Statistics & Data Analysis 8, 1989).
public struct AnalysisOfVariance: Sendable, Equatable {
  /// A row of the table: the variation between the groups or within them.
  public struct Variation: Sendable, Equatable {
    /// k − 1 between k groups, n − k within them.
    public let degreesOfFreedom: Int
    /// The sum of squared distances.
    public let sumOfSquares: Double
    /// The sum of squares over the degrees of freedom; NaN without any.
    public var meanSquare: Double { degreesOfFreedom > 0 ? sumOfSquares / Double(degreesOfFreedom) : .nan }
  }

  /// The variation of the groups' means.
  public let between: Variation
  /// The variation about the groups' means.
  public let within: Variation
  /// The mean square between the groups over that within them; NaN without degrees of freedom on either side, ∞ where
  /// groups of equal observations differ.
  public let fStatistic: Double
  /// The share of the total sum of squares that lies between the groups; NaN if all observations are equal.
  public let rSquared: Double
  /// √(mean square within the groups), the estimate of the standard deviation of the errors; NaN without degrees of
  /// freedom.
  public let residualStandardDeviation: Double

  /// Compares groups of observations.
  ///
  /// - Parameter groups: at least one, each with at least one number; they may differ in size.
  /// - Complexity: two passes.
  public init<Scalar: LinearAlgebraScalar>(_ groups: [Vector<Scalar>]) {
    require(!groups.isEmpty, "AnalysisOfVariance: no groups, at least 1 is needed")
    for (i, group) in groups.enumerated() {
      require(!group.isEmpty, "AnalysisOfVariance: group \(i) of \(groups.count) has no observations")
    }
    // Distances from some datum hold all the digits that the data do not share, before any sum.
    let origin = Extended(groups[0][0])
    let distances = groups.map { group in group.map { Extended($0) - origin } }
    let counts = distances.map { Extended($0.count) }
    let means = zip(distances, counts).map { $0.reduce(0, +) / $1 }
    let total = distances.reduce(0) { $0 + $1.count }
    let mean = zip(counts, means).reduce(0) { $0 + $1.0 * $1.1 } / Extended(total)
    let squaresBetween = zip(counts, means).reduce(Extended(0)) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    let squaresWithin = zip(distances, means).reduce(Extended(0)) { sum, group in
      group.0.reduce(sum) { $0 + ($1 - group.1) * ($1 - group.1) }
    }
    between = Variation(degreesOfFreedom: groups.count - 1, sumOfSquares: Double(squaresBetween))
    within = Variation(degreesOfFreedom: total - groups.count, sumOfSquares: Double(squaresWithin))
    // From the wide sums, which are in range where their Doubles may not be; 0/0 without degrees of freedom.
    let within = squaresWithin / Extended(total - groups.count)
    fStatistic = groups.count > 1 ? Double(squaresBetween / Extended(groups.count - 1) / within) : .nan
    rSquared = Double(squaresBetween / (squaresBetween + squaresWithin))
    residualStandardDeviation = Double(within.squareRoot())
  }

  /// The probability of an F as large or larger if all groups had one mean; NaN where F is.
  public var pValue: Double {
    if fStatistic.isNaN { return .nan }
    return FDistribution(
      numeratorDegrees: Double(between.degreesOfFreedom), denominatorDegrees: Double(within.degreesOfFreedom)
    ).upperTail(fStatistic)
  }
}
