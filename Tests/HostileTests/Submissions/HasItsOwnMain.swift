// tries: to be the program that is started, in the place of the judge
// exercise: mean
// verdict: doesNotCompile
// why: a program has one entry, and that is the judge's
import Glibc

@main struct Mine {
  static func main() { exit(0) }
}

func mean(_ x: [Double]) -> Double { 42 }
