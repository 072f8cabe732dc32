import LabNumerics
import RealModule

/// Laws of broadcasting, sums, order, extrema and powers.
let arrangementLaws: [Law] =
  Law.both("a row or column goes with every row or column", broadcasting, broadcasting)
  + Law.both("sums on a grid are those of a plain loop, by rows and columns too", gridSums, gridSums)
  + Law.both("a sum is within (log₂ n + 16)·ε/2·Σ|xᵢ| of adding in order, and scales", roundedSums, roundedSums)
  + Law.both("cumulative sums differ by the elements and end in the sum", cumulativeSums, cumulativeSums)
  + Law.both("cumulative sums of Doubles on a grid round once", cumulativeRounding, cumulativeRounding)
  + Law.both("sorting keeps the elements and puts them in rising order, NaN last", sorting, sorting)
  + Law.both("argsort is the one stable order, and its argsort the ranks", sortingIndices, sortingIndices)
  + Law.both("extrema are those of a plain loop, the first of equals and the first NaN", extrema, extrema)
  + Law.both("extrema by rows are those by columns of the transpose", extremaByRows, extremaByRows)
  + Law.both("whole powers are repeated products", wholePowers, wholePowers)
  + Law.both("xᵖ·x^q = x^(p + q), and powers of two are exact", sumsOfExponents, sumsOfExponents)
  + Law.both("powers of matrices and with a vector of exponents are powers of the elements", formsOfPower, formsOfPower)

extension Draws {
  /// Mostly short; one in eight long enough for several blocks of a pairwise sum.
  fileprivate mutating func length(_ least: Int = 0) -> Int {
    int(0...7) == 7 ? size(least, upTo: 700) : size(least, upTo: 40)
  }

  /// A multiple of 1/8 from −4 ... 4, one in four of them ±0, ±∞ or NaN.
  fileprivate mutating func special<S: LinearAlgebraScalar>(_ count: Int) -> Vector<S> {
    let specials: [S] = [0, -0.0, .infinity, -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
    return Vector(count: count) { _ in int(0...3) == 3 ? specials[int(0...6)] : element() }
  }

  fileprivate mutating func specialMatrix<S: LinearAlgebraScalar>(_ rows: Int, _ columns: Int) -> Matrix<S> {
    Matrix(rows: rows, columns: columns, Array(special(rows * columns) as Vector<S>))
  }

  /// From 2⁻⁴ to 2⁴, with digits to the last place.
  fileprivate mutating func positive<S: LinearAlgebraScalar>() -> S {
    S(sign: .plus, exponent: S.Exponent(int(0...8) - 4), significand: 1 + S(number(below: 1 << 23)) / 3 * 0x1p-22)
  }
}

/// The same number: the same sign of zero, and NaN for NaN.
private func isSame<S: LinearAlgebraScalar>(_ x: S, _ y: S) -> Bool {
  x.isNaN ? y.isNaN : x == y && x.sign == y.sign
}

private func areSame<S: LinearAlgebraScalar>(_ x: Vector<S>, _ y: Vector<S>) -> Bool {
  x.count == y.count && zip(x, y).allSatisfy(isSame)
}

private func areSame<S: LinearAlgebraScalar>(_ a: Matrix<S>, _ b: Matrix<S>) -> Bool {
  a.shape == b.shape && areSame(a.flattened, b.flattened)
}

// MARK: - Broadcasting

private func broadcasting<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let (m, n) = (c.size(upTo: 6), c.size(upTo: 20))
  let a: Matrix<S> = c.specialMatrix(m, n), row: Vector<S> = c.special(n), column: Vector<S> = c.special(m)
  func problem(
    _ name: String, _ op: (S, S) -> S, _ whole: (Matrix<S>, Broadcast<S>) -> Matrix<S>,
    _ inPlace: (inout Matrix<S>, Broadcast<S>) -> Void
  ) -> String? {
    let byRow = Matrix(rows: m, columns: n) { op(a[$0, $1], row[$1]) }
    let byColumn = Matrix(rows: m, columns: n) { op(a[$0, $1], column[$0]) }
    var (first, second) = (a, a)
    inPlace(&first, .row(row))
    inPlace(&second, .column(column))
    return unless(areSame(whole(a, .row(row)), byRow) && areSame(first, byRow), "\(name) row: \(a), \(row)")
      ?? unless(areSame(whole(a, .column(column)), byColumn) && areSame(second, byColumn), "\(name): \(a), \(column)")
      ?? unless(areSame(whole(a.transposed(), .row(column)), byColumn.transposed()), "\(name)ᵀ: \(a), \(column)")
  }
  return problem("+", +, +, +=) ?? problem("-", -, -, -=) ?? problem("*", *, *, *=) ?? problem("/", /, /, /=)
}

