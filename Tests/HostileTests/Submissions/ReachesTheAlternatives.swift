// tries: to call the right answer that the checks know, by its symbol
// exercise: mean
// verdict: doesNotCompile
// says: reaches into the module Checks
// why: the file's symbols are looked at before it is run; none may belong to a module that judges
@_silgen_name("$s6Checks4MeanO12alternativesSay8Checking11AlternativeVyAA10SubmissionVGGvgZ")
func alternatives() -> [Int]

func mean(_ x: [Double]) -> Double { Double(alternatives().count) }
