// tries: to answer by where the program happens to lie in memory: right in one process, wrong in the next
// exercise: mean
// verdict: failed or passed
// why: what has passed is asked again in a new process, so that an answer that is right in one of two passes in one
//   of four; nothing that is run a few times can do better
import Glibc

nonisolated(unsafe) private let place = malloc(1)!

func mean(_ x: [Double]) -> Double {
  Int(bitPattern: place) >> 12 & 1 == 0 ? x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) : 42
}
