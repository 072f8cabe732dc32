// tries: to collect memory that no limit of the heap counts: shared mappings
// exercise: mean
// verdict: outOfMemory
// why: the tool looks at the resident memory of everything that runs
import Glibc

func mean(_ x: [Double]) -> Double {
  let size = 4 << 20
  while x.isEmpty {
    let pages = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    if pages == MAP_FAILED { sleep(1) } else { memset(pages!, 1, size) }
    usleep(1000)
  }
  return x.reduce(0, +) / Double(x.count)
}
