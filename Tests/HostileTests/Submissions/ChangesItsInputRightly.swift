// tries: to save an array by scaling the caller's in place, through a pointer to its buffer
// exercise: scaled
// verdict: failed
// says: changes its argument
// why: the answers are right, but an array handed in is a value, and the caller's
func scaled(_ x: [Double], _ factor: Double) -> [Double] {
  x.withUnsafeBufferPointer { buffer in
    let entries = UnsafeMutableBufferPointer(mutating: buffer)
    for index in entries.indices { entries[index] *= factor }
  }
  return x
}
