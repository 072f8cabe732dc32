// The expectations. None stops the check, not even when a value is asked for and an error comes: the answers recorded
// must have the same length for every submission.
// A function's name is reported with its arguments if the value judged is what it just returned.

/// Expects a number within a tolerance of the right one.
///
/// `advice` is what to look at if it is wrong; `what` says what the number is, if it is not simply the last call's
/// answer: "cosine of the angle".
public func expect(
  _ got: @autoclosure () throws -> Double, equals expected: Double, within tolerance: Tolerance = .exact,
  _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  let comparison = Comparison([got], [expected], within: tolerance)
  session.compared(error: comparison.normwiseError)
  if comparison.wrong.isEmpty { return session.expectationMet() }
  let subject = what ?? session.callThatGave(got.observation) ?? "the value"
  session.fail(
    message: "\(subject) is \(describe(got)), expected \(describe(expected))",
    difference: distance(got, expected), advice: advice, line: line)
}

/// Expects a whole number.
public func expect(
  _ got: @autoclosure () throws -> Int, equals expected: Int, _ advice: String? = nil, what: String? = nil,
  line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  if got == expected { return session.expectationMet() }
  let subject = what ?? session.callThatGave(got.observation) ?? "the value"
  session.fail(message: "\(subject) is \(got), expected \(expected)", advice: advice, line: line)
}

/// Expects a yes or no.
public func expect(
  _ got: @autoclosure () throws -> Bool, equals expected: Bool, _ advice: String? = nil, what: String? = nil,
  line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  if got == expected { return session.expectationMet() }
  let subject = what ?? session.callThatGave(got.observation) ?? "the value"
  session.fail(message: "\(subject) is \(got), expected \(expected)", advice: advice, line: line)
}

/// Expects a vector: the count first, then the entries.
public func expect(
  _ got: @autoclosure () throws -> [Double], equals expected: [Double], within tolerance: Tolerance = .exact,
  _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let subject = what ?? Session.current.callThatGave(got.observation) ?? "the vector"
  judge(got, equals: expected, within: tolerance, advice, subject: subject, line: line)
}

/// Expects a matrix as an array of rows: the shape first, then the entries.
public func expect(
  _ got: @autoclosure () throws -> [[Double]], equals expected: [[Double]], within tolerance: Tolerance = .exact,
  _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let subject = what ?? Session.current.callThatGave(got.observation) ?? "the matrix"
  judge(got, equals: expected, within: tolerance, advice, subject: subject, line: line)
}

/// Expects a measure of error (a residual ratio, a distance) that is not above its bound.
///
/// NaN is above every bound.
public func expect(
  _ what: String, _ got: Double, atMost bound: Double, _ advice: String? = nil, line: Int = #line
) {
  let session = Session.current
  if got <= bound { return session.expectationMet() }
  session.fail(
    message: "\(what) is \(brief(got)), allowed is at most \(brief(bound))", advice: advice, line: line)
}

/// Expects a measure (digits, a score) that is not below its bound.
///
/// NaN is below every bound.
public func expect(
  _ what: String, _ got: Double, atLeast bound: Double, _ advice: String? = nil, line: Int = #line
) {
  let session = Session.current
  if got >= bound { return session.expectationMet() }
  session.fail(
    message: "\(what) is \(brief(got)), wanted is at least \(brief(bound))", advice: advice, line: line)
}

