import Checking
import Glibc
import LabData

/// What the learner's `Eigen` holds, or that of a variant.
struct Eigen: Observable {
  var values: [Double]
  var vectors: [[Double]]
  var sweeps: Int

  /// Of the sweeps only whether they are few: two programs may stop one apart.
  var observation: Observation {
    Observation(values.observation, vectors.observation, (sweeps <= mostSweeps).observation)
  }
}

struct NotFinite: Error {}

struct Submission {
  var jacobiEigen: Function<[[Double]], Eigen>

  init(_ jacobiEigen: @escaping ([[Double]]) throws -> Eigen) { self.jacobiEigen = .init(jacobiEigen) }
}

enum JacobiEigenvalues: Checklist {
  static var checks: [Check<Submission>] {
    [
      // One rotation, some ten roundings of numbers up to 3.
      Check("gives the worked example") { s in
        guard let eigen = expectEigen(of: [[1, 2], [2, -2]], "[[1, 2], [2, −2]]", by: s) else { return }
        expect(
          eigen.values, equals: [2, -3], within: .rounding(operations: 16, scale: 3), "t = −1/2: 1 − t·2 and −2 + t·2.",
          what: "the eigenvalues of [[1, 2], [2, −2]]")
        for (vector, right) in zip(eigen.vectors, [[2, 1], [-1, 2]] as [[Double]]) {
          expect(
            vector, equalsUpToSign: right.map { $0 / 5.0.squareRoot() }, within: .rounding(operations: 16, scale: 1),
            "vectors[k] is the k-th eigenvector, n numbers.", what: "the eigenvector of [[1, 2], [2, −2]]")
        }
      },
      // Each sweep is backward stable: LAPACK's ratios for its eigenvalue drivers, and its threshold.
      Check("finds orthonormal eigenvectors of symmetric matrices", cases: 2) { s, random in
        for n in [1, 2, 3, 7, 13] {
          let half = (0..<n).map { _ in (0..<n).map { _ in Double.random(in: -1...1, using: &random) } }
          let a = (0..<n).map { i in (0..<n).map { j in i >= j ? half[i][j] : half[j][i] } }
          guard expectEigen(of: a, "a random symmetric \(n)×\(n) matrix", by: s) != nil else { return }
        }
      },
      // Weyl: eigenvalues move by no more than the norm of the error, n·ε·‖A‖_F with ‖A‖_F ≤ √(6·n).
      Check("knows the spectrum of a path") { s in
        for n in [2, 5, 11] {
          let a = (0..<n).map { i in (0..<n).map { j in i == j ? 2.0 : abs(i - j) == 1 ? -1 : 0 } }
          let what = "the \(n)×\(n) matrix with −1, 2, −1 along its diagonal"
          guard let eigen = expectEigen(of: a, what, by: s) else { return }
          expect(
            eigen.values, equals: (1...n).reversed().map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) },
            within: .rounding(operations: 30 * n, scale: Double(6 * n).squareRoot()),
            "λₖ = 2 − 2·cos(kπ/(n + 1)), k = n, …, 1. All diagonal entries are equal: θ is 0 at first.",
            what: "the eigenvalues of \(what)")
        }
      },
      Check("stands equal eigenvalues") { s in
        let ones = [[Double]](repeating: [1, 1, 1, 1, 1], count: 5)
        let mirror: [[Double]] = [[1, -2, -2], [-2, 1, -2], [-2, -2, 1]]  // 3·(I − 2·u·uᵀ), u = (1, 1, 1)/√3
        for (what, a, values) in [
          ("a matrix of ones", ones, [5, 0, 0, 0, 0]), ("[[1, −2, −2], [−2, 1, −2], [−2, −2, 1]]", mirror, [3, 3, -3]),
          ("[[0, 1], [1, 0]]", [[0, 1], [1, 0]], [1, -1]), ("a matrix of zeros", [[0, 0], [0, 0]], [0, 0]),
        ] as [(String, [[Double]], [Double])] {
          guard let eigen = expectEigen(of: a, what, by: s) else { return }
          expect(
            eigen.values, equals: values, within: .rounding(operations: 30 * a.count, scale: frobenius(a)),
            "a_pp = a_qq makes θ zero, and t = 1: a rotation by 45°.", what: "the eigenvalues of \(what)")
        }
      },
      Check("sorts a diagonal exactly, with its vectors") { s in
        let a: [[Double]] = [[3, 0, 0, 0], [0, -7, 0, 0], [0, 0, 5, 0], [0, 0, 0, -1]]
        guard let eigen = answer("diag(3, −7, 5, −1)", { try s.jacobiEigen(a) }) else { return }
        expect(
          eigen.values, equals: [5, 3, -1, -7], "Descending: by value, not by magnitude. Nothing is to be rotated.",
          what: "the eigenvalues of diag(3, −7, 5, −1)")
        expect(
          eigen.vectors.map { $0.map { abs($0) } },
          equals: [[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]],
          "vectors[0] belongs to 5, which stands in row 2.", what: "the magnitudes in the vectors of diag(3, −7, 5, −1)"
        )
        expect(
          eigen.sweeps, equals: 0, "Look first, then sweep: nothing here exceeds the threshold.",
          what: "the sweeps for diag(3, −7, 5, −1)")
      },
      Check("goes on until all that counts is gone") { s in
        let far: [[Double]] = [[1, 0, 2], [0, 5, 0], [2, 0, -2]]
        if let eigen = expectEigen(of: far, "[[1, 0, 2], [0, 5, 0], [2, 0, −2]]", by: s) {
          expect(
            eigen.values, equals: [5, 2, -3], within: .rounding(operations: 90, scale: frobenius(far)),
            "The example with an axis of its own between. Its 2 does not stand beside the diagonal.",
            what: "the eigenvalues of [[1, 0, 2], [0, 5, 0], [2, 0, −2]]")
        }
        let near: [[Double]] = [[1, 0x1p-50], [0x1p-50, 1]]
        if let eigen = expectEigen(of: near, "[[1, 4·ε], [4·ε, 1]]", by: s) {
          expect(
            eigen.sweeps > 0, "For [[1, 4·ε], [4·ε, 1]] no sweep is made",
            "4·ε exceeds ε times the largest entry. The vectors are (1, 1)/√2 and (1, −1)/√2, nowhere near the axes.")
        }
      },
      // Powers of two change no digit.
      Check("does not depend on the unit") { s in
        let a: [[Double]] = [[4, 1, -2], [1, 0, 3], [-2, 3, -5]]
        guard let plain = expectEigen(of: a, "a 3×3 matrix", by: s) else { return }
        for unit in [0x1p700, 0x1p-700] {
          let what = "the same matrix in another unit, 10\(unit > 1 ? "²¹⁰" : "⁻²¹⁰")"
          guard let eigen = expectEigen(of: a.map { $0.map { $0 * unit } }, what, by: s) else { return }
          expect(
            eigen.values.map { $0 / unit }, equals: plain.values, within: .rounding(operations: 90, scale: 8),
            "Small is what is small beside the largest entry: no fixed threshold, no squares of the entries.",
            what: "the eigenvalues of \(what), in that unit,")
        }
      },
      // 178 wines; the covariance is rounded by 178·ε of its entries, ‖A‖ ≤ 10⁵, and n·30·ε·‖A‖ more is allowed.
      Check("finds the variances of wine along its principal axes") { s in
        let a = try wineCovariance.get()
        guard let eigen = expectEigen(of: a, "the covariance of wine", by: s) else { return }
        expect(
          eigen.values, equals: wineEigenvalues, within: .rounding(operations: 178 + 30 * 13, scale: 1e5),
          "mpmath's eigenvalues, from exact decimals.", what: "the eigenvalues of the covariance of wine")
      },
      Check("answers at the edges") { s in
        guard let none = answer("an empty matrix", { try s.jacobiEigen([]) }) else { return }
        expect(none.values.isEmpty && none.vectors.isEmpty, "jacobiEigen([]) is not empty")
        guard let one = answer("[[−7]]", { try s.jacobiEigen([[-7]]) }) else { return }
        expect(one.values, equals: [-7], what: "the eigenvalue of [[−7]]")
        expect(one.vectors.map { $0.map { abs($0) } }, equals: [[1]], what: "the magnitude of the vector of [[−7]]")
        for a in [[[1, .nan], [.nan, 2]], [[.infinity, 1], [1, 0]], [[1, 0], [0, .nan]]] as [[[Double]]] {
          expect(throws: NotFinite(), "Look at every entry before you start.") { try s.jacobiEigen(a) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the angle with the wrong sign",
        submission { $0.sine = { -$0 } },
        """
        With −s for s the entry a_pq does not become 0, it grows to double. Check one rotation of the example by hand: \
        first A·J, then Jᵀ·(A·J).
        """),
      Misconception(
        "the 2 left out of θ",
        submission { $0.factor = 1 },
        """
        θ = (a_qq − a_pp)/(2·a_pq). Without the 2 the angle is wrong and a_pq does not become 0. Every rotation keeps the \
        eigenvalues, so repetition still ends, after many more sweeps: a wrong formula can hide behind a loop.
        """),
      Misconception(
        "V not updated",
        submission { $0.vectors = .none },
        """
        The eigenvalues are right, but the vectors are still the axes. Every rotation turns V as well: V ← V·J.
        """),
      Misconception(
        "V turned the other way",
        submission { $0.vectors = .inverse },
        """
        You collect Jᵀ instead of J. With A ← Jᵀ·A·J the eigenvectors are the columns of J₁·J₂·…, so V ← V·J.
        """),
      Misconception(
        "V's rows for its columns",
        submission { $0.returnsRows = true },
        """
        The eigenvectors are the columns of V. You return its rows: entry j of every vector belongs to eigenvector j. It \
        is easiest to keep V transposed from the beginning.
        """),
      Misconception(
        "one sweep only",
        submission { $0.mostSweeps = 1 },
        """
        A rotation spoils the zeros made before it, so one round through all pairs is not the end. Go round again until \
        everything off the diagonal is negligible.
        """),
      Misconception(
        "columns rotated, rows not",
        submission { $0.rotatesRows = false },
        """
        A·J has other eigenvalues than A. Only with the transpose from the left, Jᵀ·A·J, does the matrix stay symmetric and \
        keep its eigenvalues.
        """),
      Misconception(
        "the second entry from the new first",
        submission { $0.usesNew = true },
        """
        (x, y) becomes (c·x − s·y, s·x + c·y), both from the old x and y. You overwrite x and use it for y.
        """),
      Misconception(
        "no rotation for equal diagonal entries",
        submission { $0.tangent = { theta in theta == 0 ? 0 : (theta < 0 ? -1 : 1) / (abs(theta) + hypot(theta, 1)) } },
        """
        sign(0) = 0 makes t = 0 for a_pp = a_qq, and nothing happens. Just there the rotation is the largest, 45°: t = 1.
        """),
      Misconception(
        "an absolute threshold",
        submission { $0.negligible = { _ in 1e-12 } },
        """
        10⁻¹² is below the rounding of large matrices and above every entry of small ones. Compare with the largest entry \
        of A.
        """),
      Misconception(
        "half of the digits",
        submission { $0.negligible = { 1e-6 * $0 } },
        """
        You stop when what is left is 10⁻⁶ of the matrix. The values are right to its square, but the vectors only to \
        10⁻⁶; one more sweep costs little and gives all digits.
        """),
      Misconception(
        "not sorted",
        submission { $0.sorted = { Array($0.indices) } },
        """
        Rotations leave the eigenvalues on the diagonal in any order. Asked for is the descending one, with the vectors in \
        the same order.
        """),
      Misconception(
        "ascending",
        submission { $0.sorted = { d in d.indices.sorted { d[$0] < d[$1] } } },
        """
        LAPACK and NumPy sort upwards; here the largest comes first, as principal components do.
        """),
      Misconception(
        "sorted by magnitude",
        submission { $0.sorted = { d in d.indices.sorted { abs(d[$0]) > abs(d[$1]) } } },
        """
        Singular values have no sign, eigenvalues do: −7 is less than 5 and comes later.
        """),
      Misconception(
        "the vectors left behind in sorting",
        submission { $0.sortsVectors = false },
        """
        You sort the values and leave the vectors in the old order. Sort indices, and take both by them.
        """),
      Misconception(
        "NaN and infinity let through",
        submission { $0.refuses = false },
        """
        Every comparison with NaN is false, so the loop takes NaN for small and returns it as an eigenvalue. Ask first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("always the largest entry, the angle by atan2", Submission(classical)),
      Alternative(
        "the smaller root as sign(θ)/(|θ| + √(θ² + 1))",
        submission { $0.tangent = { theta in (theta < 0 ? -1 : 1) / (abs(theta) + hypot(theta, 1)) } }),
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
private func largest(_ a: [[Double]]) -> Double { a.joined().reduce(0) { max($0, abs($1)) } }

/// √(Σ a_ij²), safe from overflow and underflow.
private func frobenius(_ a: [[Double]]) -> Double {
  let size = largest(a)
  guard size > 0 else { return 0 }
  return size * a.joined().reduce(0) { $0 + ($1 / size) * ($1 / size) }.squareRoot()
}

/// Random symmetric matrices of the sizes here take 3 to 8; convergence is quadratic in the end.
private let mostSweeps = 10

/// What came; nil, and reported, if an error came.
private func answer(_ what: String, _ eigen: () throws -> Eigen) -> Eigen? {
  do { return try eigen() } catch {
    expect(false, "For \(what) jacobiEigen throws \(error)", "Every symmetric matrix of numbers has eigenvalues.")
    return nil
  }
}

/// Expects orthonormal eigenvectors in the order of descending eigenvalues; nil, and reported, if they are not.
private func expectEigen(of a: [[Double]], _ what: String, by s: Submission) -> Eigen? {
  let n = a.count
  guard let eigen = answer(what, { try s.jacobiEigen(a) }) else { return nil }
  let (values, v) = (eigen.values, eigen.vectors)
  guard values.count == n, v.count == n, v.allSatisfy({ $0.count == n }) else {
    expect(false, "For \(what) there are not \(n) eigenvalues and \(n) vectors of \(n) numbers")
    return nil
  }
  var departure = 0.0
  for i in 0..<n {
    for j in 0...i {
      let error = abs(dot(v[i], v[j]) - (i == j ? 1 : 0))
      if !(error <= departure) { departure = error }
    }
  }
  let unit = largest(a) > 0 ? largest(a) : 1
  let scaled = a.map { $0.map { $0 / unit } }
  let allowed = Double(n) * 0x1p-52 * max(frobenius(scaled), 1)
  let ratios = (0..<n).map { k in
    let residual = scaled.indices.map { dot(scaled[$0], v[k]) - values[k] / unit * v[k][$0] }
    return dot(residual, residual).squareRoot() / allowed
  }
  let worst = ratios.firstIndex { !($0 <= 30) }
  expect(
    "‖A·vₖ − λₖ·vₖ‖/(n·ε·‖A‖_F) for \(what), k = \(worst ?? 0),", ratios[worst ?? 0], atMost: 30,
    "This value and this vector do not belong together, or one of them is wrong.")
  expect(
    "The largest |⟨vᵢ, vⱼ⟩ − δᵢⱼ|/(n·ε) for \(what)", departure / (Double(n) * 0x1p-52), atMost: 30,
    "Rotations keep the vectors at right angles and of length 1.")
  let isDescending = zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }
  expect(
    isDescending, "For \(what) the eigenvalues are not in descending order: \(values)",
    "Sort the values, and the vectors with them.")
  expect(
    eigen.sweeps <= mostSweeps, "For \(what) it takes \(eigen.sweeps) sweeps; \(mostSweeps) are plenty",
    "A rotation by a wrong angle does no harm to A, so the loop still ends, but slowly. Is a_pq zero after its rotation?"
  )
  return worst == nil && eigen.sweeps <= mostSweeps && departure <= 30 * Double(n) * 0x1p-52 && isDescending
    ? eigen : nil
}

// MARK: - Real data

/// From make_reference.py.
private let wineEigenvalues = [
  99201.78951748095,
  172.53526647789153,
  9.438113703470638,
  4.99117860764191,
  1.2288452283714313,
  0.8410638694551834,
  0.278973523066052,
  0.15138126638308277,
  0.11209676473741913,
  0.07170260316211392,
  0.03757597886619319,
  0.021072366149372433,
  0.008203703141775768,
]

/// The covariance (divisor n − 1) of the 13 measurements of 178 wines, shape (13, 13).
private let wineCovariance = Result {
  let csv = try Dataset("tabular/wine.csv").csv()
  let rows = try csv.numbers(Array(csv.columns.prefix(13)))
  let n = Double(rows.count)
  let columns = (0..<13).map { j in rows.map { $0[j] } }
  let centred = columns.map { column in column.map { [mean = column.reduce(0, +) / n] in $0 - mean } }
  return centred.map { x in centred.map { dot(x, $0) / (n - 1) } }
}

// MARK: - Variants

/// Cyclic Jacobi; each member can make it wrong in one place.
private struct Rules {
  enum Vectors { case none, right, inverse }

  var refuses = true
  var mostSweeps = 30
  var negligible: (_ largest: Double) -> Double = { 0x1p-52 * $0 }
  var tangent: (_ theta: Double) -> Double = { theta in
    1 / (theta < 0 ? theta - hypot(theta, 1) : theta + hypot(theta, 1))
  }
  var factor = 2.0
  var sine: (Double) -> Double = { $0 }
  var rotatesRows = true
  var usesNew = false
  var vectors = Vectors.right
  var returnsRows = false
  var sorted: ([Double]) -> [Int] = { d in d.indices.sorted { d[$0] > d[$1] } }
  var sortsVectors = true

  func eigen(_ a: [[Double]]) throws -> Eigen {
    if refuses, !a.joined().allSatisfy(\.isFinite) { throw NotFinite() }
    let n = a.count
    let bound = negligible(largest(a))
    var d = a
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    var sweeps = 0
    while sweeps < mostSweeps, (0..<n).contains(where: { p in d[p][(p + 1)...].contains { abs($0) > bound } }) {
      sweeps += 1
      for p in 0..<n {
        for q in p + 1..<n where d[p][q] != 0 {
          let t = tangent((d[q][q] - d[p][p]) / (factor * d[p][q]))
          let c = 1 / (t * t + 1).squareRoot()
          let s = sine(t * c)
          func turn(_ x: inout Double, _ y: inout Double, _ s: Double) {
            let old = x
            x = c * x - s * y
            y = s * (usesNew ? x : old) + c * y
          }
          for k in 0..<n {
            var (x, y) = (d[k][p], d[k][q])
            turn(&x, &y, s)
            (d[k][p], d[k][q]) = (x, y)
          }
          for k in 0..<n {
            if rotatesRows {
              var (x, y) = (d[p][k], d[q][k])
              turn(&x, &y, s)
              (d[p][k], d[q][k]) = (x, y)
            }
            if vectors != .none {
              var (x, y) = (v[p][k], v[q][k])
              turn(&x, &y, vectors == .right ? s : -s)
              (v[p][k], v[q][k]) = (x, y)
            }
          }
        }
      }
    }
    let values = (0..<n).map { d[$0][$0] }
    let order = sorted(values)
    if returnsRows { v = (0..<n).map { i in v.map { $0[i] } } }
    return Eigen(values: order.map { values[$0] }, vectors: sortsVectors ? order.map { v[$0] } : v, sweeps: sweeps)
  }
}

/// The right rules with one of them changed.
private func submission(_ change: (inout Rules) -> Void) -> Submission {
  var rules = Rules()
  change(&rules)
  return Submission { [rules] in try rules.eigen($0) }
}

/// Jacobi's own way: the largest entry each time.
private func classical(_ a: [[Double]]) throws -> Eigen {
  guard a.joined().allSatisfy(\.isFinite) else { throw NotFinite() }
  let n = a.count
  let bound = 0x1p-52 * largest(a)
  var d = a
  var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
  var rotations = 0
  while rotations < 100 * n * n {
    var (p, q) = (0, 0)
    for i in 0..<n {
      for j in i + 1..<n where p == q || abs(d[i][j]) > abs(d[p][q]) { (p, q) = (i, j) }
    }
    guard p != q, abs(d[p][q]) > bound else { break }
    rotations += 1
    let angle = 0.5 * atan2(2 * d[p][q], d[q][q] - d[p][p])
    let (c, s) = (cos(angle), sin(angle))
    for k in 0..<n { (d[k][p], d[k][q]) = (c * d[k][p] - s * d[k][q], s * d[k][p] + c * d[k][q]) }
    for k in 0..<n {
      (d[p][k], d[q][k]) = (c * d[p][k] - s * d[q][k], s * d[p][k] + c * d[q][k])
      (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k])
    }
  }
  let order = (0..<n).sorted { d[$0][$0] > d[$1][$1] }
  return Eigen(
    values: order.map { d[$0][$0] }, vectors: order.map { v[$0] }, sweeps: 2 * rotations / max(n * (n - 1), 1))
}
