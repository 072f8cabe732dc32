/// The sum of the products of entries with equal index.
func dot(_ x: [Double], _ y: [Double]) -> Double {
  // BEGIN SOLUTION
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  // END SOLUTION
}
