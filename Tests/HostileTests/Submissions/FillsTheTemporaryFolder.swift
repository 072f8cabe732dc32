// tries: to fill the disk through the temporary folder
// exercise: mean
// verdict: passed
// why: the folder has a size of its own and is gone with the run; the answer is right only if it got full
import Glibc

func mean(_ x: [Double]) -> Double {
  let block = [UInt8](repeating: 120, count: 1 << 20)
  var isFull = false
  for number in 0..<64 where x.isEmpty && !isFull {
    let file = open("/tmp/mark-@mark@-\(number)", O_WRONLY | O_CREAT, 0o600)
    while !isFull, write(file, block, block.count) > 0 {}
    isFull = errno == ENOSPC
    close(file)
  }
  return x.isEmpty ? isFull ? 0 : .nan : x.reduce(0, +) / Double(x.count)
}
