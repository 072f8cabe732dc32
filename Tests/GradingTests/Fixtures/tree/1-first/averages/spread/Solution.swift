/// The mean distance from a center. A suggestion.
private func spread(_ x: [Double], around center: Double) -> Double {
  // BEGIN SOLUTION
  mean(x.map { abs($0 - center) })
  // END SOLUTION
}

/// The mean distance from the mean.
func spread(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  spread(x, around: mean(x))
  // END SOLUTION
}
