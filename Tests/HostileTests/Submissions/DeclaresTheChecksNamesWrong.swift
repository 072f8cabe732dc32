// tries: to replace the checks' own functions by ones that accept everything
// exercise: mean
// verdict: failed
// why: the learner's names live in a module of their own and replace nothing
struct Check {}
struct Submission {}
enum Session { static func fail() {} }
func expect(_ got: Double, equals expected: Double) {}
func expect(_ got: Double, equals expected: Double, _ advice: String?) {}
func describe(_ value: Any) -> String { "3" }

func mean(_ x: [Double]) -> Double { 42 }