/// Expects that something is true; `failure` is the whole sentence shown if it is not.
public func expect(_ condition: Bool, _ failure: @autoclosure () -> String, _ advice: String? = nil, line: Int = #line)
{
  if condition { return Session.current.expectationMet() }
  Session.current.fail(message: failure(), advice: advice, line: line)
}

/// Expects that the body throws this error: the same name and the same payload, whatever module its type is from.
public func expect<Value>(
  throws expected: some Error, _ advice: String? = nil, line: Int = #line, _ body: () throws -> Value
) {
  let session = Session.current
  do {
    let value = try body()
    let subject = session.latestCall?() ?? "the call"
    session.fail(
      message: "\(subject) returned \(describe(value)), expected it to throw \(describe(error: expected))",
      advice: advice, line: line)
  } catch {
    if describe(error: error) == describe(error: expected) { return session.expectationMet() }
    let subject = session.latestCall?() ?? "the call"
    session.fail(
      message: "\(subject) throws \(describe(error: error)), expected \(describe(error: expected))", advice: advice,
      line: line)
  }
}

/// The value, or nil after a thrown error has been reported in its place.
func answer<Value>(_ value: () throws -> Value, _ advice: String?, _ line: Int) -> Value? {
  do { return try value() } catch {
    let subject = Session.current.latestCall?() ?? "the call"
    Session.current.fail(
      message: "\(subject) throws \(describe(error: error)), expected a value", advice: advice, line: line)
    return nil
  }
}

// MARK: - Judging

/// Judges a vector: the count first, then the entries.
func judge(
  _ got: [Double], equals expected: [Double], within tolerance: Tolerance, _ advice: String?, subject: String, line: Int
) {
  let session = Session.current
  guard got.count == expected.count else {
    return session.fail(
      message: "\(subject) has \(count(got.count, "entry", "entries")), expected \(expected.count)",
      difference: "got \(describe(got)), expected \(describe(expected))", advice: advice, line: line)
  }
  let comparison = Comparison(got, expected, within: tolerance)
  session.compared(error: comparison.normwiseError)
  guard let first = comparison.wrong.first else { return session.expectationMet() }
  session.fail(
    message: "\(subject) is \(describe(got)), expected \(describe(expected))",
    difference: "first wrong at [\(first)]: \(describe(got[first])) instead of \(describe(expected[first])); "
      + comparison.summary, advice: advice, line: line)
}

/// Judges a matrix: the shape first, then the entries, with a picture of where they are wrong.
func judge(
  _ got: [[Double]], equals expected: [[Double]], within tolerance: Tolerance, _ advice: String?, subject: String,
  line: Int
) {
  let session = Session.current
  guard got.map(\.count) == expected.map(\.count) else {
    return session.fail(
      message: "\(subject) has shape \(shape(got)), expected \(shape(expected))", advice: advice, line: line)
  }
  let (flatGot, flatExpected) = (got.flatMap { $0 }, expected.flatMap { $0 })
  let comparison = Comparison(flatGot, flatExpected, within: tolerance)
  session.compared(error: comparison.normwiseError)
  guard let first = comparison.wrong.first else { return session.expectationMet() }
  var (row, column) = (0, first)
  while column >= got[row].count {
    column -= got[row].count
    row += 1
  }
  session.fail(
    message: "\(subject) is \(describe(got)), expected \(describe(expected))",
    difference: "first wrong at [\(row)][\(column)]: \(describe(flatGot[first])) instead of "
      + "\(describe(flatExpected[first])); \(comparison.summary)",
    picture: flatGot.count < leastForPicture ? nil : heatMap(got, expected, within: tolerance), advice: advice,
    line: line)
}

/// A matrix with fewer entries is read faster than its picture.
private let leastForPicture = 9

// MARK: - Words

/// The error of one number, absolute and relative, when it is small enough to be a question of digits.
private func distance(_ got: Double, _ expected: Double) -> String? {
  guard got.isFinite, expected.isFinite else { return nil }
  let error = abs(got - expected)
  guard expected != 0 else { return "off by \(brief(error))" }
  let relative = error / abs(expected)
  return ["off by \(brief(error))", "relative \(brief(relative))", Comparison.digitsShort(relative)]
    .compactMap { $0 }.joined(separator: ", ")
}

func shape(_ rows: [[Double]]) -> String {
  let counts = Set(rows.map(\.count))
  guard counts.count <= 1 else {
    let lengths = rows.prefix(8).map { String($0.count) } + (rows.count > 8 ? ["…"] : [])
    return "(\(rows.count) rows of lengths \(lengths.joined(separator: ", ")))"
  }
  return "(\(rows.count), \(counts.first ?? 0))"
}
