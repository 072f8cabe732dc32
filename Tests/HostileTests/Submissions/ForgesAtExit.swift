// tries: to have the last word: a function that runs at exit reports that all has passed
// exercise: mean
// verdict: endedEarly
// why: the lines carry no seal of this run
import Glibc

func mean(_ x: [Double]) -> Double {
  atexit {
    let text = "0123456789abcdef " + #"{"event":"finished","count":3}"# + "\n"
    _ = write(4, text, text.utf8.count)
    _exit(0)
  }
  exit(1)
}
