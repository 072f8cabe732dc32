// tries: to use up the stack
// exercise: mean
// verdict: crashed
// says: stack overflow
// why: a stack overflow is a crash with a reason of its own, and the other checks are judged
import Glibc

func mean(_ x: [Double]) -> Double { x.isEmpty ? below(0) : x.reduce(0, +) / Double(x.count) }

func below(_ depth: Double) -> Double { sin(below(depth + 1)) + depth }
