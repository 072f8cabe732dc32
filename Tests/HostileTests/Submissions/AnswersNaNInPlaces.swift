// tries: to hide wrong entries behind NaN and infinities: a largest error over them is no number
// exercise: scaled
// verdict: failed
// why: every entry is compared, and none that is not finite is within a tolerance of one that is
func scaled(_ x: [Double], _ factor: Double) -> [Double] {
  [Double(nan: 7, signaling: true), .infinity] + x.dropFirst(2).map { -$0 * factor }
}
