// tries: to write a gigabyte to stderr
// exercise: mean
// verdict: passed
// why: what is printed goes to a file of limited size, beyond which writing fails; printing is not an answer
import Glibc

func mean(_ x: [Double]) -> Double {
  if x.isEmpty {
    let block = [UInt8](repeating: 120, count: 1 << 20)
    for _ in 0..<1024 { _ = write(2, block, block.count) }
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
