/// The six plots of the statement.
enum Plot: String {
  case credit, adelie, timberland, bills, cars, co2
}

/// What a residual plot shows.
enum Fault: Int {
  /// Nothing but scatter around 0.
  case nothing = 1
  /// The mean of the residuals bends along the axis.
  case curvature
  /// The scatter widens or narrows along the axis.
  case funnel
  /// One point, far from the others along the axis, that turns the line towards itself.
  case influentialPoint
  /// Neighbours in time have like residuals.
  case autocorrelation
  /// Clouds beside each other that one line cannot serve.
  case missingGroup
}

/// What to do; the statement says what each of them does to the data.
enum Remedy: Int {
  case nothing = 1
  case square, logarithm, withoutThePoint, withoutLargeResiduals, standardise, differences, group
}

/// What a plot shows.
func fault(in plot: Plot) -> Fault {
  switch plot {
  case .credit:
    // BEGIN SOLUTION
    return .funnel
  // END SOLUTION
  case .adelie:
    // BEGIN SOLUTION
    return .nothing
  // END SOLUTION
  case .timberland:
    // BEGIN SOLUTION
    return .influentialPoint
  // END SOLUTION
  case .bills:
    // BEGIN SOLUTION
    return .missingGroup
  // END SOLUTION
  case .cars:
    // BEGIN SOLUTION
    return .curvature
  // END SOLUTION
  case .co2:
    // BEGIN SOLUTION
    return .autocorrelation
  // END SOLUTION
  }
}

/// What makes it better.
func remedy(for plot: Plot) -> Remedy {
  switch plot {
  case .credit:
    // BEGIN SOLUTION
    return .logarithm
  // END SOLUTION
  case .adelie:
    // BEGIN SOLUTION
    return .nothing
  // END SOLUTION
  case .timberland:
    // BEGIN SOLUTION
    return .withoutThePoint
  // END SOLUTION
  case .bills:
    // BEGIN SOLUTION
    return .group
  // END SOLUTION
  case .cars:
    // BEGIN SOLUTION
    return .square
  // END SOLUTION
  case .co2:
    // BEGIN SOLUTION
    return .differences
  // END SOLUTION
  }
}
