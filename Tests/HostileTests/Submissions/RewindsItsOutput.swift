// tries: to confuse what was printed when: the file behind stdout is cut, rewound and written over
// exercise: mean
// verdict: passed
// why: what is printed is only shown
import Glibc

func mean(_ x: [Double]) -> Double {
  print("this is lost")
  ftruncate(1, 0)
  lseek(1, 1 << 40, SEEK_SET)
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
