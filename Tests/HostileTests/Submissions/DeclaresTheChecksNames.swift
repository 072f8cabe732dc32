// tries: nothing: a right answer in a file that happens to declare what the checks and the library call their own
// exercise: mean
// verdict: passed
// why: the learner's names live in a module of their own and replace nothing
struct Check {}
struct Matrix {}
struct Submission {}
struct Function {}
enum Session { static var current: Int { 0 } }
enum Mean { static func grade(_: Int) {} }
func expect(_ got: Double, equals expected: Double) {}
func print(_ items: Any...) {}
func todo(_ what: String = "") {}
func describe(_ value: Any) -> String { "" }

func mean(_ x: [Double]) -> Double {
  print("this prints nothing")
  todo()
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
