// tries: to give the same memory back each time, so that an answer changes with the next question
// exercise: scaled
// verdict: failed
// says: the first answer
// why: a check holds one answer while it asks for another, and looks at both
nonisolated(unsafe) private var kept: [Double] = []
nonisolated(unsafe) private var buffer: UnsafeMutableBufferPointer<Double>?

func scaled(_ x: [Double], _ factor: Double) -> [Double] {
  if kept.count != x.count {
    kept = [Double](repeating: 0, count: x.count)
    kept.withUnsafeMutableBufferPointer { buffer = $0 }
  }
  for index in x.indices { buffer![index] = x[index] * factor }
  return kept
}
