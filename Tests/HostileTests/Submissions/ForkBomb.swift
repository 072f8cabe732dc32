// tries: to double its processes until there is no room for another; every copy then waits for ever
// exercise: mean
// verdict: passed or outOfMemory
// why: there is a limit of processes, and one of what they hold together, where pages that copies share count for each;
//   where neither is met the answer is right; all copies are ended with the run
import Glibc

@_silgen_name("fork") func fork() -> pid_t

func mean(_ x: [Double]) -> Double {
  let first = getpid()
  for _ in 0..<12 where fork() < 0 { break }
  while getpid() != first { pause() }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
