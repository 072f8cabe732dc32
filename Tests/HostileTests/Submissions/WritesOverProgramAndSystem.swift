// tries: to write over the program, the system and places where others would find something
// exercise: mean
// verdict: passed
// why: everything but the temporary folder is read-only; the answer is right only if nothing could be opened or removed
import Glibc

func mean(_ x: [Double]) -> Double {
  for path in [
    "/exercise/program", "/proc/self/exe", "/usr/lib/os-release", "/etc/mark", "/mark-@mark@", "/var/tmp/mark-@mark@",
    "/root/mark-@mark@",
  ] {
    if open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666) >= 0 || unlink(path) == 0 { return .nan }
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
