import Events

/// What happens while one check runs: the answers recorded and the expectations not met.
///
/// One check runs at a time, on one thread; the current session is therefore a global variable.
final class Session {
  nonisolated(unsafe) static var current = Session()

  private(set) var observations: [Observation] = []
  private(set) var failures: [Failure] = []
  /// How many expectations were asked; a check that asks none proves nothing.
  private(set) var expectationCount = 0
  /// The largest error of a numeric answer, relative to the largest expected entry; nil if none was compared.
  private(set) var largestError: Double?
  var caseIndex: Int?
  private var lastCall: (call: () -> String, answer: Observation)?
  /// The call in progress or just made, for the report of an error nobody caught.
  private(set) var latestCall: (() -> String)?

  func willCall(_ call: @escaping () -> String) { latestCall = call }

  func didCall(_ call: @escaping () -> String, _ answer: Observation) {
    observations.append(answer)
    lastCall = (call, answer)
  }

  /// The text of the last call, if it is what gave this answer.
  func callThatGave(_ answer: Observation) -> String? {
    guard let lastCall, lastCall.answer.identical(to: answer) else { return nil }
    return lastCall.call()
  }

  func expectationMet() { expectationCount += 1 }

  /// Takes note of how far the numbers of an answer lie from the expected ones, as a share of the largest.
  func compared(error: Double) { largestError = max(largestError ?? 0, error) }

  func fail(
    message: String, difference: String? = nil, picture: [String]? = nil, advice: String?, line: Int,
    dependsOnOptimisation: Bool? = nil
  ) {
    expectationCount += 1
    guard failures.count < Self.failureLimit else { return }
    failures.append(
      Failure(
        message: message, difference: difference, picture: picture, advice: advice, line: line, caseIndex: caseIndex,
        dependsOnOptimisation: dependsOnOptimisation))
  }

  private static let failureLimit = 8
}

extension Observation {
  /// Equal in every bit that can be seen, NaN included.
  func identical(to other: Observation) -> Bool {
    shape == other.shape && text == other.text && numbers.count == other.numbers.count
      && zip(numbers, other.numbers).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}
