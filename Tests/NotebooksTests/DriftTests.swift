import Testing

@testable import Notebooks

@Suite struct DriftTests {
  @Test(arguments: [
    ("loss 0.693147", "loss 0.693147"), ("0.12", "0.13"), ("x = 1.2345678e-05", "x = 1.2345679e-05"),
    ("3.14159265358979", "3.14159265358980"), ("took 12.5 ms", "took 900.1 ms"), ("1.2 s, 5 rows", "7.9 s, 5 rows"),
    ("speed 12.5 GFLOP/s", "speed 80.1 GFLOP/s"), ("1e-17", "3e-17"), ("[1.0, 2.0]", "[1.0, 2.0]"), ("a\nb", "a\nb  "),
    ("−1.50", "-1.50".replacing("-", with: "−")), ("12 ms", "0.9 s"),
  ])
  func `rounding and time are no drift`(old: String, new: String) {
    #expect(Drift.between(old, new) == nil)
  }

  @Test(arguments: [
    ("loss 0.693", "loss 0.695", 0), ("5 rows", "6 rows", 0), ("a\nb", "a\nc", 1), ("a", "a\nb", 1),
    ("yes 1", "no 1", 0),
    ("1.0 -2.0", "1.0 2.0", 0), ("[1.0, 2.0]", "[1.0, 2.0, 3.0]", 0), ("nan", "1.0", 0), ("1e-5", "1e-4", 0),
    ("", "1", 0),
    ("100000", "100001", 0),
  ])
  func `other numbers and words are`(old: String, new: String, line: Int) {
    #expect(Drift.between(old, new)?.line == line)
  }
}
