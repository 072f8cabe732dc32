import Checking
import Glibc
import LabData
import LabNumerics

/// What the learner's `Eigenpair` holds, or that of a variant.
struct Eigenpair: Observable {
  var value: Double
  var vector: [Double]
  var steps: Int

  var observation: Observation { Observation(value.observation, vector.observation, steps.observation) }
}

struct ZeroVector: Error {}

struct NotConverged: Error {
  var steps: Int
}

struct Submission {
  /// A, n, start, tolerance, maxSteps.
  var powerIteration: Function<[Double], Int, [Double], Double, Int, Eigenpair>
}

enum PowerIteration: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Numbers of size 1, divided and multiplied a few times.
      Check("gives the worked example") { s in
        guard
          let pair = answer(
            "A = [[2, 1], [1, 2]], start (1, 0)", { try s.powerIteration([2, 1, 1, 2], 2, [1, 0], 0.1, 50) })
        else { return }
        expect(pair.steps, equals: 2, "x₀ does not count; the test comes before x is replaced.", what: "steps")
        expect(
          pair.value, equals: 122.0 / 41, within: .ulps(32), "λ = ⟨x, A·x⟩ for x = (5, 4)/√41.", what: "the eigenvalue")
        expect(
          pair.vector, equalsUpToSign: [5, 4].map { $0 / 41.0.squareRoot() }, within: .ulps(32),
          "The vector is the one that λ was computed from, and it has length 1.", what: "the eigenvector")
      },
      // A = S·D·S⁻¹ with whole numbers in S and S⁻¹. The eigenvalue moves by κ₂(S) ≤ ‖S‖_F·‖S⁻¹‖_F = 65 times the
      // residual (Bauer and Fike), and so does the vector, times |λ₁|/|λ₁ − λ₂| ≤ 1.2.
      Check("finds the dominant pair of a matrix that is not symmetric") { s in
        let (basis, inverse): ([[Double]], [[Double]]) = (
          [[1, 2, 0], [1, 3, 1], [-1, 0, 3]], [[9, -6, 2], [-4, 3, -1], [3, -2, 1]]
        )
        for spectrum in [[6, -3, 1], [-8, 2, 4], [2, 3, -9]] as [[Double]] {
          let scaled = zip(spectrum, inverse).map { value, row in row.map { value * $0 } }
          let a = product(basis, scaled)
          let dominant = spectrum.indices.max { abs(spectrum[$0]) < abs(spectrum[$1]) } ?? 0
          let what = "a 3×3 matrix with eigenvalues \(spectrum.map { Int($0) })"
          guard let pair = solve(a, start: [1, 0.5, -0.25], tolerance: 1e-10, by: s, what) else { return }
          expect(
            pair.value, equals: spectrum[dominant], within: .relative(65e-10),
            "Dominant is the eigenvalue of greatest magnitude, with its sign.", what: "the eigenvalue of \(what)")
          let v = basis.map { $0[dominant] }
          expect(
            pair.vector, equalsUpToSign: v.map { $0 / length(v) }, within: .absolute(78e-10),
            "A·v, not Aᵀ·v: for a matrix that is not symmetric the two have different eigenvectors.",
            what: "the eigenvector of \(what)")
        }
      },
      // For a symmetric A an eigenvalue lies within the residual of λ.
      Check("keeps the sign of the eigenvalue", cases: 3) { s, random in
        for n in [2, 3, 7] {
          let spectrum = [-5.0] + (1..<n).map { _ in Double.random(in: -3...3, using: &random) }
          let (a, q) = symmetric(spectrum, using: &random)
          let start = plus(q.reduce([Double](repeating: 0, count: n), plus), q[0])
          let what = "a symmetric \(n)×\(n) matrix with dominant eigenvalue −5"
          guard let pair = solve(a, start: start, tolerance: 1e-9, by: s, what) else { return }
          expect(
            pair.value, equals: -5, within: .relative(2e-9), "‖A·x‖ is |λ|. ⟨x, A·x⟩ has the sign, too.",
            what: "the eigenvalue of \(what)")
        }
      },
      // In the plane of two eigenvectors tan θ_k = (λ₂/λ₁)ᵏ·tan θ₀. The tolerance lies half-way (in logarithms) between
      // the residuals of two steps, so rounding cannot move the count.
      Check("takes as many steps as |λ₂/λ₁| says") { s in
        for (first, second, k) in [(4.0, 1.0, 9), (-5, 2, 12), (3, 2.5, 40), (2, -1.9, 60), (1, 0, 1)] {
          let (c, sine) = (0.6, 0.8)
          let a = [
            [first * c * c + second * sine * sine, (first - second) * c * sine],
            [(first - second) * c * sine, first * sine * sine + second * c * c],
          ]
          func residual(_ k: Int) -> Double {
            let t = pow(second / first, Double(k))  // tan θ₀ = 1
            return abs(first - second) * abs(t) / abs(first + second * t * t)
          }
          let tolerance = second == 0 ? 1e-3 : (residual(k) * residual(k - 1)).squareRoot()
          let what = "a matrix with eigenvalues \(first), \(second)"
          let start = [3 * (c - sine), 3 * (sine + c)]
          guard let pair = solve(a, start: start, tolerance: tolerance, by: s, what) else { return }
          expect(
            pair.steps, equals: k,
            "The error shrinks by |λ₂/λ₁| a step; stop at the first k whose residual is small enough.",
            what: "steps for \(what), tolerance \(tolerance),")
        }
      },
      // Powers of two: every number of the iteration is the same times the unit. The square of 2⁶⁰⁰ is no Double.
      Check("does not depend on the unit of the matrix or the length of the start") { s in
        let a: [[Double]] = [[-4, 1, 0], [2, -3, 1], [0, 1, 2]]
        guard let plain = solve(a, start: [1, 2, 3], tolerance: 1e-6, by: s, "a 3×3 matrix") else { return }
        for (unit, factor) in [(0x1p600, 1.0), (0x1p-600, 1), (1, 0x1p700), (1, -0x1p-700)] {
          let what = unit == 1 ? "the same matrix, the start times \(factor)" : "the same matrix times \(unit)"
          let scaled = a.map { $0.map { $0 * unit } }
          guard let pair = solve(scaled, start: [factor, 2 * factor, 3 * factor], tolerance: 1e-6, by: s, what) else {
            return
          }
          let advice = "The tolerance is relative to λ, and the lengths of x and y must not overflow on the way."
          expect(pair.steps, equals: plain.steps, advice, what: "steps for \(what)")
          expect(
            pair.value / unit, equals: plain.value, within: .ulps(64), advice,
            what: "the eigenvalue of \(what), in its unit,")
        }
      },
      Check("says so when it does not converge") { s in
        let advice =
          "When the last test fails there is no answer: throw, with maxSteps. A loop needs an end, and says so."
        let mirror: [Double] = [0, 1, 1, 0]
        expect(throws: NotConverged(steps: 50), advice) { try s.powerIteration(mirror, 2, [2, 1], 1e-6, 50) }
        let rotation: [Double] = [0, -1, 1, 0]
        expect(
          throws: NotConverged(steps: 40),
          "A quarter turn has no real eigenvector: ⟨x, A·x⟩ is 0 for every x, and no answer."
        ) { try s.powerIteration(rotation, 2, [2, 1], 1e-6, 40) }
        expect(throws: NotConverged(steps: 1), advice) { try s.powerIteration([2, 1, 1, 2], 2, [1, 0], 0.1, 1) }
        expect(throws: NotConverged(steps: 0), advice) { try s.powerIteration([2, 1, 1, 2], 2, [1, 0], 0.1, 0) }
        guard
          let pair = answer(
            "maxSteps = 2, which is enough,", { try s.powerIteration([2, 1, 1, 2], 2, [1, 0], 0.1, 2) })
        else { return }
        expect(pair.steps, equals: 2, "With k = maxSteps the test is made once more.", what: "steps for maxSteps = 2")
      },
      Check("answers at the edges") { s in
        expect(throws: ZeroVector(), "The zero vector has no direction.") {
          try s.powerIteration([2, 1, 1, 2], 2, [0, 0], 0.1, 9)
        }
        expect(throws: ZeroVector(), "No numbers, no direction.") { try s.powerIteration([], 0, [], 0.1, 9) }
        for (what, a, start, value) in [
          ("A = 0", [0, 0, 0, 0], [3, 4], 0), ("a start that A sends to 0", [2, -1, 4, -2], [1, 2], 0),
          ("a start that is an eigenvector", [2, 1, 1, 2], [3, -3], 1), ("n = 1", [-7], [-2], -7),
        ] as [(String, [Double], [Double], Double)] {
          guard let pair = answer(what, { try s.powerIteration(a, start.count, start, 1e-9, 9) }) else { continue }
          expect(pair.value, equals: value, within: .ulps(8), "x is an eigenvector already.", what: "λ for \(what)")
          expect(pair.steps, equals: 0, "The very first test is passed.", what: "steps for \(what)")
          expect(
            pair.vector, equalsUpToSign: start.map { $0 / length(start) }, within: .ulps(8),
            "The start, divided by its length.", what: "the vector for \(what)")
        }
      },
      // 1797 images of 64 pixels: λ₂/λ₁ = 0.91. The eigenvalue is within the residual; rounding is far below.
      Check("finds the first principal component of the digits") { s in
        let a = try digitsCovariance.get()
        let right = try symmetricEigenvalues(Matrix(a))
        guard let largest = Array(right).max() else { return }
        let what = "the covariance of the digits"
        guard
          let pair = solve(
            a, start: [Double](repeating: 1, count: 64), tolerance: 1e-6, by: s, what)
        else { return }
        expect(
          pair.value, equals: largest, within: .relative(1e-6), "The largest variance of any direction is λ₁.",
          what: "the dominant eigenvalue of \(what)")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "never normalised",
        submission { $0.rescale = { y in y } },
        """
        The length of x grows or shrinks by |λ| in every step, until it is ∞ or 0 and the rest is NaN. Only the direction \
        matters: divide by the length each time.
        """),
      Misconception(
        "the start not normalised",
        submission { $0.normalisesStart = false },
        """
        ⟨x, A·x⟩ is the Rayleigh quotient only for an x of length 1. Bring the start to length 1 as well, or the first λ \
        is too large by ‖x‖².
        """),
      Misconception(
        "a length whose squares overflow",
        submission { $0.rescale = { y in y.map { [size = dot(y, y).squareRoot()] in $0 / size } } },
        """
        With entries of 10¹⁸⁰ the sum of squares is ∞, and y/∞ is 0; with 10⁻¹⁸⁰ it is 0, and y/0 is ∞. norm2 takes the \
        largest entry out first.
        """),
      Misconception(
        "normalised in another norm",
        submission { $0.rescale = { y in y.map { [size = largest(y)] in $0 / size } } },
        """
        Divided by its largest entry x stays in range, but ⟨x, A·x⟩ is the Rayleigh quotient for Euclidean length 1 only, \
        and the vector asked for has that length.
        """),
      Misconception(
        "the length of A·x for λ",
        submission { $0.quotient = { _, y in length(y) } },
        """
        ‖A·x‖ tends to |λ|: the sign is lost, and for a negative λ the test is never passed. ⟨x, A·x⟩ knows the sign.
        """),
      Misconception(
        "λ from one entry",
        submission { $0.quotient = { x, y in y[0] / x[0] } },
        """
        y₀/x₀ is λ in the end, unless x₀ is 0, and until then a poor guess. The Rayleigh quotient weighs all entries, and \
        its error is the square of the vector's for a symmetric A.
        """),
      Misconception(
        "an absolute tolerance",
        submission { $0.test = { step in step.residual <= step.tolerance } },
        """
        A residual of 10⁻⁶ is nothing for eigenvalues of 10¹⁸⁰ and everything for those of 10⁻¹⁸⁰, where you stop at once. \
        Measure it against |λ|.
        """),
      Misconception(
        "a tolerance relative to the matrix's entries",
        submission { $0.test = { step in step.residual <= step.tolerance * step.largestOfMatrix } },
        """
        You measure the residual against the largest entry of A. Asked for is a share of |λ|, which may be much larger or \
        smaller.
        """),
      Misconception(
        "stopped when x rests",
        submission { $0.test = { step in step.k > 0 && length(minus(step.x, step.before)) <= step.tolerance } },
        """
        For a negative λ the vector changes sign in every step and never rests, though its line does. Ask the equation: is \
        A·x − λ·x small?
        """),
      Misconception(
        "stopped when λ rests",
        submission {
          $0.test = { step in
            step.k > 0 && abs(step.lambda - step.lambdaBefore) <= step.tolerance * abs(step.lambda)
          }
        },
        """
        λ can rest while the vector is still far off: its error is the square of the vector's, and for a rotation it is 0 \
        all the time. Only the residual says how well A·x = λ·x holds.
        """),
      Misconception(
        "the last guess for an answer",
        submission { $0.throwsAtEnd = false },
        """
        After maxSteps you return what you have, and the caller takes it for an eigenvector. A test that never passed is \
        no answer: throw.
        """),
      Misconception(
        "products counted instead of steps",
        submission { $0.count = { $0 + 1 } },
        """
        steps is k, the number of times that x was replaced: 0 if the start passes the test. You count the products A·x.
        """),
      Misconception(
        "one test short",
        submission { $0.lastStep = { $0 - 1 } },
        """
        k runs from 0 to maxSteps: after the last replacement the test is made once more.
        """),
      Misconception(
        "the vector one step ahead",
        submission { $0.returnsNext = true },
        """
        You test x and return y/‖y‖, with the λ of x. The pair belongs together: return the vector whose residual was \
        small.
        """),
      Misconception(
        "the transpose",
        submission { $0.isTransposed = true },
        """
        You multiply by Aᵀ: Σᵢ a[i·n + j]·xᵢ. Its eigenvalues are those of A, its eigenvectors are not.
        """),
      Misconception(
        "NaN from a zero start",
        submission { $0.refusesZero = false },
        """
        0/0 is NaN, and a comparison with NaN is false, so the loop runs to its end and blames convergence. Look at the \
        length of the start first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "divided by the largest entry on the way, by ⟨x, x⟩ in the quotient",
        Submission(
          powerIteration: .init { a, n, start, tolerance, maxSteps in
            guard largest(start) > 0 else { throw ZeroVector() }
            var x = start.map { $0 / largest(start) }
            for k in 0...maxSteps {
              let y = multiply(a, n, x)
              let lambda = dot(x, y) / dot(x, x)
              if length(minus(y, x.map { lambda * $0 })) <= tolerance * abs(lambda) * length(x) {
                return Eigenpair(value: lambda, vector: x.map { $0 / length(x) }, steps: k)
              }
              x = y.map { $0 / largest(y) }
            }
            throw NotConverged(steps: maxSteps)
          })),
      Alternative(
        "the matrix brought to size 1 first",
        Submission(
          powerIteration: .init { a, n, start, tolerance, maxSteps in
            let unit = largest(a) > 0 ? largest(a) : 1
            var pair = try Rules().iterate(a.map { $0 / unit }, n, start, tolerance, maxSteps)
            pair.value *= unit
            return pair
          })),
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
private func plus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 + $1 } }
private func minus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }
private func largest(_ x: [Double]) -> Double { x.reduce(0) { max($0, abs($1)) } }

/// The length, safe from overflow and underflow.
private func length(_ x: [Double]) -> Double {
  let size = largest(x)
  guard size > 0 else { return 0 }
  let scaled = x.map { $0 / size }
  return size * dot(scaled, scaled).squareRoot()
}

private func multiply(_ a: [Double], _ n: Int, _ x: [Double]) -> [Double] {
  (0..<n).map { i in (0..<n).reduce(0) { $0 + a[i * n + $1] * x[$1] } }
}

/// A·B, arrays of rows.
private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
  let columns = b[0].indices.map { j in b.map { $0[j] } }
  return a.map { row in columns.map { dot(row, $0) } }
}

/// What came; nil, and reported, if an error came.
private func answer(_ what: String, _ pair: () throws -> Eigenpair) -> Eigenpair? {
  do { return try pair() } catch {
    expect(
      false, "For \(what) powerIteration throws \(error)",
      "A dominant eigenvalue stands out, and there are steps enough.")
    return nil
  }
}

/// Asks for the pair, with steps enough, and expects a unit vector with a small residual; nil if it is none.
private func solve(
  _ a: [[Double]], start: [Double], tolerance: Double, by s: Submission, _ what: String
) -> Eigenpair? {
  let n = a.count
  let flat = a.flatMap { $0 }
  guard let pair = answer(what, { try s.powerIteration(flat, n, start, tolerance, 2000) }) else { return nil }
  guard pair.vector.count == n else {
    expect(pair.vector.count, equals: n, "x has n entries.", what: "the count of the vector for \(what)")
    return nil
  }
  // n squares, a root and n divisions.
  expect(
    "|‖v‖ − 1| for \(what)", abs(length(pair.vector) - 1), atMost: Double(n + 4) * 0x1p-52,
    "Divide by the Euclidean length.")
  let unit = largest(flat)
  let scaled = flat.map { $0 / unit }
  let rounding = 10 * Double(n) * 0x1p-52 * length(scaled)
  let value = pair.value / unit
  let residual = length(minus(multiply(scaled, n, pair.vector), pair.vector.map { value * $0 }))
  let bound = tolerance * abs(value) + rounding
  expect(
    "‖A·v − λ·v‖ as a share of |λ| for \(what)", residual / abs(value), atMost: bound / abs(value),
    "The pair does not satisfy A·v = λ·v as well as the tolerance asks.")
  return residual <= bound ? pair : nil
}

/// A symmetric matrix with these eigenvalues, and its eigenvectors: the rows of two random reflections after each other.
private func symmetric(
  _ spectrum: [Double], using random: inout some RandomNumberGenerator
) -> (a: [[Double]], vectors: [[Double]]) {
  let n = spectrum.count
  var q = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
  for _ in 0..<2 {
    let v = (0..<n).map { _ in Double.random(in: 0.2...1, using: &random) }
    q = q.map { row in minus(row, v.map { 2 * dot(row, v) / dot(v, v) * $0 }) }
  }
  let columns = (0..<n).map { i in q.map { $0[i] } }
  return (product(columns, zip(spectrum, q).map { value, row in row.map { value * $0 } }), q)
}

// MARK: - Real data

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

// MARK: - Variants

/// What a test may look at.
private struct Step {
  var k: Int
  var x: [Double]
  var before: [Double]
  var lambda: Double
  var lambdaBefore: Double
  var residual: Double
  var tolerance: Double
  var largestOfMatrix: Double
}

/// The iteration; each member can make it wrong in one place.
private struct Rules {
  var refusesZero = true
  var normalisesStart = true
  var isTransposed = false
  var rescale: ([Double]) -> [Double] = { y in y.map { [size = length(y)] in $0 / size } }
  var quotient: ([Double], [Double]) -> Double = { dot($0, $1) }
  var test: (Step) -> Bool = { $0.residual <= $0.tolerance * abs($0.lambda) }
  var count: (Int) -> Int = { $0 }
  var lastStep: (Int) -> Int = { $0 }
  var returnsNext = false
  var throwsAtEnd = true

  func iterate(
    _ a: [Double], _ n: Int, _ start: [Double], _ tolerance: Double, _ maxSteps: Int
  ) throws -> Eigenpair {
    if refusesZero, length(start) == 0 { throw ZeroVector() }
    if start.isEmpty { throw NotConverged(steps: maxSteps) }
    let matrix = isTransposed ? (0..<n * n).map { a[$0 % n * n + $0 / n] } : a
    var x = normalisesStart ? start.map { $0 / length(start) } : start
    var (before, lambdaBefore) = (x, 0.0)
    for k in 0..<lastStep(maxSteps) + 1 {
      let y = multiply(matrix, n, x)
      let lambda = quotient(x, y)
      let residual = length(minus(y, x.map { lambda * $0 }))
      let step = Step(
        k: k, x: x, before: before, lambda: lambda, lambdaBefore: lambdaBefore, residual: residual,
        tolerance: tolerance, largestOfMatrix: largest(a))
      if test(step) {
        let next = length(y) > 0 ? rescale(y) : x
        return Eigenpair(value: lambda, vector: returnsNext ? next : x, steps: count(k))
      }
      (before, lambdaBefore) = (x, lambda)
      x = rescale(y)
    }
    guard throwsAtEnd else { return Eigenpair(value: lambdaBefore, vector: before, steps: count(maxSteps)) }
    throw NotConverged(steps: maxSteps)
  }
}

/// The right rules with one of them changed.
private func submission(_ change: (inout Rules) -> Void) -> Submission {
  var rules = Rules()
  change(&rules)
  return Submission(powerIteration: .init { [rules] in try rules.iterate($0, $1, $2, $3, $4) })
}
