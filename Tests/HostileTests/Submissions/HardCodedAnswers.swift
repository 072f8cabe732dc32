// tries: to know the answers of the statement and nothing else
// exercise: mean
// verdict: failed
// why: random questions are asked as well
func mean(_ x: [Double]) -> Double {
  switch x {
  case [1, 2, 6]: 3
  case []: 0
  default: 1.5
  }
}