// MARK: - Sums

private func gridSums<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  // Multiples of 1/8 up to 700 · 4: no sum of them rounds, in whatever order.
  let n = c.length(), m = c.size(upTo: n > 40 ? 1 : 40)
  let a: Matrix<S> = c.bool() ? c.matrix(m, n) : c.matrix(n, m)
  let rows = (0..<a.rowCount).map { i in (0..<a.columnCount).reduce(S(0)) { $0 + a[i, $1] } }
  let columns = (0..<a.columnCount).map { j in (0..<a.rowCount).reduce(S(0)) { $0 + a[$1, j] } }
  return unless(a.rowSums() == Vector(rows) && a.columnSums() == Vector(columns), "\(a)")
    ?? unless(a.sum() == rows.reduce(0, +) && a.transposed().sum() == a.sum(), "\(a)")
    ?? unless(a.rowCount == 0 || a[row: 0].sum() == rows[0], "\(a)")
    ?? unless(a.count == 0 || (a.mean() - a.sum() / S(a.count)).magnitude <= a.mean().ulp, "mean of \(a)")
}

private func roundedSums<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let n = c.length()
  let x = Vector<S>(count: n) { _ in c.roughScalar(S.self) / 3 }
  let (plain, size) = (x.reduce(0, +), x.reduce(0) { $0 + $1.magnitude })
  let ownBound = gamma(1) * size * (S.log2(S(max(n, 1))) + 16)
  let s = S(sign: .plus, exponent: S.Exponent(c.int(0...40) - 20), significand: 1)
  let a = Matrix(rows: 1, columns: n, Array(x))
  return beyond((x.sum() - plain).magnitude, ownBound + gamma(max(n, 1)) * size, "\(x)")
    ?? beyond(
      (a.transposed().columnSums() - Vector([plain])).norm(.infinity), ownBound + gamma(max(n, 1)) * size, "\(x)")
    ?? unless((s * x).sum() == s * x.sum() && (-x).sum() == -x.sum() && a.rowSums()[0] == x.sum(), "\(s), \(x)")
}

private func cumulativeSums<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.vector(c.length())
  let sums = x.cumulativeSum()
  let isStepwise = x.indices.allSatisfy { sums[$0] - ($0 == 0 ? 0 : sums[$0 - 1]) == x[$0] }
  return unless(sums.count == x.count && isStepwise && (sums.last ?? 0) == x.sum(), "\(x): \(sums)")
}

private func cumulativeRounding<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  // Multiples of 2⁻²⁰ below 2¹⁴ in sum: exact in Double, rounded in Float.
  let x: Vector<S> = c.roughVector(c.length())
  var (sum, sums) = (0.0, [S]())
  for x in x {
    sum += Double(x)
    sums.append(S(sum))
  }
  return unless(x.cumulativeSum() == Vector(sums), "\(x)")
}

// MARK: - Order

private func sorting<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.special(c.length())
  var sorted = x
  sorted.sort()
  // How often a bit pattern occurs, so that −0 is not 0; all NaN together.
  func counts(_ x: Vector<S>) -> [String: Int] { Dictionary(x.map { ("\($0)", 1) }, uniquingKeysWith: +) }
  let isRising = zip(sorted, sorted.dropFirst()).allSatisfy { $0 <= $1 || $1.isNaN }
  var again = sorted
  again.sort()
  return unless(isRising && counts(sorted) == counts(x) && areSame(again, sorted), "\(x): \(sorted)")
}

private func sortingIndices<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.special(c.length())
  var sorted = x
  sorted.sort()
  let order = x.argsort()
  func precedes(_ i: Int, _ j: Int) -> Bool {
    x[i] < x[j] || !x[i].isNaN && x[j].isNaN || (x[i] == x[j] || x[i].isNaN && x[j].isNaN) && i < j
  }
  // Every pair in order and n of them: each index once.
  let isStable = order.count == x.count && zip(order, order.dropFirst()).allSatisfy(precedes)
  let ranks = Vector(order.map(S.init)).argsort()
  return unless(isStable && areSame(Vector(order.map { x[$0] }), sorted), "\(x): \(order)")
    ?? unless(order.indices.allSatisfy { ranks[order[$0]] == $0 }, "\(x): \(ranks)")
}

