// tries: to pass off a crash as something else, by the words of the runtime on stderr and the status of `todo()`
// exercise: mean
// verdict: outOfMemory or notWritten or crashed
// why: which of these it is called is its own affair; none of them is passed
import Glibc

func mean(_ x: [Double]) -> Double {
  let text = "Fatal error: failed to allocate 1 bytes\nmean.swift:1: not written yet\n"
  _ = write(2, text, text.utf8.count)
  if x.isEmpty { _exit(75) }
  abort()
}
