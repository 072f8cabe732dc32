// tries: to answer rightly as often as it is asked here, and wrongly after that
// exercise: mean
// not covered: every answer that was asked for was right; what a file would have answered to other questions, or will
//   on another day, no finite number of questions can tell. It is asked each question once in each of two orders.
nonisolated(unsafe) private var count = 0

func mean(_ x: [Double]) -> Double {
  count += 1
  return count > 5 ? 42 : x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
