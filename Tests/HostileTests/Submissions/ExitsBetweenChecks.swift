// tries: to end the program from another thread, at whatever moment that may be, even between two checks
// exercise: mean
// verdict: endedEarly
// why: passing takes the report of every check; a program that ends before is ended early, whoever ended it
import Glibc

func mean(_ x: [Double]) -> Double {
  if !x.isEmpty { return x.reduce(0, +) / Double(x.count) }
  var thread = pthread_t()
  pthread_create(&thread, nil, { _ in _exit(0) }, nil)
  pthread_join(thread, nil)
  return 0
}
