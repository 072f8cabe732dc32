import LabNumerics
import Measuring

/// Sparse matrices of about a million elements against SciPy's.
enum Sparse {
  static func measure(_ effort: Effort) throws -> Findings {
    let python = try Python()
    var table = Table("SciPy's time over ours (≥ 1)", "Double", "Float")
    for (name, shape, places) in patterns() {
      let double = try ratios(Double.self, name, shape, places, python, effort)
      let float = try ratios(Float.self, name, shape, places, python, effort)
      for ((title, ratio), (_, floatRatio)) in zip(double, float) {
        table.add("\(name), \(title)", [.atLeast(1, ratio, digits: 2), .atLeast(1, floatRatio, digits: 2)])
      }
    }
    var findings = Findings()
    findings.add("\(python.description). SciPy leaves the columns of `a @ a.T` unsorted, ours ascend.")
    findings.add(table)
    return findings
  }

  private typealias Places = [(row: Int, column: Int)]

  /// A graph's edges anywhere, eleven diagonals, and 2000 texts of 300 words, few of them often.
  private static func patterns() -> [(name: String, shape: (Int, Int), places: Places)] {
    var generator = SplitMix64(seed: 7)
    let n = 100_000
    let edges = (0..<1_000_000).map { _ in
      (row: generator.uniformInteger(below: n), column: generator.uniformInteger(below: n))
    }
    let diagonals = (0..<n).flatMap { i in (max(0, i - 5)...min(n - 1, i + 5)).map { (row: i, column: $0) } }
    let words = (0..<600_000).map { k in
      let share: Double = generator.uniform()
      return (row: k / 300, column: Int(50_000 * share * share * share * share))
    }
    return [("edges", (n, n), edges), ("diagonals", (n, n), diagonals), ("words", (2000, 50_000), words)]
  }

  private static func ratios<Scalar: LinearAlgebraScalar>(
    _: Scalar.Type, _ name: String, _ shape: (Int, Int), _ places: Places, _ python: Python, _ effort: Effort
  ) throws -> [(title: String, ratio: Double)] {
    let (m, n) = shape
    var generator = SplitMix64(seed: 8)
    let v = Vector<Scalar>.randomUniform(places.count, in: 0..<1, using: &generator)
    let x = Vector<Scalar>.randomUniform(n, in: 0..<1, using: &generator)
    let y = Vector<Scalar>.randomUniform(m, in: 0..<1, using: &generator)
    try python.load("i", Vector<Double>(count: places.count) { Double(places[$0].row) })
    try python.load("j", Vector<Double>(count: places.count) { Double(places[$0].column) })
    try python.load("v", v)
    try python.load("x", x)
    try python.load("y", y)
    let triplets = places.indices.map { (row: places[$0].row, column: places[$0].column, value: v[$0]) }
    let a = SparseMatrix(rows: m, columns: n, triplets: triplets)
    _ = try python.value("(coo := ss.coo_array((v, (i.astype('i4'), j.astype('i4'))), shape=(\(m), \(n)))).nnz")
    let stored = try python.value("(a := coo.tocsr()).nnz")
    guard Int(stored) == a.storedCount else { throw Failure("SciPy stores \(stored), not \(a.storedCount)") }
    let functions: [(statement: String, ours: () -> Void)] = [
      ("coo.tocsr()", { keep(SparseMatrix(rows: m, columns: n, triplets: triplets)) }),
      ("a.T.tocsr()", { keep(a.transposed()) }),
      ("a @ x", { keep(a • x) }),
      ("a.T @ y", { keep(y • a) }),
      ("a + a", { keep(a + a) }),
      ("a @ a.T", { keep(a • a.transposed()) }),
    ]
    return try functions.map { statement, ours in
      tell("sparse, \(name), \(statement), \(Scalar.self)")
      let race = try Race(
        [Contender("ours", ours), python.contender(statement)], rounds: min(9, effort.rounds),
        sample: 4 * effort.sample)
      return ("`\(statement)`", race.ratio(1, 0))
    }
  }
}
