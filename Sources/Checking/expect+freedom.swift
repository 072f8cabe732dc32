// Expectations for answers that are free in part: in their order, their sign, their names or their basis.

import LabNumerics

/// Expects these numbers in any order: roots, eigenvalues.
///
/// The numbers of both sides are compared in ascending order; NaN stands last.
public func expect(
  _ got: @autoclosure () throws -> [Double], equalsInAnyOrder expected: [Double],
  within tolerance: Tolerance = .exact, _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let subject = what ?? Session.current.callThatGave(got.observation) ?? "the vector"
  judge(
    ascending(got), equals: ascending(expected), within: tolerance, advice, subject: "\(subject), in ascending order,",
    line: line)
}

/// Expects these rows in any order: clusters' centres, points of a set.
///
/// Each expected row takes the nearest row that is left; the rows must lie farther apart than the tolerance.
public func expect(
  _ got: @autoclosure () throws -> [[Double]], rowsInAnyOrder expected: [[Double]],
  within tolerance: Tolerance = .exact, _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let subject = what ?? Session.current.callThatGave(got.observation) ?? "the set"
  var left = got
  var ordered: [[Double]] = []
  for row in expected where !left.isEmpty {
    let nearest = left.indices.min { distance(left[$0], row) < distance(left[$1], row) }!
    ordered.append(left.remove(at: nearest))
  }
  judge(
    ordered + left, equals: expected, within: tolerance, advice, subject: "\(subject), its rows in the order expected,",
    line: line)
}

/// Expects this vector or its negative: an eigenvector, a principal direction.
public func expect(
  _ got: @autoclosure () throws -> [Double], equalsUpToSign expected: [Double],
  within tolerance: Tolerance = .exact, _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let subject = what ?? Session.current.callThatGave(got.observation) ?? "the vector"
  let isOpposite = zip(got, expected).reduce(0) { $0 + $1.0 * $1.1 } < 0
  judge(
    isOpposite ? got.map { -$0 } : got, equals: expected, within: tolerance, advice,
    subject: isOpposite ? "the negative of \(subject)" : subject, line: line)
}

/// Expects vectors that span the same subspace, whatever basis of it they are.
///
/// Judged by sin θ, θ the largest principal angle between the two (Björck and Golub, Math. Comp. 27, 1973), computed as
/// the largest singular value of the part of one orthonormal basis that lies outside the other's span.
///
/// * `got`: the basis that came, one vector an array.
/// * `expected`: a basis of the right subspace, the vectors as long.
/// * `bound`: of sin θ; a basis accurate to δ in a problem with gap g has about δ/g.
public func expect(
  _ got: @autoclosure () throws -> [[Double]], spansAs expected: [[Double]], withinSine bound: Double,
  _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  let subject = what ?? session.callThatGave(got.observation) ?? "the basis"
  guard got.map(\.count) == expected.map(\.count) else {
    return session.fail(
      message: "\(subject) has shape \(shape(got)), expected \(shape(expected))", advice: advice, line: line)
  }
  guard got.joined().allSatisfy(\.isFinite) else {
    return session.fail(message: "\(subject) holds NaN or infinity", advice: advice, line: line)
  }
  guard !expected.isEmpty else { return session.expectationMet() }
  let (mine, right) = (columns(got), columns(expected))
  let rank = (try? LabNumerics.rank(mine)) ?? 0
  guard rank == got.count else {
    return session.fail(
      message: "\(subject) is \(count(got.count, "vector", "vectors")), but they span only \(rank) dimensions",
      advice: advice, line: line)
  }
  guard let sine = sineOfLargestAngle(mine, right) else {
    return session.fail(message: "the subspaces cannot be compared: a fault of the lab", advice: nil, line: line)
  }
  if sine <= bound { return session.expectationMet() }
  session.fail(
    message: "\(subject) spans another subspace: the sine of the largest angle between the two is \(brief(sine)), "
      + "allowed is at most \(brief(bound))", advice: advice, line: line)
}

/// Expects the same grouping: labels that are equal where the expected ones are, whatever their names.
public func expect(
  _ got: @autoclosure () throws -> [Int], equalsUpToRelabelling expected: [Int], _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  let subject = what ?? session.callThatGave(got.observation) ?? "the labels"
  guard got.count == expected.count else {
    return session.fail(
      message: "\(subject) has \(count(got.count, "label", "labels")), expected \(expected.count)", advice: advice,
      line: line)
  }
  var (first, inverse) = ([Int: Int](), [Int: Int]())  // of each group, of either side: the index that named it
  for index in got.indices {
    let (mine, theirs) = (first[got[index]], inverse[expected[index]])
    if let mine, expected[mine] != expected[index] {
      return session.fail(
        message: "\(subject): \(mine) and \(index) have one label (\(got[index])), but belong to different groups",
        advice: advice, line: line)
    }
    if let theirs, got[theirs] != got[index] {
      return session.fail(
        message: "\(subject): \(theirs) and \(index) belong to one group, but have the labels \(got[theirs]) and "
          + "\(got[index])", advice: advice, line: line)
    }
    if mine == nil { first[got[index]] = index }
    if theirs == nil { inverse[expected[index]] = index }
  }
  session.expectationMet()
}

private func ascending(_ numbers: [Double]) -> [Double] {
  numbers.sorted { $1.isNaN && !$0.isNaN || $0 < $1 }
}

/// The square of the distance; infinite where it is NaN, so that such a row is chosen last.
private func distance(_ a: [Double], _ b: [Double]) -> Double {
  let square = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return a.count == b.count && square.isFinite ? square : .infinity
}

private func columns(_ vectors: [[Double]]) -> Matrix<Double> {
  Matrix(vectors).transposed()
}

private func sineOfLargestAngle(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double? {
  guard let q = try? QR(a).q(), let p = try? QR(b).q() else { return nil }
  let outside = p - q • (q.transposed() • p)
  return try? singularValues(outside)[0]
}
