// tries: to loop for ever in pure arithmetic: a generator with full period, waited on for a value that comes after
//   2⁶³ steps on average
// exercise: mean
// verdict: timedOut
// why: every check has a time of its own, whether the loop calls the system or not
func mean(_ x: [Double]) -> Double {
  var state = UInt64(x.count) &+ 0x9e37_79b9_7f4a_7c15
  while x.isEmpty, state != 0x0123_4567_89ab_cdef {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
  }
  return x.isEmpty ? Double(state & 1) : x.reduce(0, +) / Double(x.count)
}
