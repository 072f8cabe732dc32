import Checking
import Glibc
import LabNumerics

/// A number of digits.
struct Prediction: Observable {
  var digits: Int

  init(_ digits: Int) { self.digits = digits }

  /// Beside the digits stands a 1, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [Double(digits), 1]) }
}

struct Submission {
  /// The name of a system.
  var correctDigits: Function<String, Prediction>
}

enum PredictTheDigits: Checklist {
  static var checks: [Check<Submission>] {
    questions.map { question in
      Check("\(question.name): \(question.text)") { s in
        let digits = try s.correctDigits(question.name).digits
        let found = question.measured
        expect(
          abs(digits - found) <= 1 && (0...16).contains(digits),
          "You predict \(digits) digits for \(question.name); \(digits < found ? "more" : "fewer") came out right",
          question.advice)
      }
    }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "residual thinking",
        Submission(
          mistakes: [
            "hilbert4": 16, "hilbert8": 16, "hilbert12": 16, "hilbert4Float": 7, "powers": 16, "centred": 16,
            "leastSquares": 16, "normalEquations": 16,
          ]),
        """
        The residual is as small as rounding allows in all of these, so you expect all digits. But b − A·x is small for \
        many x that are far from each other, and the more of them there are, the larger κ is: digits are lost in the \
        way back from b to x.
        """),
      Misconception(
        "determinant thinking",
        Submission(
          mistakes: [
            "hilbert4": 16, "hilbert8": 16, "hilbert12": 16, "hilbert4Float": 7, "powers": 16, "centred": 16, "tiny": 0,
            "graded": 4,
          ]),
        """
        You take a determinant near 0 for danger and a large one for safety. It depends on the unit: measured in \
        millimetres, lengths make the determinant of a 16 × 16 matrix 10⁴⁸ times larger, and not a digit changes.
        """),
      Misconception(
        "the digits lost for those that are left",
        Submission(
          mistakes: [
            "hilbert4": 4, "hilbert8": 10, "hilbert12": 16, "powers": 11, "centred": 7, "orthogonal": 0, "tiny": 0,
            "graded": 12, "leastSquares": 4, "normalEquations": 9,
          ]),
        """
        log₁₀ κ is how many digits may get lost. Those that are left are what remains of the 16 of a Double.
        """),
      Misconception(
        "natural logarithms",
        Submission(
          mistakes: [
            "hilbert4": 6, "hilbert8": 0, "hilbert4Float": 0, "powers": 0, "centred": 1, "graded": 0, "leastSquares": 6,
            "normalEquations": 0,
          ]),
        """
        You have subtracted ln κ. Decimal digits are counted in powers of ten: κ = 10⁴ costs four of them, not nine.
        """),
      Misconception(
        "κ believed for a diagonal matrix",
        Submission(mistakes: ["graded": 4]),
        """
        κ = 10¹² is right, and 16 − 12 is what it allows in the worst case. It is the worst over all changes of A of \
        this size; but each equation here has one unknown, and the elimination has nothing to add or subtract. A row \
        in another unit raises κ and costs no digit.
        """),
      Misconception(
        "Float taken for Double",
        Submission(mistakes: ["hilbert4Float": 12]),
        """
        κ is the same, but a Float begins with 7 digits, and they are all that can be lost.
        """),
      Misconception(
        "seven digits because it is Float",
        Submission(mistakes: ["hilbert4Float": 7]),
        """
        Seven digits is what each number is stored with. What the equations make of them is another matter, and κ tells.
        """),
      Misconception(
        "the normal equations as good as QR",
        Submission(mistakes: ["normalEquations": 12]),
        """
        Forming XᵀX looks harmless, but its condition number is the square of that of X. What QR loses once is lost \
        twice.
        """),
      Misconception(
        "κ² for QR, too",
        Submission(mistakes: ["leastSquares": 7]),
        """
        R has the condition number of X itself. The square comes in with XᵀX, which QR never forms (and with the \
        residual, if the fit is bad; here it is exact).
        """),
      Misconception(
        "every operation costs",
        Submission(mistakes: ["orthogonal": 12, "tiny": 12]),
        """
        There are 16³ operations, and each may round; but the errors do not simply add up, and nothing magnifies them \
        where κ = 1. A backward error of a few ε is what thousands of operations leave as well.
        """),
      Misconception(
        "the same polynomial, the same digits",
        Submission(mistakes: ["centred": 5]),
        """
        The polynomial is as before, but you ask for other numbers: its coefficients around the middle of the data. \
        Their powers look less alike, and κ falls by four orders of magnitude. Centre before you fit.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("what the machine shows", Submission(mistakes: [:])),
      Alternative(
        "16 − log₁₀ κ, rounded down",
        Submission(
          mistakes: [
            "hilbert4": 11, "hilbert8": 5, "hilbert12": 0, "hilbert4Float": 3, "powers": 5, "centred": 9,
            "leastSquares": 11, "normalEquations": 7,
          ])),
    ]
  }
}

// MARK: - The questions

private struct Question {
  var name: String
  var text: String
  /// What the machine shows.
  var measured: Int
  var advice: String
}

private let questions = [
  Question(
    name: "hilbert4", text: "Hilbert's matrix of order 4", measured: digits(solving: hilbert(4)),
    advice: "A relative error of 10⁻¹⁶ may become κ times as large. How many digits is that?"),
  Question(
    name: "hilbert8", text: "Hilbert's matrix of order 8", measured: digits(solving: hilbert(8)),
    advice: "Whole numbers, no zero, determinant 10¹²: none of that counts. What does κ = 1.5·10¹⁰ say?"),
  Question(
    name: "hilbert12", text: "Hilbert's matrix of order 12", measured: digits(solving: hilbert(12)),
    advice: "Compare κ with 1/ε = 4.5·10¹⁵."),
  Question(
    name: "hilbert4Float", text: "the same of order 4 in Float", measured: digits(solving: hilbert(4), as: Float.self),
    advice: "How many digits does a Float begin with, and how many does κ take?"),
  Question(
    name: "powers", text: "a polynomial through t = 0 … 9", measured: digits(solving: powers(0...9)),
    advice: "The columns t⁷, t⁸, t⁹ look much alike; κ = 9·10¹⁰ says how much."),
  Question(
    name: "centred", text: "the same with t = −4 … 5", measured: digits(solving: powers(-4...5)),
    advice: "Which κ belongs to this matrix?"),
  Question(
    name: "orthogonal", text: "an orthogonal matrix of order 16", measured: digits(solving: hadamard(scale: 0.25)),
    advice: "By how much can a matrix that keeps all lengths magnify an error?"),
  Question(
    name: "tiny", text: "the same, divided by 1024", measured: digits(solving: hadamard(scale: 0x1p-12)),
    advice: "Dividing by 1024 = 2¹⁰ changes exponents only. Does it change a single digit?"),
  Question(
    name: "graded", text: "diag(1, 10⁻¹²)", measured: digits(solving: [[1, 0], [0, 1e-12]]),
    advice: "Solve the two equations by hand: how often do you round?"),
  Question(
    name: "leastSquares", text: "a fit by QR", measured: leastSquaresDigits(by: orthogonalFit),
    advice: "R·x = Qᵀ·y: which κ has R, if X has 3.1·10⁴?"),
  Question(
    name: "normalEquations", text: "the same fit by XᵀX", measured: leastSquaresDigits(by: normalFit),
    advice: "It is the system XᵀX·x = Xᵀ·y that is solved here. Which κ has XᵀX, if X has 3.1·10⁴?"),
]

extension Submission {
  /// What the machine shows, but for these questions.
  fileprivate init(mistakes: [String: Int]) {
    let measured = questions.reduce(into: [:]) { $0[$1.name] = $1.measured }
    let answers = measured.merging(mistakes) { $1 }
    correctDigits = .init { Prediction(answers[$0] ?? -1) }
  }
}

// MARK: - The machine

/// Digits of the worst of 100 answers x to A·x = b, b = A·x*, with x* of the numbers ±1, ±2, ±3.
///
/// All entries of A and b are Doubles (and Floats) exactly, so that the error is that of the elimination alone.
private func digits<Scalar: BinaryFloatingPoint>(solving a: [[Double]], as type: Scalar.Type = Double.self) -> Int {
  worst(columns: a[0].count) { exact in
    eliminated(a.map { $0.map(Scalar.init) }, times(a, exact).map(Scalar.init)).map { Double($0) }
  }
}

/// The same for a quartic through nine exact points, t = 1, 1.125 … 2.
private func leastSquaresDigits(by fit: ([[Double]], [Double]) -> [Double]) -> Int {
  let x = (0...8).map { i in (0...4).map { pow(1 + Double(i) / 8, Double($0)) } }
  return worst(columns: 5) { fit(x, times(x, $0)) }
}

private func worst(columns: Int, _ solve: ([Double]) -> [Double]) -> Int {
  var random = SplitMix64(seed: 1)
  var largest = 0.0
  for _ in 0..<100 {
    let exact = (0..<columns).map { _ in
      Double(Int.random(in: 1...3, using: &random) * (random.next() % 2 == 0 ? 1 : -1))
    }
    let error = zip(solve(exact), exact).map { $0 - $1 }
    largest = max(largest, length(error) / length(exact))
  }
  return max(0, Int(min(16, -log10(largest)).rounded(.down)))
}

private func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func times(_ a: [[Double]], _ x: [Double]) -> [Double] {
  a.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// Elimination with partial pivoting.
private func eliminated<Scalar: BinaryFloatingPoint>(_ a: [[Scalar]], _ b: [Scalar]) -> [Scalar] {
  var rows = zip(a, b).map { $0 + [$1] }
  let n = rows.count
  for k in 0..<n {
    let pivot = (k..<n).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
    rows.swapAt(k, pivot)
    for i in (k + 1)..<n {
      let multiplier = rows[i][k] / rows[k][k]
      for j in k...n { rows[i][j] -= multiplier * rows[k][j] }
    }
  }
  return solvedUpper(rows)
}

/// The x of R·x = c for rows (R, c).
private func solvedUpper<Scalar: BinaryFloatingPoint>(_ rows: [[Scalar]]) -> [Scalar] {
  let n = rows.count
  var x = [Scalar](repeating: 0, count: n)
  for i in (0..<n).reversed() {
    x[i] = ((i + 1)..<n).reduce(rows[i][n]) { $0 - rows[i][$1] * x[$1] } / rows[i][i]
  }
  return x
}

/// A fit by modified Gram–Schmidt of (X, y), which is as good as Householder's (Björck, 1967).
private func orthogonalFit(_ x: [[Double]], _ y: [Double]) -> [Double] {
  let p = x[0].count
  var columns = (0..<p).map { j in x.map { $0[j] } } + [y]
  var r = [[Double]](repeating: [Double](repeating: 0, count: p + 1), count: p)
  for k in 0..<p {
    r[k][k] = length(columns[k])
    columns[k] = columns[k].map { $0 / r[k][k] }
    for j in (k + 1)...p {
      let share = zip(columns[k], columns[j]).reduce(0) { $0 + $1.0 * $1.1 }
      r[k][j] = share
      columns[j] = zip(columns[j], columns[k]).map { $0 - share * $1 }
    }
  }
  return solvedUpper(r)
}

private func normalFit(_ x: [[Double]], _ y: [Double]) -> [Double] {
  let transposed = x[0].indices.map { j in x.map { $0[j] } }
  return eliminated(transposed.map { times(transposed, $0) }, times(transposed, y))
}

/// 1/(i + j + 1) times the least common multiple of the denominators: whole numbers.
private func hilbert(_ n: Int) -> [[Double]] {
  let multiple = (1..<(2 * n)).reduce(1) { $0 * ($1 / greatestCommonDivisor($0, $1)) }
  return (0..<n).map { i in (0..<n).map { Double(multiple / (i + $0 + 1)) } }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }

private func powers(_ nodes: ClosedRange<Int>) -> [[Double]] {
  nodes.map { t in nodes.indices.enumerated().map { pow(Double(t), Double($0.offset)) } }
}

/// Sylvester's matrix of order 16, all entries ±scale; orthogonal for scale = 1/4.
private func hadamard(scale: Double) -> [[Double]] {
  (0..<16).map { i in (0..<16).map { (i & $0).nonzeroBitCount % 2 == 0 ? scale : -scale } }
}
