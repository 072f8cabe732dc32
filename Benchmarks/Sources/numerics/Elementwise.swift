import LabNumerics
import Measuring

/// Elementwise functions of a million numbers against NumPy's.
enum Elementwise {
  static func measure(_ effort: Effort) throws -> Findings {
    let python = try Python()
    var table = Table("10⁶ numbers, NumPy's time over ours (≥ 1)", "Double", "Float")
    let double = try ratios(Double.self, python, effort)
    let float = try ratios(Float.self, python, effort)
    for ((title, ratio), (_, floatRatio)) in zip(double, float) {
      table.add(title, [.atLeast(1, ratio, digits: 2), .atLeast(1, floatRatio, digits: 2)])
    }
    var findings = Findings()
    findings.add("\(python.description).")
    findings.add(table)
    return findings
  }

  private static func ratios<Scalar: LinearAlgebraScalar>(
    _: Scalar.Type, _ python: Python, _ effort: Effort
  ) throws -> [(title: String, ratio: Double)] {
    let n = 1_000_000
    var generator = SplitMix64(seed: 6)
    let x = Vector<Scalar>.randomUniform(n, in: 0.5..<4, using: &generator)
    let y = Vector<Scalar>.randomUniform(n, in: 0.5..<4, using: &generator)
    try python.load("x", x)
    try python.load("y", y)
    try python.load("out", y)
    var result = Vector<Scalar>.zeros(n)
    // A function more is a line more. NumPy writes into memory at hand where ours does.
    let functions: [(statement: String, ours: () -> Void)] = [
      ("np.exp(x, out=out)", { exp(x, result: &result) }),
      ("np.log(x, out=out)", { log(x, result: &result) }),
      ("np.tanh(x, out=out)", { tanh(x, result: &result) }),
      ("np.sqrt(x, out=out)", { sqrt(x, result: &result) }),
      ("np.power(x, 2.5, out=out)", { pow(x, 2.5, result: &result) }),
      ("x + y", { keep(x + y) }),
      ("x * y", { keep(x * y) }),
      ("x / y", { keep(x / y) }),
      ("x.sum()", { keep(x.sum()) }),
      ("x.mean()", { keep(x.mean()) }),
      ("x.var(ddof=1)", { keep(x.variance()) }),
    ]
    return try functions.map { statement, ours in
      tell("elementwise, \(statement), \(Scalar.self)")
      let race = try Race(
        [Contender("ours", ours), python.contender(statement)], rounds: effort.rounds, sample: 4 * effort.sample)
      return ("`\(statement)`", race.ratio(1, 0))
    }
  }
}
