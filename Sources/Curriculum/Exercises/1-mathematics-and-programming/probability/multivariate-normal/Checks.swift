import Checking
import Glibc
import LabData

struct NotPositiveDefinite: Error {
  var minor: Int
}

/// The learner's distribution, under a name of its own.
struct Law {
  var mean: [Double]
  var covariance: [[Double]]
}

struct Submission {
  var logDensity: Function<Law, [Double], Double>
  var sample: Function<Law, [Double], [Double]>
  /// The mean, then the rows of the covariance.
  var conditional: Function<Law, [Int], [Double], [[Double]]>
}

enum MultivariateNormals: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let law = Law(mean: [0, 0], covariance: [[4, 2], [2, 5]])
        expect(
          try s.logDensity(law, [2, 5]), equals: -log(2 * .pi) - log(4) - 2.5, within: .ulps(16),
          "z = (1, 2) and det Σ = 16.")
        expect(try s.sample(law, [1, 2]), equals: [2, 5], "L·z with L = ((2, 0), (1, 2)).")
        expect(try s.conditional(law, [0], [2]), equals: [[1], [4]], "Mean 0 + 2·¼·2, variance 5 − 2·¼·2.")
      },
      // A stationary chain xᵢ = ρ·xᵢ₋₁ + noise has a density that can be written down: Σᵢⱼ = σ²·ρ^|i − j|,
      // det Σ = σ^(2d)·(1 − ρ²)^(d−1). κ ≤ ((1 + ρ)/(1 − ρ))² = 16 with ρ = 0.6.
      Check("survives where the determinant does not", cases: 2) { s, random in
        let (d, r) = (97, 0.6)
        for sigma in [1e-5, 1e-2, 1, 1e2, 1e5] {
          let covariance = (0..<d).map { i in (0..<d).map { j in sigma * sigma * pow(r, Double(abs(i - j))) } }
          let mean = (0..<d).map { Double($0 % 7) }
          let x = mean.map { $0 + sigma * normal(using: &random) }
          let y = zip(x, mean).map { ($0 - $1) / sigma }
          let jumps = zip(y, y.dropFirst()).reduce(0) { $0 + ($1.1 - r * $1.0) * ($1.1 - r * $1.0) }
          let square = y[0] * y[0] + jumps / (1 - r * r)
          let n = Double(d)
          let logDeterminant = 2 * n * log(sigma) + (n - 1) * log(1 - r * r)
          let expected = -(n * log(2 * .pi) + logDeterminant + square) / 2
          expect(
            try s.logDensity(Law(mean: mean, covariance: covariance), x), equals: expected,
            within: .absolute(30 * n * 0x1p-52 * 16 * (abs(logDeterminant) + square + n)),
            "det Σ is about 10^\(Int((logDeterminant / log(10)).rounded())). Add logarithms instead of multiplying.",
            what: "logDensity of a chain of 97 numbers with the standard deviation \(sigma)")
        }
      },
      Check("describes irises as SciPy does") { s in
        let (law, flowers) = try iris.get()
        for (index, logDensity) in scipyLogDensities {
          expect(
            try s.logDensity(law, flowers[index]), equals: logDensity, within: .absolute(irisShare),
            "In SciPy: multivariate_normal(mean, covariance).logpdf(x).", what: "logDensity of flower \(index)")
          let rest = try s.conditional(law, [0, 1, 2], Array(flowers[index].prefix(3)))
          let line = zip([1] + flowers[index].prefix(3), petalWidthLine).reduce(0) { $0 + $1.0 * $1.1 }
          expect(
            rest, equals: [[line], [0.036109380340454245]], within: .absolute(irisShare),
            "The conditional mean is the least-squares line of petal width on the other three.",
            what: "petal width of flower \(index), the other three known: mean and variance")
        }
      },
      // Exact: integers, with powers of two on the diagonal of L.
      Check("draws μ + L·z", cases: 2) { s, random in
        let l: [[Double]] = [[4, 0, 0, 0], [-1, 2, 0, 0], [2, 5, 1, 0], [7, -3, 4, 2]]
        let law = Law(mean: [10, 20, -30, 0], covariance: timesTransposed(l))
        let z = (0..<4).map { _ in Double(Int.random(in: -9...9, using: &random)) }
        let expected = l.indices.map { i in law.mean[i] + zip(l[i], z).reduce(0) { $0 + $1.0 * $1.1 } }
        expect(try s.sample(law, z), equals: expected, "Row i of L times z, plus μᵢ. L is lower triangular.")
        // The covariance of the draws: column by column of L, as z is a unit vector.
        let columns = try (0..<4).map { j in
          zip(try s.sample(law, (0..<4).map { $0 == j ? 1 : 0 }), law.mean).map { $0 - $1 }
        }
        let covariance = (0..<4).map { i in (0..<4).map { k in columns.reduce(0) { $0 + $1[i] * $1[k] } } }
        expect(
          covariance, equals: law.covariance, "Independent z with variance 1 must come out with the covariance Σ.",
          what: "the covariance of the draws")
      },
      // By the inverse Λ of Σ: the conditional covariance is Λ_AA⁻¹, the mean μ_A − Λ_AA⁻¹·Λ_AB·(b − μ_B).
      Check("conditions as the precision matrix does", cases: 4) { s, random in
        let d = 6
        let law = Law(
          mean: (0..<d).map { _ in Double.random(in: -2...2, using: &random) },
          covariance: positiveDefinite(d, using: &random))
        let order = Array(0..<d).shuffled(using: &random)
        for count in 1..<d {
          let (known, others) = (Array(order.prefix(count)), order.dropFirst(count).sorted())
          let values = known.map { _ in Double.random(in: -2...2, using: &random) }
          let precision = inverse(law.covariance)
          let covariance = inverse(others.map { a in others.map { precision[a][$0] } })
          let pull = others.map { a in
            zip(known, values).reduce(0) { $0 + precision[a][$1.0] * ($1.1 - law.mean[$1.0]) }
          }
          let mean = others.indices.map { i in
            law.mean[others[i]] - zip(covariance[i], pull).reduce(0) { $0 + $1.0 * $1.1 }
          }
          expect(
            try s.conditional(law, known, values), equals: [mean] + covariance,
            within: .absolute(share(law.covariance) * 8),
            "values[i] belongs to index known[i]; the others come in ascending order.",
            what: "mean and covariance of numbers \(others), given numbers \(known)")
        }
      },
      Check("the joint density is marginal times conditional", cases: 3) { s, random in
        let d = 5
        let law = Law(
          mean: (0..<d).map { _ in Double.random(in: -2...2, using: &random) },
          covariance: positiveDefinite(d, using: &random))
        let x = law.mean.map { $0 + normal(using: &random) }
        let known = [3, 0]
        let others = [1, 2, 4]
        let rest = try s.conditional(law, known, known.map { x[$0] })
        guard rest.count == 4, rest.allSatisfy({ $0.count == 3 }) else { return }
        let marginal = Law(
          mean: known.map { law.mean[$0] }, covariance: known.map { i in known.map { law.covariance[i][$0] } })
        let parts = [
          try s.logDensity(marginal, known.map { x[$0] }),
          try s.logDensity(Law(mean: rest[0], covariance: Array(rest.dropFirst())), others.map { x[$0] }),
        ]
        expect(
          try s.logDensity(law, x), equals: parts[0] + parts[1], within: .absolute(share(law.covariance) * 40),
          "p(x) = p(x_B)·p(x_A | x_B). Does logDensity hold d·ln 2π, the log determinant and the square, each halved?",
          what: "the log density of five numbers, against that of two plus that of three given the two,")
      },
      Check("answers at the edges") { s in
        let nothing = Law(mean: [], covariance: [])
        expect(try s.logDensity(nothing, []), equals: 0, "An empty sum.")
        expect(try s.sample(nothing, []), equals: [])
        let law = Law(mean: [1, 2], covariance: [[4, 2], [2, 5]])
        expect(
          try s.conditional(law, [], []), equals: [[1, 2], [4, 2], [2, 5]], "Nothing is known, nothing changes.")
        expect(try s.conditional(law, [1, 0], [7, 8]), equals: [[]], "Nothing is left: an empty mean, no rows.")
        expect(try s.logDensity(law, [1, .nan]), equals: .nan)
        expect(
          try s.logDensity(Law(mean: [3], covariance: [[4]]), [5]), equals: -(log(2 * .pi) + log(4) + 1) / 2,
          within: .ulps(8), "For d = 1 it is the normal density with σ = 2 at z = 1.")
        let indefinite = Law(mean: [0, 0, 0], covariance: [[1, 2, 0], [2, 1, 0], [0, 0, 1]])
        expect(throws: NotPositiveDefinite(minor: 2)) { try s.logDensity(indefinite, [0, 0, 0]) }
        expect(throws: NotPositiveDefinite(minor: 2)) { try s.sample(indefinite, [0, 0, 0]) }
        expect(throws: NotPositiveDefinite(minor: 2)) { try s.conditional(indefinite, [1, 0], [0, 0]) }
        expect(throws: NotPositiveDefinite(minor: 3)) { try s.conditional(indefinite, [2, 0, 1], [0, 0, 0]) }
        // Number 0 is number 1 doubled: Σ has no Cholesky factor, Σ_BB has, and the rest is certain.
        let doubled = Law(mean: [0, 0, 5], covariance: [[4, 2, 0], [2, 1, 0], [0, 0, 9]])
        expect(
          try s.conditional(doubled, [1], [3]), equals: [[6, 5], [0, 0], [0, 9]],
          "Only Σ_BB must be positive definite: what the known numbers decide has the variance 0.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the determinant before its logarithm",
        Way(logDeterminant: { l in log(l.indices.reduce(1) { $0 * l[$1][$1] * l[$1][$1] }) }).submission,
        """
        The product of 97 variances of 10⁻⁴ is 0 in a Double, and its logarithm −∞. The sum of their logarithms is \
        −893, an ordinary number: take the logarithm first.
        """),
      Misconception(
        "½ of the log determinant forgotten",
        Way(logDeterminant: { l in 4 * l.indices.reduce(0) { $0 + log(l[$1][$1]) } }).submission,
        """
        The density has √(det Σ) below the line, and det Σ is the product of the l_jj *squared*. ½·ln det Σ is \
        therefore Σ ln l_jj, once, not twice.
        """),
      Misconception(
        "the log determinant halved twice",
        Way(logDeterminant: { l in l.indices.reduce(0) { $0 + log(l[$1][$1]) } }).submission,
        """
        Σ ln l_jj is already half of ln det Σ. With the ½ in front of everything it is halved again.
        """),
      Misconception(
        "ln 2π once for all numbers",
        Way(constant: { _ in log(2 * .pi) }).submission,
        "Every dimension brings its factor 1/√(2π): d·ln 2π. With d = 1 nobody sees it."),
      Misconception(
        "no 2π",
        Way(constant: { _ in 0 }).submission,
        """
        Where only one covariance is compared with itself the constant drops out. As a log density, which is compared \
        across models and dimensions, it must be there: d·ln 2π.
        """),
      Misconception(
        "the distance not squared",
        Way(form: { z in z.reduce(0) { $0 + $1 * $1 }.squareRoot() }).submission,
        """
        ‖z‖ is Mahalanobis' distance; the exponent holds its square.
        """),
      Misconception(
        "Lᵀ for L in the density",
        Way(solve: { l, v in backward(transposed(l), v) }).submission,
        """
        Lᵀ·z = x − μ gives ‖z‖² = vᵀ·(L·Lᵀ with the factors exchanged)⁻¹·v. Σ⁻¹ = L⁻ᵀ·L⁻¹, so the solve with L comes \
        first, and its length is all that is needed.
        """),
      Misconception(
        "z·L for L·z",
        Way(root: transposed).submission,
        """
        Lᵀ·z has the covariance Lᵀ·L, another matrix with the same eigenvalues. Each draw is a row of L times z: \
        lᵢ₀·z₀ + … + lᵢᵢ·zᵢ.
        """),
      Misconception(
        "Σ for its root",
        Way(root: { timesTransposed($0) }).submission,
        """
        Σ·z has the covariance Σ², as 9·z has the variance 81. A draw takes the root of the variance, here L.
        """),
      Misconception(
        "variances without covariances in the draws",
        Way(root: { l in
          let a = timesTransposed(l)
          return a.indices.map { i in a.indices.map { $0 == i ? a[i][i].squareRoot() : 0 } }
        }).submission,
        """
        √Σᵢᵢ·zᵢ draws each number by itself: the spread is right, but they do not move together. That is what the \
        rest of L is for.
        """),
      Misconception(
        "conditional covariance without the correction",
        Way(corrects: false).submission,
        """
        Σ_AA is what is known of A without B. Knowing B can only help: Σ_AB·Σ_BB⁻¹·Σ_BA is explained by it and goes off.
        """),
      Misconception(
        "μ_B not subtracted",
        Way(centres: false).submission,
        """
        What moves the mean of A is how far b lies from *its* mean. With means of 0 nobody sees it.
        """),
      Misconception(
        "Σ_BB not inverted",
        Way(inverts: false).submission,
        """
        Σ_AB·(b − μ_B) is in the wrong unit (that of A times B squared). The slope of a regression is the covariance \
        *divided* by the variance of the known.
        """),
      Misconception(
        "all of Σ asked to be positive definite",
        Way(asksAll: true).submission,
        """
        Of Σ as a whole nothing is asked here: if some numbers are decided by others, Σ is singular, and yet those \
        others tell all about them. Only Σ_BB is factored.
        """),
      Misconception(
        "only the diagonal of Σ_BB inverted",
        Way(usesDiagonal: true).submission,
        """
        Each known number's slope by itself counts twice what two of them say together. They are correlated: solve \
        with all of Σ_BB.
        """),
      Misconception(
        "the known in ascending order, the values as they came",
        Way(sortsKnown: true).submission,
        """
        You sorted the indices, but not the values with them, so number 3 gets the value of number 0. Keep known in \
        the order given.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "with the inverse of Σ_BB, and −½·ln det apart",
        Way(solvesByInverse: true).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// 30·d·ε·κ of the largest variance: the backward error of a Cholesky solve, n·ε, amplified by κ, which is the trace at
/// most as all eigenvalues are 1 or more.
private func share(_ covariance: [[Double]]) -> Double {
  let trace = covariance.indices.reduce(0) { $0 + covariance[$1][$1] }
  return 30 * Double(covariance.count) * 0x1p-52 * trace * (covariance.indices.map { covariance[$0][$0] }.max() ?? 0)
}

/// κ of the irises' covariance is 178, the squares are below 20, and the covariance itself is rounded by 150·ε.
private let irisShare: Double = (30 * 4 + 150) * 178 * 20 * 0x1p-52

private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

/// M·Mᵀ + I with M normal: eigenvalues of 1 and more.
private func positiveDefinite(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  let m = (0..<n).map { _ in (0..<n).map { _ in normal(using: &random) } }
  var a = timesTransposed(m)
  for i in 0..<n { a[i][i] += 1 }
  return a
}

/// M·Mᵀ.
private func timesTransposed(_ m: [[Double]]) -> [[Double]] {
  m.map { row in m.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } } }
}

private func transposed(_ a: [[Double]]) -> [[Double]] { a.indices.map { j in a.map { $0[j] } } }

/// By Gauss and Jordan, without pivoting: for positive definite matrices.
private func inverse(_ a: [[Double]]) -> [[Double]] {
  let n = a.count
  var rows = a.indices.map { i in a[i] + a.indices.map { $0 == i ? 1.0 : 0 } }
  for k in 0..<n {
    let pivot = rows[k][k]
    rows[k] = rows[k].map { $0 / pivot }
    for i in 0..<n where i != k {
      let factor = rows[i][k]
      for j in k..<(2 * n) { rows[i][j] -= factor * rows[k][j] }
    }
  }
  return rows.map { Array($0.suffix(n)) }
}

/// By SciPy, see make_reference.py.
private let scipyLogDensities = [
  (0, -1.6133761387791432), (41, -6.258156568119775), (106, -5.615044368221602), (149, -2.2855265925887114),
]

/// Intercept and slopes of petal width on sepal length, sepal width and petal length.
private let petalWidthLine = [
  -0.24030738911225488, -0.20726607375742695, 0.22282854386093, 0.5240831147784293,
]

/// The flowers' mean and covariance (n − 1), and the flowers: four lengths in cm each.
private let iris = Result {
  let table = try Dataset("tabular/iris.csv").csv()
  let flowers = try table.numbers(Array(table.columns.prefix(4)))
  let n = Double(flowers.count)
  let mean = (0..<4).map { j in flowers.reduce(0) { $0 + $1[j] } / n }
  let covariance = (0..<4).map { i in
    (0..<4).map { j in flowers.reduce(0) { $0 + ($1[i] - mean[i]) * ($1[j] - mean[j]) } / (n - 1) }
  }
  return (Law(mean: mean, covariance: covariance), flowers)
}

// MARK: - Right and wrong ways

/// The three methods as a set of choices; untouched, they are the right ones.
private struct Way {
  var logDeterminant: ([[Double]]) -> Double = { l in 2 * l.indices.reduce(0) { $0 + log(l[$1][$1]) } }
  /// From d.
  var constant: (Double) -> Double = { $0 * log(2 * .pi) }
  /// From z.
  var form: ([Double]) -> Double = { z in z.reduce(0) { $0 + $1 * $1 } }
  var solve: ([[Double]], [Double]) -> [Double] = forward
  /// What is multiplied by z, from L.
  var root: ([[Double]]) -> [[Double]] = { $0 }
  var corrects = true
  var centres = true
  var inverts = true
  var usesDiagonal = false
  var sortsKnown = false
  var asksAll = false
  var solvesByInverse = false

  private func logDensity(_ law: Law, _ x: [Double]) throws -> Double {
    let l = try factor(law.covariance)
    let v = zip(x, law.mean).map { $0 - $1 }
    let square =
      solvesByInverse
      ? zip(v, inverse(law.covariance)).reduce(0) { sum, pair in
        sum + pair.0 * zip(pair.1, v).reduce(0) { $0 + $1.0 * $1.1 }
      } : form(solve(l, v))
    return -0.5 * logDeterminant(l) - 0.5 * (constant(Double(law.mean.count)) + square)
  }

  private func sample(_ law: Law, _ z: [Double]) throws -> [Double] {
    let root = root(try factor(law.covariance))
    return zip(law.mean, root).map { mean, row in mean + zip(row, z).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private func conditional(_ law: Law, _ given: [Int], _ values: [Double]) throws -> [[Double]] {
    let known = sortsKnown ? given.sorted() : given
    let others = law.mean.indices.filter { !known.contains($0) }
    let block = known.map { i in known.map { i == $0 || !usesDiagonal ? law.covariance[i][$0] : 0 } }
    _ = try factor(asksAll ? law.covariance : block)
    let right = inverts ? inverse(block) : block.indices.map { i in block.indices.map { $0 == i ? 1 : 0 } }
    let shift = zip(known, values).map { $1 - (centres ? law.mean[$0] : 0) }
    // Σ_AB·Σ_BB⁻¹, a row for each of the others.
    let gain = others.map { a in
      known.indices.map { j in known.indices.reduce(0) { $0 + law.covariance[a][known[$1]] * right[$1][j] } }
    }
    let mean = zip(others, gain).map { a, row in law.mean[a] + zip(row, shift).reduce(0) { $0 + $1.0 * $1.1 } }
    let covariance = zip(others, gain).map { a, row in
      others.map { b in
        law.covariance[a][b] - (corrects ? zip(row, known).reduce(0) { $0 + $1.0 * law.covariance[$1.1][b] } : 0)
      }
    }
    return [mean] + covariance
  }

  var submission: Submission {
    Submission(logDensity: .init(logDensity), sample: .init(sample), conditional: .init(conditional))
  }
}

private func factor(_ a: [[Double]]) throws -> [[Double]] {
  var l = a.map { $0.map { _ in 0.0 } }
  for i in a.indices {
    for j in 0..<i { l[i][j] = (a[i][j] - (0..<j).reduce(0) { $0 + l[i][$1] * l[j][$1] }) / l[j][j] }
    let pivot = a[i][i] - (0..<i).reduce(0) { $0 + l[i][$1] * l[i][$1] }
    guard pivot > 0 else { throw NotPositiveDefinite(minor: i + 1) }
    l[i][i] = pivot.squareRoot()
  }
  return l
}

private func forward(_ l: [[Double]], _ b: [Double]) -> [Double] {
  var z = b
  for i in z.indices {
    for k in 0..<i { z[i] -= l[i][k] * z[k] }
    z[i] /= l[i][i]
  }
  return z
}

private func backward(_ u: [[Double]], _ b: [Double]) -> [Double] {
  var x = b
  for i in x.indices.reversed() {
    for k in (i + 1)..<x.count { x[i] -= u[i][k] * x[k] }
    x[i] /= u[i][i]
  }
  return x
}
