// tries: to abort
// exercise: mean
// verdict: crashed
// why: SIGABRT is a crash like any other
import Glibc

func mean(_ x: [Double]) -> Double { abort() }
