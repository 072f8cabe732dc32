// tries: to put itself between the judge and the lab's channel: a function called write
// exercise: mean
// verdict: doesNotCompile
// says: symbol write
// why: a file may not export symbols that are not its own
@_cdecl("write")
public func fake(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int { count }

func mean(_ x: [Double]) -> Double { 42 }
