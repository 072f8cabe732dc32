/// The mean of the values; 0 for no values.
func mean(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  guard !x.isEmpty else { return 0 }
  return x.reduce(0, +) / Double(x.count)
  // END SOLUTION
}
