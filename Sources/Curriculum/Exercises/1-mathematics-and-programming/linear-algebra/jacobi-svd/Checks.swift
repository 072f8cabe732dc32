import Checking
import Glibc
import LabData

/// What the learner's `SVD` holds, or that of a variant.
struct SVD: Observable {
  var u: [[Double]]
  var sigma: [Double]
  var v: [[Double]]

  var observation: Observation { Observation(u.observation, sigma.observation, v.observation) }
}

struct NotFinite: Error {}

struct Submission {
  var jacobiSVD: Function<[[Double]], SVD>

  init(_ jacobiSVD: @escaping ([[Double]]) throws -> SVD) { self.jacobiSVD = .init(jacobiSVD) }
}

enum JacobiSVD: Checklist {
  static var checks: [Check<Submission>] {
    [
      // One rotation, some twenty roundings of numbers up to 3·√5.
      Check("gives the worked example") { s in
        guard let svd = expectSVD(of: [[3, 0], [4, 5]], "[[3, 0], [4, 5]]", by: s) else { return }
        expect(
          svd.sigma, equals: [3 * 5.0.squareRoot(), 5.0.squareRoot()], within: .rounding(operations: 20, scale: 6.8),
          "The lengths of (3, 9)/√2 and (3, −1)/√2, descending.", what: "sigma of [[3, 0], [4, 5]]")
        for (vector, right) in zip(svd.u + svd.v, [[1, 3], [3, -1], [1, 1], [1, -1]] as [[Double]]) {
          let length = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
          expect(
            vector, equalsUpToSign: right.map { $0 / length }, within: .rounding(operations: 20, scale: 1),
            "u[i] and v[i] are vectors, and belong to sigma[i].", what: "u[0], u[1], v[0] or v[1] of [[3, 0], [4, 5]]")
        }
      },
      // Rotations are orthogonal to rounding: the ratios and the threshold of LAPACK's tests.
      Check("puts matrices of every shape together again", cases: 2) { s, random in
        for (m, n) in [(1, 1), (3, 2), (5, 5), (7, 3), (3, 7), (13, 6), (1, 4), (4, 1)] {
          let a = (0..<m).map { _ in (0..<n).map { _ in Double.random(in: -1...1, using: &random) } }
          guard expectSVD(of: a, "a random \(m)×\(n) matrix", by: s) != nil else { return }
        }
      },
      Check("knows the golden ratio") { s in
        let golden = (1 + 5.0.squareRoot()) / 2
        for a in [[[1, 1], [0, 1]], [[1, 0], [1, 1]], [[0, 1], [-1, 1]]] as [[[Double]]] {
          guard let svd = expectSVD(of: a, "\(a.map { $0.map { Int($0) } })", by: s) else { return }
          expect(
            svd.sigma, equals: [golden, 1 / golden], within: .rounding(operations: 20, scale: golden),
            "σ₀·σ₁ = |det A| = 1 and σ₀² + σ₁² = 3.", what: "sigma of \(a.map { $0.map { Int($0) } })")
        }
      },
      // Demmel and Veselić: each σ to some m·ε·κ of itself, κ = 3.29 that of the columns in one unit.
      Check("keeps the digits of small singular values") { s in
        let base: [[Double]] = [[3, 1, -2, 1], [1, 4, 0, 2], [-1, 2, 5, 1], [2, 0, 1, 3], [0, -1, 1, 4]]
        let a = base.map { row in row.enumerated().map { j, x in x * pow(2, -20 * Double(j)) } }
        let what = "a 5×4 matrix whose columns are of size 1, 2⁻²⁰, 2⁻⁴⁰, 2⁻⁶⁰"
        guard let svd = expectSVD(of: a, what, by: s) else { return }
        expect(
          svd.sigma, equals: gradedValues, within: .ulps(30 * 5 * gradedCondition),
          "Aᵀ·A holds the squares: 2⁻¹²⁰ beside 1 is rounded away. Measure γ against these two columns alone.",
          what: "sigma of \(what)")
      },
      Check("finds zeros where the rank is short") { s in
        for (what, a, rank, first) in [
          ("a 4×3 matrix of ones", [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]], 1, 12.0.squareRoot()),
          ("a matrix with a column of zeros", [[3, 0], [4, 0], [12, 0]], 1, 13),
          ("[[7, 9], [0, 0]]", [[7, 9], [0, 0]], 1, 130.0.squareRoot()),
          ("[[3, 2, 0], [0, 0, 0], [0, 0, 0], [0, 0, 5]]", [[3, 2, 0], [0, 0, 0], [0, 0, 0], [0, 0, 5]], 2, 5),
          ("a matrix with a row of zeros", [[0, 0, 0], [2, 3, 6]], 1, 7),
          ("[[1, 2, 3], [4, 5, 6], [7, 8, 9]]", [[1, 2, 3], [4, 5, 6], [7, 8, 9]], 2, 16.84810335261421),
          ("a matrix of zeros", [[0, 0], [0, 0], [0, 0]], 0, 0),
        ] as [(String, [[Double]], Int, Double)] {
          guard let svd = expectSVD(of: a, what, by: s) else { return }
          let rounding = 30 * Double(a.count) * 0x1p-52 * first
          expect(
            svd.sigma.first ?? .nan, equals: first, within: .absolute(rounding), what: "the largest σ of \(what)")
          expect(
            "The σ beyond the rank, \(rank), of \(what)", svd.sigma.dropFirst(rank).max() ?? 0, atMost: rounding,
            "A column that depends on others is rotated to nothing, or to rounding. On one line with another it goes on "
              + "shrinking: from 2⁻⁵⁰⁰ of the longest on it is 0.")
        }
      },
      // Powers of two change no digit.
      Check("does not depend on the unit") { s in
        let a: [[Double]] = [[4, 1], [-2, 3], [5, -1]]
        guard let plain = expectSVD(of: a, "a 3×2 matrix", by: s) else { return }
        for unit in [0x1p700, 0x1p-700] {
          let what = "the same matrix in another unit, 10\(unit > 1 ? "²¹⁰" : "⁻²¹⁰"),"
          guard let svd = expectSVD(of: a.map { $0.map { $0 * unit } }, what, by: s) else { return }
          expect(
            svd.sigma.map { $0 / unit }, equals: plain.sigma, within: .rounding(operations: 90, scale: 8),
            "α and β are squares: bring the entries to size 1 first, and take no fixed threshold.",
            what: "sigma of \(what) in that unit,")
        }
      },
      // The means are rounded by 178·ε of columns up to 1700, so every entry by that at most, relative to σ₀ = 4200.
      Check("finds the spread of wine along its principal axes") { s in
        let a = try wine.get()
        guard let svd = expectSVD(of: a, "the centred measurements of 178 wines", by: s) else { return }
        expect(
          svd.sigma, equals: wineValues, within: .rounding(operations: 178 + 30 * 13, scale: 4200),
          "σₖ² divided by 177 is the variance along axis k, an eigenvalue of the covariance.",
          what: "sigma of the centred measurements of 178 wines")
      },
      Check("answers at the edges") { s in
        for a in [[], [[], [], []]] as [[[Double]]] {
          guard let none = answer("\(a)", { try s.jacobiSVD(a) }) else { return }
          expect(
            none.u.isEmpty && none.sigma.isEmpty && none.v.isEmpty, "jacobiSVD(\(a)) is not empty", "min(m, n) is 0.")
        }
        guard let one = expectSVD(of: [[-7]], "[[−7]]", by: s) else { return }
        expect(one.sigma, equals: [7], within: .ulps(4), "σ ≥ 0; the sign goes to u or v.", what: "sigma of [[−7]]")
        for a in [[[1, .nan], [3, 2]], [[.infinity, 1], [1, 0]], [[1, 0, .nan]]] as [[[Double]]] {
          expect(throws: NotFinite(), "Look at every entry before you start.") { try s.jacobiSVD(a) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the eigenvalues of Aᵀ·A",
        Submission(byNormalMatrix),
        """
        Aᵀ·A squares everything: beside σ₀² = 1 every σ² below 10⁻¹⁶ is rounded away, and σ below 10⁻⁸ with it. Rotate the \
        columns of A itself, and form only the three dot products.
        """),
      Misconception(
        "σ² for σ",
        submission { $0.length = { dot($0, $0) } },
        """
        ⟨x, x⟩ is the square of the length, an eigenvalue of Aᵀ·A. The singular value is its root.
        """),
      Misconception(
        "not sorted",
        submission { $0.sorted = { Array($0.indices) } },
        """
        Rotations leave the lengths in any order. Asked for is the descending one, u and v in the same order.
        """),
      Misconception(
        "ascending",
        submission { $0.sorted = { d in d.indices.sorted { d[$0] < d[$1] } } },
        """
        σ₀ is the largest. Programs that want the best approximation take the first few.
        """),
      Misconception(
        "the vectors left behind in sorting",
        submission { $0.sortsVectors = false },
        """
        You sort sigma and leave u and v in the old order. Sort indices, and take all three by them.
        """),
      Misconception(
        "U not normalised",
        submission { $0.normalises = false },
        """
        The rotated columns are σₖ·uₖ. Divide each by its length: u has length 1, and the length is in sigma.
        """),
      Misconception(
        "V not accumulated",
        submission { $0.vectors = .none },
        """
        V is still I. Every rotation of two columns of A is one of two columns of V as well: A·V is what you hold.
        """),
      Misconception(
        "V turned the other way",
        submission { $0.vectors = .inverse },
        """
        x ← c·x − s·y and v_p ← c·v_p − s·v_q: the same rotation for both, not its inverse.
        """),
      Misconception(
        "V's rows for its columns",
        submission { $0.returnsRows = true },
        """
        vₖ is column k of V. You return the rows: entry j of every vector belongs to vⱼ.
        """),
      Misconception(
        "one sweep only",
        submission { $0.mostSweeps = 1 },
        """
        A rotation spoils the right angles made before it. Go round again until a whole sweep finds nothing to do.
        """),
      Misconception(
        "no rotation for columns of equal length",
        submission { $0.tangent = { theta in theta == 0 ? 0 : (theta < 0 ? -1 : 1) / (abs(theta) + hypot(theta, 1)) } },
        """
        sign(0) = 0 makes t = 0 for α = β, and nothing happens. Just there the rotation is the largest, 45°: t = 1.
        """),
      Misconception(
        "an absolute threshold",
        submission { $0.bound = { _, _, _, _ in 1e-10 } },
        """
        γ = 10⁻²⁰ is much for columns of length 10⁻¹⁰: they are parallel. Only γ/(√α·√β), the cosine of the angle, says \
        how far they are from orthogonal.
        """),
      Misconception(
        "measured against the longest column",
        submission { $0.bound = { m, _, _, longest in Double(m) * 0x1p-52 * longest } },
        """
        Beside the longest column the angle between two short ones seems to be nothing, and the small σ stay mixed. Measure \
        γ against the lengths of these two.
        """),
      Misconception(
        "0/0 for σ = 0",
        submission { $0.dividesZero = true },
        """
        A column that vanished has no direction, and 0/0 is NaN. For σ = 0 return zeros.
        """),
      Misconception(
        "wide matrices not turned",
        submission { $0.turns = false },
        """
        For m < n you rotate n columns in m dimensions: at most m of them are left over, the others vanish. There are \
        min(m, n) singular values; decompose the transpose.
        """),
      Misconception(
        "u and v not exchanged for wide matrices",
        submission { $0.exchanges = false },
        """
        Aᵀ = Σ σₖ·vₖ·uₖᵀ: what you get for the transpose as u is v of A, and the other way round.
        """),
      Misconception(
        "squares out of range",
        submission { $0.scales = false },
        """
        α and β hold squares of the entries: ∞ for 10²⁰⁰ and 0 for 10⁻²⁰⁰. Divide by the largest entry first, and give the \
        unit back to sigma.
        """),
      Misconception(
        "NaN and infinity let through",
        submission { $0.refuses = false },
        """
        With a NaN in γ every comparison is false, so the loop rotates for ever or stops at once. Ask first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the angle by atan2",
        submission {
          $0.rotation = { alpha, beta, gamma in
            let angle = 0.5 * atan2(2 * gamma, beta - alpha)
            return (cos(angle), sin(angle))
          }
        }),
      Alternative("the longer column always first (de Rijk)", submission { $0.sortsOnTheWay = true }),
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
private func largest(_ a: [[Double]]) -> Double { a.joined().reduce(0) { max($0, abs($1)) } }
private func transposed(_ a: [[Double]]) -> [[Double]] { (a.first ?? []).indices.map { j in a.map { $0[j] } } }

/// What came; nil, and reported, if an error came.
private func answer(_ what: String, _ svd: () throws -> SVD) -> SVD? {
  do { return try svd() } catch {
    expect(false, "For \(what) jacobiSVD throws \(error)", "Every matrix of numbers has singular values.")
    return nil
  }
}

/// The largest |⟨xᵢ, xⱼ⟩ − δᵢⱼ|.
private func departure(_ x: [[Double]]) -> Double {
  var worst = 0.0
  for i in x.indices {
    for j in 0...i {
      let error = abs(dot(x[i], x[j]) - (i == j ? 1 : 0))
      if !(error <= worst) { worst = error }
    }
  }
  return worst
}

/// Expects orthonormal vectors, descending values and A as their sum; nil, and reported, if it is not so.
private func expectSVD(of a: [[Double]], _ what: String, by s: Submission) -> SVD? {
  let (m, n) = (a.count, a[0].count)
  let k = min(m, n)
  guard let svd = answer(what, { try s.jacobiSVD(a) }) else { return nil }
  let (u, sigma, v) = (svd.u, svd.sigma, svd.v)
  let hasShape =
    sigma.count == k && u.count == k && v.count == k && u.allSatisfy { $0.count == m } && v.allSatisfy { $0.count == n }
  expect(
    hasShape, "For \(what) there are not min(m, n) = \(k) values with vectors of \(m) numbers in u and \(n) in v",
    "For m < n decompose the transpose, and exchange u and v.")
  guard hasShape else { return nil }
  let isFinite = sigma.allSatisfy(\.isFinite)
  expect(
    isFinite, "For \(what) a number of sigma is NaN or infinite",
    "NaN comes of 0/0 and of ∞/∞: a rotation where γ is 0, or the squares of numbers about 10²⁰⁰.")
  guard isFinite else { return nil }
  let isDescending = sigma.allSatisfy { $0 >= 0 } && zip(sigma, sigma.dropFirst()).allSatisfy { $0 >= $1 }
  expect(isDescending, "For \(what) sigma is not descending and ≥ 0: \(sigma)", "Sort sigma, and u and v with it.")
  let size = Double(max(m, n)) * 0x1p-52
  let (rotated, turned) = m < n ? (v, u) : (u, v)  // what is divided by σ, and what is made of rotations
  let losses = [departure(zip(rotated, sigma).filter { $0.1 > 0 }.map(\.0)), departure(turned)]
  for (name, loss) in zip(m < n ? ["v (where σ > 0)", "u"] : ["u (where σ > 0)", "v"], losses) {
    expect(
      "The largest |⟨xᵢ, xⱼ⟩ − δᵢⱼ|/(max(m, n)·ε) among the \(name) of \(what)", loss / size, atMost: 30,
      "Both are orthonormal: one because the columns were rotated until they are, one because it is made of rotations.")
  }
  let hasZeros = zip(rotated, sigma).allSatisfy { vector, sigma in sigma > 0 || vector.allSatisfy { $0 == 0 } }
  expect(hasZeros, "For \(what) a \(m < n ? "v" : "u") whose σ is 0 is not zeros", "No direction is left to name.")
  let unit = largest(a) > 0 ? largest(a) : 1
  var (error, norm) = (0.0, 0.0)
  for i in 0..<m {
    for j in 0..<n {
      var rest = a[i][j] / unit
      norm += rest * rest
      for l in 0..<k { rest -= sigma[l] / unit * u[l][i] * v[l][j] }
      error += rest * rest
    }
  }
  let ratio = error == 0 ? 0 : (error / norm).squareRoot() / size
  expect(
    "‖A − Σ σₖ·uₖ·vₖᵀ‖_F/(max(m, n)·ε·‖A‖_F) for \(what)", ratio, atMost: 30, "The three parts do not make A again.")
  return isDescending && hasZeros && losses.allSatisfy { $0 <= 30 * size } && ratio <= 30 ? svd : nil
}

// MARK: - Reference and real data

/// From make_reference.py.
private let gradedValues = [
  3.8729833462076124,
  4.300355675528681e-06,
  4.136148245427074e-12,
  3.2369071674976448e-18,
]
private let gradedCondition = 3.29
private let wineValues = [
  4190.312249056642,
  174.75337526522,
  40.87231490280802,
  29.722695260568447,
  14.748071244123528,
  12.201159981475838,
  7.026970441284865,
  5.176338875093636,
  4.454338038196381,
  3.562493615389951,
  2.5789432446869,
  1.9312712933295832,
  1.2050126373172652,
]

/// The 13 measurements of 178 wines, each less its mean.
private let wine = Result {
  let csv = try Dataset("tabular/wine.csv").csv()
  let rows = try csv.numbers(Array(csv.columns.prefix(13)))
  let means = (0..<13).map { j in rows.reduce(0) { $0 + $1[j] } / Double(rows.count) }
  return rows.map { row in zip(row, means).map { $0 - $1 } }
}

// MARK: - Variants

/// One-sided Jacobi; each member can make it wrong in one place.
private struct Rules {
  enum Vectors { case none, right, inverse }

  var refuses = true
  var scales = true
  var turns = true
  var exchanges = true
  var mostSweeps = 30
  /// What |γ| may be, from m, α, β and the square of the longest column's length.
  var bound: (_ m: Int, _ alpha: Double, _ beta: Double, _ longest: Double) -> Double = { m, alpha, beta, _ in
    max(Double(m) * 0x1p-52 * alpha.squareRoot() * beta.squareRoot(), 0x1p-500 * max(alpha, beta))
  }
  var tangent: (_ theta: Double) -> Double = { theta in
    1 / (theta < 0 ? theta - hypot(theta, 1) : theta + hypot(theta, 1))
  }
  /// Cosine and sine from α, β and γ, if not by the tangent.
  var rotation: ((Double, Double, Double) -> (Double, Double))?
  var vectors = Vectors.right
  var returnsRows = false
  var length: ([Double]) -> Double = { dot($0, $0).squareRoot() }
  var normalises = true
  var dividesZero = false
  var sorted: ([Double]) -> [Int] = { d in d.indices.sorted { d[$0] > d[$1] } }
  var sortsVectors = true
  var sortsOnTheWay = false

  func svd(_ a: [[Double]]) throws -> SVD {
    let (m, n) = (a.count, a.first?.count ?? 0)
    if m < n, turns {
      let svd = try svd(transposed(a))
      return exchanges ? SVD(u: svd.v, sigma: svd.sigma, v: svd.u) : svd
    }
    if refuses, !a.joined().allSatisfy(\.isFinite) { throw NotFinite() }
    let size = scales && largest(a) > 0 ? largest(a) : 1
    var x = transposed(a).map { $0.map { $0 / size } }
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    let longest = x.reduce(0) { max($0, dot($1, $1)) }
    for _ in 0..<mostSweeps {
      var isLast = true
      for p in 0..<n {
        for q in p + 1..<n {
          if sortsOnTheWay, dot(x[p], x[p]) < dot(x[q], x[q]) {
            x.swapAt(p, q)
            v.swapAt(p, q)
          }
          let (alpha, beta, gamma) = (dot(x[p], x[p]), dot(x[q], x[q]), dot(x[p], x[q]))
          if abs(gamma) <= bound(m, alpha, beta, longest) { continue }
          isLast = false
          let t = tangent((beta - alpha) / (2 * gamma))
          let (c, s) = rotation?(alpha, beta, gamma) ?? (1 / (t * t + 1).squareRoot(), t / (t * t + 1).squareRoot())
          (x[p], x[q]) = turned(x[p], x[q], c, s)
          if vectors != .none { (v[p], v[q]) = turned(v[p], v[q], c, vectors == .right ? s : -s) }
        }
      }
      if isLast { break }
    }
    if returnsRows { v = transposed(v) }
    let shortest = 0x1p-500 * (x.map(length).max() ?? 0)
    let sigma = x.map(length).map { $0 > shortest ? $0 : 0 }
    let u = zip(x, sigma).map { x, sigma in
      x.map { !normalises ? $0 * size : sigma > 0 || dividesZero ? $0 / sigma : 0 }
    }
    let order = sorted(sigma)
    return SVD(
      u: sortsVectors ? order.map { u[$0] } : u, sigma: order.map { sigma[$0] * size },
      v: sortsVectors ? order.map { v[$0] } : v)
  }

  private func turned(_ x: [Double], _ y: [Double], _ c: Double, _ s: Double) -> ([Double], [Double]) {
    (zip(x, y).map { c * $0 - s * $1 }, zip(x, y).map { s * $0 + c * $1 })
  }
}

/// The right rules with one of them changed.
private func submission(_ change: (inout Rules) -> Void) -> Submission {
  var rules = Rules()
  change(&rules)
  return Submission { [rules] in try rules.svd($0) }
}

/// Through the eigenvectors of AᵀA, found by rotations of its rows and columns.
private func byNormalMatrix(_ a: [[Double]]) throws -> SVD {
  guard a.joined().allSatisfy(\.isFinite) else { throw NotFinite() }
  let (m, n) = (a.count, a.first?.count ?? 0)
  if m < n {
    let svd = try byNormalMatrix(transposed(a))
    return SVD(u: svd.v, sigma: svd.sigma, v: svd.u)
  }
  let size = largest(a) > 0 ? largest(a) : 1
  let columns = transposed(a).map { $0.map { $0 / size } }
  var d = columns.map { x in columns.map { dot(x, $0) } }
  var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
  let bound = 0x1p-52 * largest(d)
  for _ in 0..<30 where (0..<n).contains(where: { p in d[p][(p + 1)...].contains { abs($0) > bound } }) {
    for p in 0..<n {
      for q in p + 1..<n where d[p][q] != 0 {
        let angle = 0.5 * atan2(2 * d[p][q], d[q][q] - d[p][p])
        let (c, s) = (cos(angle), sin(angle))
        for k in 0..<n { (d[k][p], d[k][q]) = (c * d[k][p] - s * d[k][q], s * d[k][p] + c * d[k][q]) }
        for k in 0..<n {
          (d[p][k], d[q][k]) = (c * d[p][k] - s * d[q][k], s * d[p][k] + c * d[q][k])
          (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k])
        }
      }
    }
  }
  let sigma = (0..<n).map { max(d[$0][$0], 0).squareRoot() }
  let order = (0..<n).sorted { sigma[$0] > sigma[$1] }
  let u = order.map { j in
    (0..<m).map { i in
      sigma[j] > 0 ? (0..<n).reduce(0) { $0 + columns[$1][i] * v[j][$1] } / sigma[j] : 0
    }
  }
  return SVD(u: u, sigma: order.map { sigma[$0] * size }, v: order.map { v[$0] })
}