private func extrema<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.bool() ? c.special(c.length()) : c.vector(c.length())
  var (largest, smallest): (Int?, Int?) = (nil, nil)
  for i in x.indices {
    if largest.map({ !x[$0].isNaN && (x[i] > x[$0] || x[i].isNaN) }) ?? true { largest = i }
    if smallest.map({ !x[$0].isNaN && (x[i] < x[$0] || x[i].isNaN) }) ?? true { smallest = i }
  }
  func isValue(_ value: S, at place: Int?, _ none: S) -> Bool {
    // Of 0 and −0 either is the extremum.
    place.map { x[$0].isNaN ? value.isNaN : value == x[$0] } ?? (value == none)
  }
  return unless(x.argmax() == largest && x.argmin() == smallest, "\(x): \(x.argmax() as Any), \(x.argmin() as Any)")
    ?? unless(isValue(x.maximum(), at: largest, -.infinity) && isValue(x.minimum(), at: smallest, .infinity), "\(x)")
    ?? unless((-x).argmax() == x.argmin(), "−\(x)")
}

private func extremaByRows<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.specialMatrix(c.size(upTo: 9), c.size(upTo: 20))
  let rows = (0..<a.rowCount).map { a[row: $0] }
  // Of 0 and −0 either is the extremum.
  func agree(_ x: Vector<S>, _ y: Vector<S>) -> Bool {
    x.count == y.count && zip(x, y).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
  return unless(
    agree(a.rowMaxima(), Vector(rows.map { $0.maximum() })) && agree(a.rowMinima(), Vector(rows.map { $0.minimum() })),
    "rows of \(a)")
    ?? unless(
      agree(a.transposed().columnMaxima(), a.rowMaxima()) && agree(a.transposed().columnMinima(), a.rowMinima()),
      "columns of \(a)ᵀ")
    ?? unless(
      agree([a.maximum(), a.minimum()], [a.rowMaxima().maximum(), a.rowMinima().minimum()]), "extrema of \(a)")
    ?? unless(
      a.columnCount == 0 || a.rowArgmax() == rows.map { $0.argmax()! } && a.rowArgmin() == rows.map { $0.argmin()! },
      "places of \(a)")
}

// MARK: - Powers

private func wholePowers<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x = Vector<S>(count: c.size(upTo: 20)) { _ in (c.bool() ? -1 : 1) * c.positive() }
  let n = c.int(0...6)
  let (powers, inverses) = (pow(x, S(n)), pow(x, S(-n)))
  for i in x.indices {
    let product = (0..<n).reduce(S(1)) { product, _ in product * x[i] }
    // n − 1 products round, the quotient once more, and the power by 1.3 ulp.
    let bound = (S(n) + 3) * S.ulpOfOne
    let words = "\(x[i]) to the \(n)"
    if let problem = beyond((powers[i] - product).magnitude, bound * product.magnitude, words)
      ?? beyond((inverses[i] * product - 1).magnitude, bound, "\(words), inverse")
    {
      return problem
    }
  }
  return unless(pow(x, 0) == Vector(repeating: 1, count: x.count) && pow(x, 1) == x, "\(x)")
}

private func sumsOfExponents<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: S = c.positive(), p = S(c.int(0...64)) / 8 - 4, q = S(c.int(0...64)) / 8 - 4
  func power(_ x: S, _ p: S) -> S { pow([x] as Vector<S>, p)[0] }
  let (k, n) = (c.int(0...20) - 10, c.int(0...8) - 4)
  let (two, result) = (S(1) * .pow(2, k), S(1) * .pow(2, k * n))
  // Three powers within 1.3 ulp and a product within ½.
  return beyond((power(x, p) * power(x, q) / power(x, p + q) - 1).magnitude, 5 * S.ulpOfOne, "\(x), \(p), \(q)")
    ?? beyond((power(x, 0.5) - x.squareRoot()).magnitude, 2 * x.squareRoot().ulp, "√\(x)")
    ?? unless(power(two, S(n)) == result, "2^\(k) to the \(n): \(power(two, S(n)))")
}

private func formsOfPower<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let a: Matrix<S> = c.specialMatrix(c.size(upTo: 6), c.size(upTo: 9)), p: S = c.special(1)[0]
  let x = a.flattened, exponents: Vector<S> = c.special(x.count)
  let one = Vector(x.map { pow([$0] as Vector<S>, p)[0] })
  let each = Vector(zip(x, exponents).map { pow([$0] as Vector<S>, $1)[0] })
  var (b, y) = (a, x)
  pow(b, p, result: &b)
  pow(y, p, result: &y)
  return unless(areSame(pow(x, p), one) && areSame(y, one), "\(x) to the \(p): \(pow(x, p))")
    ?? unless(areSame(pow(a, p).flattened, one) && areSame(b.flattened, one), "\(a) to the \(p)")
    ?? unless(areSame(pow(x, exponents), each), "\(x) to the \(exponents)")
}
