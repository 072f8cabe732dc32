// tries: to call the inside of the judging library by its symbol
// exercise: mean
// verdict: doesNotCompile
// why: the library exports only what Checks.swift is written in, and so it does not link
@_silgen_name("$s8Checking7SessionC14expectationMetyyF") func expectationMet()

func mean(_ x: [Double]) -> Double {
  expectationMet()
  return 42
}
