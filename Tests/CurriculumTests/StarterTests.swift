import Testing

@testable import Curriculum

@Suite struct StarterTests {
  /// The failure of a derivation, as its line and words.
  private func failure(_ solution: String) -> String {
    do throws(MarkerError) {
      return "no error: " + (try Starter.derive(fromSolution: solution))
    } catch {
      return "\(error.line ?? 0): \(error)"
    }
  }

  @Test func `puts todo where the solution was`() throws {
    let solution = """
      func dot(_ x: [Double], _ y: [Double]) -> Double {
        // BEGIN SOLUTION
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
        // END SOLUTION
      }

      """
    #expect(
      try Starter.derive(fromSolution: solution) == """
        func dot(_ x: [Double], _ y: [Double]) -> Double {
          todo()
        }

        """)
  }

  @Test func `keeps everything outside of regions, and each region's indentation`() throws {
    let solution = """
      import LabNumerics

      /// Keeps its place.
      struct Moments {
        var count = 0  // BEGIN SOLUTION is not a marker here

        init(_ x: [Double]) {
          // BEGIN SOLUTION
          for value in x { add(value) }
          // END SOLUTION
        }

        mutating func add(_ x: Double) {
      \t// BEGIN SOLUTION
          count += 1
          // END SOLUTION
          print("added")
          if count > 1 {
              // BEGIN SOLUTION
              update()
              // END SOLUTION
          }
        }
      }
      """
    #expect(
      try Starter.derive(fromSolution: solution) == """
        import LabNumerics

        /// Keeps its place.
        struct Moments {
          var count = 0  // BEGIN SOLUTION is not a marker here

          init(_ x: [Double]) {
            todo()
          }

          mutating func add(_ x: Double) {
        \ttodo()
            print("added")
            if count > 1 {
                todo()
            }
          }
        }

        """)
  }

  @Test(arguments: [
    "  //BEGIN SOLUTION", "  /// BEGIN SOLUTION", "  // begin solution", "  // BEGIN SOLUTION:",
    "  x // BEGIN SOLUTION", "  // BEGIN  SOLUTION", "  /*\n// BEGIN SOLUTION\n*/",
    "  \"\"\"\n// BEGIN SOLUTION\n\"\"\"",
  ])
  func `takes nothing but the exact comment for a marker`(line: String) {
    #expect(failure("func f() {\n\(line)\n}").hasPrefix("0: there is no region"))
  }

  @Test func `takes space around a marker and line ends of either kind`() throws {
    let solution = "func f() {\r\n  // BEGIN SOLUTION  \r\n  1\r\n\t// END SOLUTION\r\n}\r\n"
    #expect(try Starter.derive(fromSolution: solution) == "func f() {\r\n  todo()\n}\r\n")
  }

  @Test(arguments: [
    (
      "let x = 1\n",
      "0: there is no region between \"// BEGIN SOLUTION\" and \"// END SOLUTION\", "
        + "so the starter would be the solution"
    ),
    (
      "func f() {\n// BEGIN SOLUTION\nx\n// BEGIN SOLUTION\ny\n// END SOLUTION\n}",
      "4: BEGIN SOLUTION inside the region opened in line 2; close that one first"
    ),
    ("func f() {\n  // END SOLUTION\n}", "2: END SOLUTION without a BEGIN SOLUTION before it"),
    ("func f() {\n\n  // BEGIN SOLUTION\n}", "3: this BEGIN SOLUTION is never followed by END SOLUTION"),
    (
      "// BEGIN SOLUTION\nfunc f() {}\n// END SOLUTION",
      "1: a region outside of a function cannot become todo(); keep the declaration outside and mark only its body"
    ),
    (
      "struct S {\n  // BEGIN SOLUTION\n  var x = 1\n  // END SOLUTION\n}",
      "2: a region directly inside a struct cannot become todo(); keep the members outside and mark only their bodies"
    ),
    (
      "func f() {\n  // BEGIN SOLUTION\n  if x {\n  // END SOLUTION\n  }\n}",
      "4: the region opened in line 2 holds one half of a pair of braces or parentheses; "
        + "take both in or neither"
    ),
    (
      "func f() {\n  if x {\n  // BEGIN SOLUTION\n  a\n  } else {\n  b\n  // END SOLUTION\n  }\n}",
      "7: the region opened in line 3 holds one half of a pair of braces or parentheses; "
        + "take both in or neither"
    ),
  ])
  func `says which markers do not pair up`(solution: String, message: String) {
    #expect(failure(solution) == message)
  }

  @Test(arguments: [
    "struct S {\n  var x: Double {\n%\n  }\n}", "enum E {\n  static let x: Double = {\n%\n  }()\n}",
    "class C {\n  class func f() {\n%\n  }\n}", "extension Array {\n  subscript(a: Int) -> Int {\n%\n  }\n}",
    "func f() {\n  struct S { var x = 1 }\n%\n}", "func f() {\n  switch x {\n  case .class:\n%\n  }\n}",
    "protocol P {}\nextension P { func f() {\n%\n} }", "func f(_ a: Int,\n  b: Int) {\n%\n}",
    "func f() {\n  print(\"{ \\(g(\"}\")) {\")\n%\n}", "func f() { // {\n%\n}",
    "func f() {\n  let s = #\"\"\"\n { \" \"\"\"#\n%\n}",
  ])
  func `takes a region in any body`(frame: String) throws {
    let region = "// BEGIN SOLUTION\n  return { 1 }()\n// END SOLUTION"
    let starter = try Starter.derive(fromSolution: frame.replacing("%", with: region))
    #expect(starter == frame.replacing("%", with: "todo()") + "\n")
  }

  /// Solutions of random functions, some lines in a region and some outside.
  @Test func `has no line of the solution, and every line that stands outside`() throws {
    var random = SplitMix64(state: 7)
    for _ in 0..<100 {
      var lines: [String] = []
      var regions = 0
      for f in 0..<Int.random(in: 1...4, using: &random) {
        lines.append("func f\(f)() {")
        for _ in 0..<Int.random(in: 0...3, using: &random) { lines.append("  outside(\(lines.count))") }
        lines.append("  // BEGIN SOLUTION")
        for _ in 0..<Int.random(in: 0...5, using: &random) { lines.append("  secret { \(lines.count) }") }
        lines += ["  // END SOLUTION", "}"]
        regions += 1
      }
      let starter = try Starter.derive(fromSolution: lines.joined(separator: "\n") + "\n")
      let kept = starter.split(separator: "\n").map(String.init)
      #expect(!starter.contains("secret") && !starter.contains("SOLUTION"))
      #expect(kept.filter { $0 == "  todo()" }.count == regions)
      #expect(kept.filter { $0 != "  todo()" } == lines.filter { !$0.contains("secret") && !$0.contains("SOLUTION") })
    }
  }
}
