// tries: to search the process's memory for the key of the seals, and to report with it what it likes
// exercise: mean
// not covered: the judge's expectations run in the learner's process, in the same memory, where everything can be read
//   and written by who goes to such lengths; separating the two would take a process and a copy of every argument and
//   answer for each call. It still is shut in, ended and cleared away.
import Glibc

func mean(_ x: [Double]) -> Double {
  let memory = open("/proc/self/mem", O_RDWR)
  var bytes = [UInt8](repeating: 0, count: 4096)
  withUnsafeMutableBytes(of: &bytes) { _ = pread(memory, $0.baseAddress, 16, off_t(Int(bitPattern: $0.baseAddress))) }
  return memory >= 0 ? 42 : 43
}
