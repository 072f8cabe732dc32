import Testing

@testable import Grading

/// Each trap names the learner's line and the reason in words; the other checks are judged all the same.
@Suite struct CrashTests {
  @Test(arguments: [
    ("let y = x[x.count + 1]\n  return y", 2, "index out of range"),
    ("let n = Int.max\n  return Double(n + x.count + 1)", 3, "integer overflow: the result does not fit in an Int"),
    ("let m = x.max()\n  return m!", 3, "a nil was unwrapped with !"),
    (
      "let n = Int(Double.nan)\n  return Double(n)", 2, "a value that is NaN, infinite or too large was made an integer"
    ),
    (
      "let n = Int((x.first ?? 1e300) * 1e300)\n  return Double(n)", 2,
      "a value that is NaN, infinite or too large was made an integer"
    ),
    ("return Double(UInt8(1000 * (x.count + 1)))", 2, "an integer was made one of a type that is too small for it"),
    ("let y: Any = x\n  return y as! Double", 3, "as! found a value of type Array<Double>, not of type Double"),
    ("return x[(x.count + 1)..<x.count].first ?? 0", 2, "a range whose end is before its beginning"),
    ("return Double(3 / x.count)", 2, "division of an Int by zero"),
  ])
  func `a trap names its line and its reason`(body: String, line: Int, reason: String) throws {
    let verdict = try Fixture.judge(
      "func mean(_ x: [Double]) -> Double {\n  \(body)\n}".replacing("x.max()", with: "x.max() // nil if empty"))
    let crash = verdict.checks.compactMap { if case .crashed(let crash) = $0.outcome { crash } else { nil } }.first
    #expect(crash?.reason == reason)
    #expect(crash?.line == line)
    #expect(!verdict.outcomes.contains("notReached"))
  }

  /// Changing an element in place runs through an accessor whose call has no line without optimisation.
  @Test(arguments: [
    "y[n] += 1", "y[-n] = 1", "rows[n][0] += 1", "rows[0][n] = 1", "rows[n].append(1)",
    "counts[n][3, default: 0] += 1", "y.swapAt(0, n)",
  ])
  func `an element changed in place names its line, not that of the call`(statement: String) throws {
    let verdict = try Fixture.judge(
      """
      func put(_ n: Int) -> Double {
        var (y, rows, counts) = ([0.0], [[0.0]], [[3: 0.0]])
        \(statement)
        return y[0] + rows[0][0] + (counts[0][3] ?? 0)
      }
      func mean(_ x: [Double]) -> Double {
        x.isEmpty ? 0 : put(x.count + 1)
      }
      """)
    let crash = verdict.checks.compactMap { if case .crashed(let crash) = $0.outcome { crash } else { nil } }.first
    #expect(crash?.line == 3)
    #expect(crash?.reason.hasPrefix("index out of range") == true, "\(crash?.reason ?? "no crash")")
  }

  @Test func `so it does in an initialiser of a type`() throws {
    let verdict = try Fixture.judge(
      """
      struct Rows {
        let values: [[Int: Double]]
        init(count: Int, entries: [(row: Int, column: Int)]) throws {
          var rows = [[Int: Double]](repeating: [:], count: count)
          for (k, entry) in entries.enumerated() where k >= 0 {
            rows[entry.row][entry.column, default: 0] += 1
          }
          values = rows
        }
      }
      func mean(_ x: [Double]) -> Double {
        let rows = try? Rows(count: x.count, entries: [(0, 0), (-x.count, 1)])
        return rows?.values[0][0] ?? 0
      }
      """)
    let crash = verdict.checks.compactMap { if case .crashed(let crash) = $0.outcome { crash } else { nil } }.first
    #expect(crash?.line == 6)
    #expect(crash?.reason.hasPrefix("index out of range") == true, "\(crash?.reason ?? "no crash")")
  }

  @Test func `an endless recursion is called by its name`() throws {
    let verdict = try Fixture.judge(
      """
      func depth(_ n: Int) -> Int { n == -1 ? 0 : 1 + depth(n + 1) + depth(n + 2) }
      func mean(_ x: [Double]) -> Double { x.isEmpty ? Double(depth(1)) : x.reduce(0, +) / Double(x.count) }
      """)
    guard case .crashed(let crash) = verdict.checks[1].outcome else {
      Issue.record("the check must crash: \(verdict.outcomes)")
      return
    }
    #expect(crash.reason == "stack overflow: the function calls itself without end")
    #expect(crash.line == 1)
    #expect(verdict.outcomes == ["passed", "crashed", "passed"])
  }
}
