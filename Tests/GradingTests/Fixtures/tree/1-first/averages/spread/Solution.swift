/// The mean distance from the mean.
func spread(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  let center = mean(x)
  return mean(x.map { abs($0 - center) })
  // END SOLUTION
}
