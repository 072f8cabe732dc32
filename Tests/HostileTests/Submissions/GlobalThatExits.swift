// tries: to end the program in the first use of a global variable
// exercise: mean
// verdict: endedEarly
// why: globals of a library are made when they are first used, which is in a check
import Glibc

private let nothing: Double = { exit(0) }()

func mean(_ x: [Double]) -> Double { nothing }
