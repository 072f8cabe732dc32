import Checking
import Glibc
import LabData

struct NotPositiveDefinite: Error {
  var minor: Int
}

struct Submission {
  var cholesky: Function<[[Double]], [[Double]]>
  var solve: Function<[[Double]], [Double], [Double]>
}

enum Cholesky: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(try s.cholesky([[4, 2], [2, 5]]), equals: [[2, 0], [1, 2]])
        expect(
          try s.solve([[2, 0], [1, 2]], [8, 12]), equals: [1, 2],
          "First L·z = b, which gives z = (4, 4); then Lᵀ·x = z.", what: "solve(cholesky: [[2, 0], [1, 2]], [8, 12])")
      },
      // Integers, and powers of two on the diagonal of L: no right method rounds, in whatever order it computes.
      Check("gives back a factor of small integers exactly") { s in
        let l: [[Double]] = [[4, 0, 0, 0], [-1, 2, 0, 0], [2, 5, 1, 0], [7, -3, 4, 2]]
        expect(try s.cholesky(timesTransposed(l)), equals: l, "Every number on the way is a small integer or its root.")
        // √(2⁻⁸⁰·a) = 2⁻⁴⁰·√a, exactly.
        for (scale, root, words) in [
          (0x1p-80, 0x1p-40, "2⁻⁸⁰, about 10⁻²⁴,"), (0x1p-664, 0x1p-332, "2⁻⁶⁶⁴, about 10⁻²⁰⁰,"),
          (0x1p-1060, 0x1p-530, "2⁻¹⁰⁶⁰, about 10⁻³¹⁹,"),
        ] {
          expect(
            try s.cholesky(timesTransposed(l).map { $0.map { $0 * scale } }), equals: l.map { $0.map { $0 * root } },
            "The same matrix in another unit, \(words) of the first: that is small, but it is greater than 0.",
            what: "L of the same matrix times \(words)")
        }
      },
      // Sums of powers of two that fit 53 bits, so nothing rounds; the pivots are 1 beside 2⁵² + 1, and 2⁻²⁰⁰ beside 1.
      Check("goes on with a pivot that is small beside its diagonal entry") { s in
        for l: [[Double]] in [
          [[1, 0], [0x1p26, 1]], [[1, 0, 0], [0x1p26, 1, 0], [3, 0x1p20, 1]], [[1, 0], [0x1p-90, 0x1p-100]],
          [[0x1p-120, 0, 0], [0x1p-100, 0x1p-122, 0], [0, 0, 0x1p100]],
        ] {
          expect(
            try s.cholesky(timesTransposed(l)), equals: l,
            "The pivot is greater than 0, without any rounding, so A is positive definite. How small it is beside a_jj "
              + "says how sensitive A is, not whether it has a factor.")
        }
        expect(
          throws: NotPositiveDefinite(minor: 2), "2⁵² − 2⁵² is 0, and 0 is not greater than 0.",
          { try s.cholesky([[1, 0x1p26], [0x1p26, 0x1p52]]) })
      },
      // ‖L·Lᵀ − A‖ ≤ (n + 1)·ε/2·‖|L|·|L|ᵀ‖ (Higham, §10.1), and ‖|L|·|L|ᵀ‖₁ ≤ n·‖A‖₁; 30 is LAPACK's threshold.
      Check("multiplies back to A", cases: 3) { s, random in
        var isRight = true
        for n in sizes {
          let a = positiveDefinite(n, using: &random)
          let l = factor(of: a, by: s)
          if let l, isRight { isRight = expectFactor(l, of: a) }  // the smallest wrong one is enough to look at
        }
      },
      Check("reads only the lower triangle", cases: 2) { s, random in
        let a = positiveDefinite(5, using: &random)
        guard let l = factor(of: a, by: s) else { return }
        let lower = a.indices.map { i in a[i].indices.map { j in j <= i ? a[i][j] : .nan } }
        let advice = "Of the pair a[i][j] and a[j][i] read only the one in the lower triangle: row ≥ column."
        guard let again = factor(of: lower, by: s, "With NaN above the diagonal of A", advice) else { return }
        expect(again, equals: l, advice, what: "L of the same matrix with NaN above the diagonal")
      },
      Check("throws with the minor that is not positive") { s in
        let advice = "The pivot must be > 0; minor is the number of rows and columns so far, the failing one included."
        func expectFailure(_ a: [[Double]], minor: Int) {
          expect(throws: NotPositiveDefinite(minor: minor), advice) { try s.cholesky(a) }
        }
        expectFailure([[1, 2], [2, 1]], minor: 2)
        expectFailure([[4, 0, 0, 0], [0, 9, 0, 0], [0, 0, -1, 0], [0, 0, 0, 1]], minor: 3)
        expectFailure([[0]], minor: 1)
        expectFailure([[1, 1], [1, 1]], minor: 2)
        expectFailure([[.nan, 1], [1, 4]], minor: 1)
      },
      // Each solve has a backward error of n·ε·|L| in L, so the residual is below c·n·ε·‖A‖·‖x‖. The factor is this
      // check's own: a fault of `cholesky` is not charged to `solve`.
      Check("solves with the factor it is given", cases: 3) { s, random in
        let ratios = try sizes.map { n in
          let l = lowerTriangle(n, using: &random)
          let a = timesTransposed(l)
          let b = (0..<n).map { 1 / Double($0 + 1) }
          let x = try s.solve(l, b)
          guard x.count == n else { return Double.infinity }
          let residual = a.indices.map { i in b[i] - zip(a[i], x).reduce(0) { $0 + $1.0 * $1.1 } }
          return norm1(residual) / (Double(n) * 0x1p-52 * norm1(a) * norm1(x))
        }
        let first = ratios.firstIndex { !($0 <= 30) } ?? 0
        expect(
          "‖b − A·x‖₁/(n·ε·‖A‖₁·‖x‖₁) for n = \(sizes[first])", ratios[first], atMost: 30,
          "A·x = b is L·(Lᵀ·x) = b: two triangular systems, first with L, then with its transpose.")
      },
      // Rounding in L reaches the log determinant as trace(|A⁻¹|·|L|·|Lᵀ|) ≤ 550 times (n + 1)·ε (make_reference.py).
      Check("factors the covariance of the digits once it is definite") { s in
        var a = try digitsCovariance.get()
        expect(
          throws: NotPositiveDefinite(minor: 1),
          "Pixel 0 is blank in all 1797 images: its variance, the first pivot, is 0.", { try s.cholesky(a) })
        for i in a.indices { a[i][i] += 1e-3 }
        guard let l = factor(of: a, by: s, "For the covariance of the digits with 0.001 on its diagonal"),
          isSquare(l, 64)
        else { return }
        expect(
          2 * l.indices.reduce(0) { $0 + log(l[$1][$1]) }, equals: digitsLogDeterminant,
          within: .rounding(operations: 65, scale: 550),
          "log det A = 2·Σ log l_jj, as det L is the product of the l_jj.",
          what: "2·Σ log l_jj for the covariance of the digits with 0.001 added to its diagonal")
      },
      Check("answers [] for an empty matrix") { s in
        let advice = "A matrix without rows has no pivot that could fail, and its factor has no rows either."
        expect(try s.cholesky([]), equals: [[Double]](), advice)
        expect(try s.solve([], []), equals: [Double](), advice, what: "solve(cholesky: [], [])")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no square root",
        Submission(cholesky: .init { try columnByColumn($0, root: { $0 }) }, solve: .init(twoSolves)),
        """
        L·Lᵀ squares the diagonal again, so it must hold the root. What you have is close to L·D·Lᵀ, another good \
        factorisation, but not this one.
        """),
      Misconception(
        "the upper triangle is read",
        Submission(cholesky: .init { try columnByColumn($0, entry: { a, i, j in a[j][i] }) }, solve: .init(twoSolves)),
        """
        You read above the diagonal. On a symmetric matrix nobody sees it; callers that save memory, like those of \
        LAPACK, keep other data there.
        """),
      Misconception(
        "zero and NaN pass as pivots",
        Submission(
          cholesky: .init { try columnByColumn($0, isPivot: { pivot, _ in !(pivot < 0) }) }, solve: .init(twoSolves)),
        """
        Zero and NaN are not below zero, so both pass and become 0 or NaN in L. Ask for what you need: a pivot > 0.
        """),
      Misconception(
        "NaN passes as a pivot",
        Submission(
          cholesky: .init { try columnByColumn($0, isPivot: { pivot, _ in !(pivot <= 0) }) }, solve: .init(twoSolves)),
        """
        NaN compares false with everything, so `pivot <= 0` does not hold it back, and one NaN in the data fills L. \
        Turn the question round: go on only if the pivot is > 0.
        """),
      Misconception(
        "the minor counted from 0",
        Submission(cholesky: .init { try columnByColumn($0, firstMinor: 0) }, solve: .init(twoSolves)),
        """
        The first minor is the 1×1 matrix in the corner, so it is number 1: in column j, counted from 0, the minor has \
        j + 1 rows.
        """),
      Misconception(
        "a tolerance for the pivot",
        Submission(
          cholesky: .init { try columnByColumn($0, isPivot: { pivot, _ in pivot > 1e-12 }) }, solve: .init(twoSolves)),
        """
        A fixed threshold depends on the unit: the covariances of lengths in metres and in nanometres differ by the \
        factor 10¹⁸, and both are positive definite. The mathematics asks for > 0, and so can you.
        """),
      Misconception(
        "a tolerance beside the diagonal entry",
        Submission(
          cholesky: .init { try columnByColumn($0, isPivot: { pivot, entry in pivot > 1e-15 * entry }) },
          solve: .init(twoSolves)),
        """
        This threshold has the right unit, but it refuses matrices that are positive definite: with a_jj = 2⁵² + 1 and \
        2⁵² to subtract the pivot is 1, exactly. So small a pivot warns of an ill-conditioned A, and that is for the \
        caller to judge.
        """),
      Misconception(
        "the column not divided",
        Submission(cholesky: .init { try columnByColumn($0, divides: false) }, solve: .init(twoSolves)),
        """
        Below the diagonal a_ij = … + l_ij·l_jj: what is left after the subtraction still holds the factor l_jj. \
        Divide the column by it.
        """),
      Misconception(
        "what stands to the left not subtracted from the diagonal",
        Submission(cholesky: .init { try columnByColumn($0, subtracts: false) }, solve: .init(twoSolves)),
        """
        The diagonal of L·Lᵀ is a_jj = l_j0² + … + l_jj²: the squares to the left of l_jj take their part of a_jj \
        before the root is drawn.
        """),
      Misconception(
        "the upper triangle of A left in L",
        Submission(cholesky: .init(inPlace), solve: .init(twoSolves)),
        """
        Computing in a copy of A saves memory, but leaves A above the diagonal, and whoever multiplies by this L \
        multiplies by that, too. L has zeros there.
        """),
      Misconception(
        "the upper factor",
        Submission(cholesky: .init { transposed(try columnByColumn($0)) }, solve: .init(twoSolves)),
        """
        This is R = Lᵀ with A = Rᵀ·R, which some libraries return. Here the factor is lower triangular: l[i][j] with \
        i ≥ j.
        """),
      Misconception(
        "an empty matrix refused",
        Submission(
          cholesky: .init { a in
            guard !a.isEmpty else { throw NotPositiveDefinite(minor: 0) }
            return try columnByColumn(a)
          }, solve: .init(twoSolves)),
        """
        A matrix without rows breaks no rule: there is no minor that is not positive, and loops over 0..<0 do nothing. \
        Programs that split their data come upon it; without the special case the answer is right.
        """),
      Misconception(
        "stopped after forward substitution",
        Submission(cholesky: .init { try columnByColumn($0) }, solve: .init(forward)),
        """
        What you return is z with L·z = b. It is half of the way: A·x = b is L·(Lᵀ·x) = b, so Lᵀ·x = z is still to be \
        solved.
        """),
      Misconception(
        "L where Lᵀ belongs",
        Submission(cholesky: .init { try columnByColumn($0) }, solve: .init { l, b in forward(l, forward(l, b)) }),
        """
        You solve L·L·x = b. The second system has the transpose: its entry (i, k) is l[k][i], and it starts from the \
        last unknown.
        """),
      Misconception(
        "back substitution through the zeros of L",
        Submission(
          cholesky: .init { try columnByColumn($0) },
          solve: .init { l, b in forward(l, b).enumerated().map { i, value in value / l[i][i] } }),
        """
        The second solve starts from the last unknown, but reads row i of L to the right of the diagonal, where L is \
        zero, and so only divides by l_ii. Row i of Lᵀ is column i of L.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "right-looking: an outer product subtracted at each step; solves by columns",
        Submission(
          cholesky: .init { a in
            var l = a.indices.map { i in a.indices.map { j in j <= i ? a[i][j] : 0 } }
            for k in l.indices {
              guard l[k][k] > 0 else { throw NotPositiveDefinite(minor: k + 1) }
              l[k][k] = l[k][k].squareRoot()
              for i in (k + 1)..<l.count { l[i][k] /= l[k][k] }
              for j in (k + 1)..<l.count {
                for i in j..<l.count { l[i][j] -= l[i][k] * l[j][k] }
              }
            }
            return l
          },
          solve: .init { l, b in
            var x = b
            for j in x.indices {
              x[j] /= l[j][j]
              for i in (j + 1)..<x.count { x[i] -= l[i][j] * x[j] }
            }
            for j in x.indices.reversed() {
              x[j] /= l[j][j]
              for i in 0..<j { x[i] -= l[j][i] * x[j] }
            }
            return x
          })),
      Alternative(
        "row by row",
        Submission(
          cholesky: .init { a in
            var l = a.map { $0.map { _ in 0.0 } }
            for i in l.indices {
              for j in 0..<i { l[i][j] = (a[i][j] - (0..<j).reduce(0) { $0 + l[i][$1] * l[j][$1] }) / l[j][j] }
              let pivot = a[i][i] - (0..<i).reduce(0) { $0 + l[i][$1] * l[i][$1] }
              guard pivot > 0 else { throw NotPositiveDefinite(minor: i + 1) }
              l[i][i] = pivot.squareRoot()
            }
            return l
          }, solve: .init(twoSolves))),
      Alternative(
        "L·D·Lᵀ first, then the roots of D",
        Submission(
          cholesky: .init { a in
            var l = a.map { $0.map { _ in 0.0 } }
            var d: [Double] = []
            for j in l.indices {
              d.append(a[j][j] - (0..<j).reduce(0) { $0 + l[j][$1] * l[j][$1] * d[$1] })
              guard d[j] > 0 else { throw NotPositiveDefinite(minor: j + 1) }
              l[j][j] = 1
              for i in (j + 1)..<l.count {
                l[i][j] = (a[i][j] - (0..<j).reduce(0) { $0 + l[i][$1] * l[j][$1] * d[$1] }) / d[j]
              }
            }
            return l.map { row in zip(row, d).map { $0 * $1.squareRoot() } }
          }, solve: .init(twoSolves))),
    ]
  }
}

// MARK: - Parts of the checks

private let sizes = [1, 2, 3, 7, 23]

/// What `cholesky` answers; nil, and reported, if it throws.
private func factor(
  of a: [[Double]], by s: Submission, _ circumstance: String = "For a positive definite A",
  _ advice: String = "Is what stands under the root a_jj less the squares to the left of l_jj, and nothing else?"
) -> [[Double]]? {
  do {
    return try s.cholesky(a)
  } catch {
    expect(false, "\(circumstance), n = \(a.count), cholesky throws \(error)", advice)
    return nil
  }
}

private func isSquare(_ l: [[Double]], _ n: Int) -> Bool {
  let isSquare = l.count == n && l.allSatisfy { $0.count == n }
  expect(isSquare, "For n = \(n) L is not an array of \(n) rows with \(n) entries each", "Zeros are entries, too.")
  return isSquare
}

/// Expects L to be lower triangular with a positive diagonal and L·Lᵀ to be A; answers whether it is.
private func expectFactor(_ l: [[Double]], of a: [[Double]]) -> Bool {
  let n = a.count
  guard isSquare(l, n) else { return false }
  let isLower = l.indices.allSatisfy { i in l[i][(i + 1)...].allSatisfy { $0 == 0 } }
  expect(isLower, "For n = \(n) L is not zero above its diagonal", "L is lower triangular.")
  let isPositive = l.indices.allSatisfy { l[$0][$0] > 0 }
  expect(isPositive, "For n = \(n) the diagonal of L is not positive", "Of the two roots L takes the positive one.")
  let difference = zip(timesTransposed(l), a).map { zip($0, $1).map { $0 - $1 } }
  let ratio = norm1(difference) / (Double(n) * 0x1p-52 * norm1(a))
  expect(
    "‖L·Lᵀ − A‖₁/(n·ε·‖A‖₁) for n = \(n)", ratio, atMost: 30,
    "The product of L and its transpose is not A. Compare the two for n = 2, entry by entry.")
  return isLower && isPositive && ratio <= 30
}

/// D·(M·Mᵀ + I)·D with M normal and D diagonal, its entries 10⁻³ … 10³.
private func positiveDefinite(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  let m = (0..<n).map { _ in (0..<n).map { _ in normal(using: &random) } }
  let d = (0..<n).map { _ in pow(10, Double.random(in: -3...3, using: &random)) }
  var a = timesTransposed(m)
  for i in 0..<n {
    a[i][i] += 1
    for j in 0..<n { a[i][j] *= d[i] * d[j] }
  }
  return a
}

/// A lower triangular matrix with diagonal entries 1 … 3 and normal ones below.
private func lowerTriangle(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  var l = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  for i in 0..<n {
    for j in 0..<i { l[i][j] = normal(using: &random) / Double(n).squareRoot() }
    l[i][i] = Double.random(in: 1...3, using: &random)
  }
  return l
}

/// A standard normal number, by Box and Muller.
private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

/// M·Mᵀ.
private func timesTransposed(_ m: [[Double]]) -> [[Double]] {
  m.map { row in m.map { other in zip(row, other).reduce(0) { $0 + $1.0 * $1.1 } } }
}

private func transposed(_ a: [[Double]]) -> [[Double]] {
  a.indices.map { j in a.map { $0[j] } }
}

private func norm1(_ x: [Double]) -> Double { x.reduce(0) { $0 + abs($1) } }

/// The largest sum of magnitudes in a column; NaN if an entry is.
private func norm1(_ a: [[Double]]) -> Double {
  transposed(a).map { norm1($0) }.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
}

// MARK: - Real data

/// log det of the digits' covariance with 0.001 added to its diagonal, from make_reference.py.
private let digitsLogDeterminant = 40.50617724982227

/// The covariance (divisor n − 1) of the 64 pixels of the digits, shape (64, 64), each entry rounded once.
private let digitsCovariance = Result {
  let images = try digits()
  let n = images.count
  let sums = (0..<64).map { i in images.reduce(0) { $0 + $1[i] } }
  var products = [Int](repeating: 0, count: 64 * 64)
  for image in images {
    for i in 0..<64 where image[i] != 0 {
      for j in 0...i { products[64 * i + j] += image[i] * image[j] }
    }
  }
  var covariance = [[Double]](repeating: [Double](repeating: 0, count: 64), count: 64)
  for i in 0..<64 {
    for j in 0...i {
      covariance[i][j] = Double(n * products[64 * i + j] - sums[i] * sums[j]) / Double(n * (n - 1))
      covariance[j][i] = covariance[i][j]
    }
  }
  return covariance
}

/// The 64 pixels and the label of each image, read byte by byte: a table of text takes ten times as long.
private func digits() throws -> [[Int]] {
  let bytes = try Dataset("images/digits_8x8.csv.gz").bytes()
  var (images, image, value) = ([[Int]](), [Int](), 0)
  for byte in bytes.drop(while: { $0 != UInt8(ascii: "\n") }).dropFirst() {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\n"):
      image.append(value)
      value = 0
      if byte == UInt8(ascii: "\n") {
        images.append(image)
        image = []
      }
    default: value = 10 * value + Int(byte) - Int(UInt8(ascii: "0"))
    }
  }
  return images
}

// MARK: - Wrong and right ways

/// The factorisation column by column; each argument can make it wrong in one place.
private func columnByColumn(
  _ a: [[Double]], entry: ([[Double]], Int, Int) -> Double = { a, i, j in a[i][j] },
  isPivot: (Double, Double) -> Bool = { pivot, _ in pivot > 0 }, root: (Double) -> Double = { $0.squareRoot() },
  firstMinor: Int = 1,
  divides: Bool = true, subtracts: Bool = true
) throws -> [[Double]] {
  let n = a.count
  var l = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  for j in 0..<n {
    var pivot = a[j][j]
    if subtracts { for k in 0..<j { pivot -= l[j][k] * l[j][k] } }
    guard isPivot(pivot, a[j][j]) else { throw NotPositiveDefinite(minor: j + firstMinor) }
    l[j][j] = root(pivot)
    for i in (j + 1)..<n {
      var sum = entry(a, i, j)
      for k in 0..<j { sum -= l[i][k] * l[j][k] }
      l[i][j] = divides ? sum / l[j][j] : sum
    }
  }
  return l
}

private func inPlace(_ a: [[Double]]) throws -> [[Double]] {
  let l = try columnByColumn(a)
  return a.indices.map { i in a.indices.map { j in j > i ? a[i][j] : l[i][j] } }
}

private func forward(_ l: [[Double]], _ b: [Double]) -> [Double] {
  var z = b
  for i in z.indices {
    for k in 0..<i { z[i] -= l[i][k] * z[k] }
    z[i] /= l[i][i]
  }
  return z
}

private func twoSolves(_ l: [[Double]], _ b: [Double]) -> [Double] {
  var x = forward(l, b)
  for i in x.indices.reversed() {
    for k in (i + 1)..<x.count { x[i] -= l[k][i] * x[k] }
    x[i] /= l[i][i]
  }
  return x
}
