// tries: to run before the judge and to read the request, with the key of the seals, in its place
// exercise: mean
// verdict: doesNotCompile
// says: .init_array
// why: the file's sections are looked at; what the loader would run by itself is refused
import Glibc

@section(".init_array") @used let early: @convention(c) () -> Void = {
  var request = [UInt8](repeating: 0, count: 4096)
  _ = read(3, &request, request.count)
}

func mean(_ x: [Double]) -> Double { 42 }
