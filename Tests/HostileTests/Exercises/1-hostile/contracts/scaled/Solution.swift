/// Every entry times a factor.
func scaled(_ x: [Double], _ factor: Double) throws -> [Double] {
  // BEGIN SOLUTION
  x.map { $0 * factor }
  // END SOLUTION
}
