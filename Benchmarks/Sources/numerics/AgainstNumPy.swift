import LabNumerics
import Measuring
import RealModule

/// LabNumerics against the quickest of NumPy's and SciPy's ways, on the same input, with one BLAS thread on both sides.
enum AgainstNumPy {
  static func measure<Scalar: LinearAlgebraScalar>(_: Scalar.Type, _ effort: Effort) throws -> Findings {
    let python = try Python()
    let sizes = [2, 4, 8, 16, 32, 64, 128, 256, 512] + (effort.isQuick ? [] : [1024, 2048])
    let operations = Operation<Scalar>.all
    var results = operations.map { _ in [Result]() }
    for n in sizes {
      tell("against NumPy, n = \(n)")
      let input = Input<Scalar>(n)
      try input.load(into: python)
      for (index, operation) in operations.enumerated() {
        results[index].append(try race(operation, input, python, effort))
      }
    }

    var findings = Findings()
    findings.add(
      "\(python.description). Of Python's statements the quickest is the opponent. Wanted: 0.9 everywhere, 5 for A·B, "
        + "A·x and solve up to n = 8, a geometric mean of 1.5. A: (n, n); least squares: (2n, n).")
    var ratios = Table(["Python's time over ours"] + operations.map(\.title))
    var times = Table(["ours, s"] + operations.map(\.title))
    for (place, n) in sizes.enumerated() {
      ratios.add(
        "n = \(n)",
        zip(operations, results).map { operation, results in
          .atLeast(operation.isQuick && n <= 8 ? 5 : 0.9, results[place].ratio, digits: 2)
        })
      times.add("n = \(n)", results.map { Table.Cell(scientific($0[place].ours)) })
    }
    let all = results.joined().map { Double.log($0.ratio) }
    var mean = Table("geometric mean (≥ 1.5)", "Python's time over ours")
    mean.add("of all \(all.count)", [.atLeast(1.5, .exp(all.reduce(0, +) / Double(all.count)), digits: 2)])
    findings.add(ratios)
    findings.add(mean)
    findings.add(times)
    var opponents = Table("opponent", "was the quickest at n =")
    for (operation, results) in zip(operations, results) {
      for statement in operation.statements {
        let won = zip(sizes, results).filter { $1.opponent == statement }.map { "\($0.0)" }
        if !won.isEmpty { opponents.add("`\(statement)`", [Table.Cell(won.joined(separator: ", "))]) }
      }
    }
    findings.add(opponents)
    return findings
  }

  private struct Result {
    let ours: Double
    let ratio: Double
    let opponent: String
  }

  private static func race<Scalar>(
    _ operation: Operation<Scalar>, _ input: Input<Scalar>, _ python: Python, _ effort: Effort
  ) throws -> Result {
    try compare(operation, input, python)
    let ours = Contender("ours") { try operation.ours(input) }
    var opponents = operation.statements.map(python.contender)
    // Those that have no chance of being the quickest do not take part in what takes seconds.
    if opponents.count > 1 {
      let scouts = try Race(opponents, rounds: input.isLarge ? 1 : 3, sample: effort.sample)
      let best = opponents.indices.map(scouts.median).min() ?? 0
      opponents = opponents.indices.filter { scouts.median($0) <= 1.3 * best }.map { opponents[$0] }
    }
    let rounds = input.isLarge ? 3 : effort.isQuick ? 9 : 21
    let race = try Race([ours] + opponents, rounds: rounds, sample: 2 * effort.sample)
    let best = (1...opponents.count).min { race.median($0) < race.median($1) } ?? 1
    return Result(ours: race.median(0), ratio: race.ratio(best, 0), opponent: opponents[best - 1].name)
  }

  /// Whoever is quicker has to have computed the same.
  private static func compare<Scalar>(
    _ operation: Operation<Scalar>, _ input: Input<Scalar>, _ python: Python
  ) throws {
    let ours = Double(try operation.value(input))
    for statement in input.isLarge ? Array(operation.statements.prefix(1)) : operation.statements {
      let theirs = try python.value(summary(operation, of: statement))
      // Well conditioned: some n rounding errors, of which √n remain when they are summed.
      let tolerance = 100 * Double(input.x.count).squareRoot() * Double(Scalar.ulpOfOne)
      guard abs(ours - theirs) <= tolerance * theirs else {
        throw Failure("\(operation.title), n = \(input.x.count): ours is \(ours), `\(statement)` is \(theirs)")
      }
    }
  }

  private static func summary<Scalar>(_ operation: Operation<Scalar>, of statement: String) -> String {
    "(lambda r: \(operation.summary))(\(statement))"
  }
}

/// Three digits, as in 1.23e-06.
func scientific(_ value: Double) -> String {
  let exponent = value == 0 ? 0 : Int(Double.log10(abs(value)).rounded(.down))
  let digits = fixed(value / .pow(10, exponent), digits: 2)
  return exponent == 0 ? digits : "\(digits)e\(exponent)"
}
