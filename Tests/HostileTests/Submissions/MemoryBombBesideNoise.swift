// tries: to keep the tool busy with empty lines on the lab's channel while it collects shared memory
// exercise: mean
// verdict: outOfMemory
// why: the memory is looked at at fixed times, however much there is to read
import Glibc

func mean(_ x: [Double]) -> Double {
  let size = 1 << 20
  while x.isEmpty {
    let pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    if pages != MAP_FAILED { memset(pages!, 1, size) }
    for _ in 0..<100 { _ = write(4, "\n", 1) }
  }
  return x.reduce(0, +) / Double(x.count)
}
