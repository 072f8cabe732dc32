// tries: to define an expectation of the checks' own library under its mangled name
// exercise: mean
// verdict: doesNotCompile
// why: a file may not export symbols that are not its own, in whatever language they are written
@_silgen_name("$s8Checking11ObservationV6agrees4withSbAC_tF") public func agrees() -> Bool { true }

func mean(_ x: [Double]) -> Double { 42 }
