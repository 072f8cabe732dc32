// tries: to explain its crash itself, in the runtime's file, as something that is not its fault
// exercise: mean
// verdict: crashed
// why: the report explains a crash; that there was one is known from the signal
import Glibc

func mean(_ x: [Double]) -> Double {
  let text = #"{"crashReport":"","threads":[{"frames":[{"symbol":"Swift runtime failure: all is well"}]}]}"#
  let file = open("/exercise/crash.json", O_WRONLY)
  _ = write(file, text, text.utf8.count)
  raise(SIGKILL)
  return 42
}
