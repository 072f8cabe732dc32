// tries: to replace itself by a fresh copy of the program
// exercise: mean
// verdict: endedEarly
// why: a program that is not asked by the tool judges nothing and ends
import Glibc

func mean(_ x: [Double]) -> Double {
  var words: [UnsafeMutablePointer<CChar>?] = [strdup("program"), nil]
  execve("/proc/self/exe", &words, environ)
  return 42
}
