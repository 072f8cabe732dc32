internal import CAllocationCounter

// Expectations about how an answer comes about: its order, what it leaves alone, how often it asks, what it allocates.

/// An order of neighbours.
public enum Monotone: String, Sendable {
  case increasing, nonDecreasing = "non-decreasing", decreasing, nonIncreasing = "non-increasing"

  func holds(_ a: Double, _ b: Double, slack: Double) -> Bool {
    switch self {
    case .increasing: b > a - slack
    case .nonDecreasing: b >= a - slack
    case .decreasing: b < a + slack
    case .nonIncreasing: b <= a + slack
    }
  }
}

/// Expects a sequence that goes one way, as a loss that never rises.
///
/// * `values`: NaN is in no order.
/// * `order`: of each value and the next.
/// * `slack`: by how much a neighbour may go the other way: the rounding of one value, no more.
public func expect(
  _ values: @autoclosure () throws -> [Double], is order: Monotone, slack: Double = 0, _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let values = answer(values, advice, line) else { return }
  let session = Session.current
  let subject = what ?? session.callThatGave(values.observation) ?? "the sequence"
  let breach = values.indices.dropLast().first { !order.holds(values[$0], values[$0 + 1], slack: slack) }
  guard let breach else {
    guard values.count == 1, values[0].isNaN else { return session.expectationMet() }
    return session.fail(message: "\(subject) is NaN", advice: advice, line: line)
  }
  session.fail(
    message: "\(subject) is not \(order.rawValue): [\(breach)] is \(describe(values[breach])), "
      + "[\(breach + 1)] is \(describe(values[breach + 1]))", advice: advice, line: line)
}

/// Expects a call to leave an argument as it was, bit for bit: what is written through a pointer is written into the
/// caller's array, too.
///
/// * `argument`: what the call is given.
/// * `name`: the argument's, for the report.
/// * `call`: makes the call with it.
public func expect<Value>(
  untouched argument: [Double], named name: String, _ advice: String? = nil, line: Int = #line,
  by call: ([Double]) throws -> Value
) {
  let before = argument.map(\.bitPattern)  // a copy of its own, out of reach
  do { _ = try call(argument) } catch {
    return Session.current.fail(
      message: "\(Session.current.latestCall?() ?? "the call") throws \(describe(error: error)), expected a value",
      advice: advice, line: line)
  }
  guard let index = argument.indices.first(where: { argument[$0].bitPattern != before[$0] }) else {
    return Session.current.expectationMet()
  }
  Session.current.fail(
    message: "\(name) was changed by the call: [\(index)] was \(describe(Double(bitPattern: before[index]))) and is "
      + describe(argument[index]), advice: advice, line: line)
}

/// A function given to the learner's code that counts how often it is called.
///
/// ```swift
/// let f = Counted { (x: Double) in sin(x) }
/// expect(try s.integrate(f.function, 0, 1), equals: 1 - cos(1), within: .absolute(1e-6))
/// expect(f, calledAtMost: 200, "Keep the values at the ends: each half needs only its middle.")
/// ```
public final class Counted<Input, Output> {
  public private(set) var count = 0
  private let body: (Input) -> Output

  public init(_ body: @escaping (Input) -> Output) { self.body = body }

  /// What is handed to the learner's code.
  public var function: (Input) -> Output {
    { input in
      self.count += 1
      return self.body(input)
    }
  }
}

/// Expects at least one call of the function and at most so many.
public func expect<Input, Output>(
  _ function: Counted<Input, Output>, named name: String = "the function", calledAtMost bound: Int,
  _ advice: String? = nil, line: Int = #line
) {
  if (1...max(1, bound)).contains(function.count) { return Session.current.expectationMet() }
  Session.current.fail(
    message: "\(name) was evaluated \(count(function.count, "time", "times")), "
      + (function.count == 0 ? "expected at least once" : "allowed are at most \(bound)"), advice: advice, line: line)
}

/// Expects a call to ask the heap for at most so many blocks: an array made in every turn of a loop shows, whatever the
/// machine's speed.
///
/// ```swift
/// var y = [Double](repeating: 0, count: 100)
/// expect(allocatesAtMost: 0, "Write into y; a new array in each turn costs more than the sum.", what: "axpy") {
///   try s.axpy.unrecorded(2, x, &y)
/// }
/// ```
///
/// Counted is what the calling thread asks for, the least of three calls: the first may set something up. Call
/// functions by `unrecorded`, for what records their answers allocates, too. Where a sanitizer owns the heap nothing
/// can be counted, and the expectation holds.
///
/// * `bound`: how many blocks.
/// * `what`: the call, for the report.
/// * `body`: makes the call.
public func expect<Value>(
  allocatesAtMost bound: Int, _ advice: String? = nil, what: String, line: Int = #line, _ body: () throws -> Value
) {
  let session = Session.current
  var least = Int.max
  for _ in 0..<3 {
    do {
      let before = allocation_counter_count()
      let value = try body()
      least = min(least, Int(allocation_counter_count() - before))
      withExtendedLifetime(value) {}
    } catch {
      return session.fail(
        message: "\(what) throws \(describe(error: error)), expected a value", advice: advice, line: line)
    }
  }
  if least <= bound || allocation_counter_counts() == 0 { return session.expectationMet() }
  session.fail(
    message: "\(what) asks the heap for \(count(least, "block", "blocks")) of memory, allowed are at most \(bound)",
    advice: advice, line: line, dependsOnOptimisation: true)
}
