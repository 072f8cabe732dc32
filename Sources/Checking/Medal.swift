import Events
import Glibc
import LabNumerics

/// A goal beyond passing, measured when everything has passed: it is recorded and shown, and never decides a pass.
public struct Medal<Submission> {
  public let name: String
  /// What has to be reached.
  let goal: Double
  /// Behind the number: "× the reference's speed".
  let unit: String
  let kind: MedalKind
  let measure: (Submission, inout SplitMix64) throws -> Double?

  /// A number that the submission reaches on its own: digits, a score. The larger the better.
  ///
  /// - Parameters:
  ///   - name: what the medal is for.
  ///   - goal: the least that earns it.
  ///   - unit: what the number counts: "digits".
  ///   - measure: the number; nil if there is none.
  public init(
    _ name: String, atLeast goal: Double, unit: String, _ measure: @escaping (Submission) throws -> Double?
  ) {
    self.init(name: name, goal: goal, unit: unit, kind: .score) { submission, _ in try measure(submission) }
  }

  init(
    name: String, goal: Double, unit: String, kind: MedalKind,
    measure: @escaping (Submission, inout SplitMix64) throws -> Double?
  ) {
    self.name = name
    self.goal = goal
    self.unit = unit
    self.kind = kind
    self.measure = measure
  }
}

extension Medal {
  /// Speed: how many times as fast as the reference, both measured in this run, turn by turn.
  ///
  /// Each turn has an input of its own, and both answers are compared each time: what remembers old answers or works
  /// only when nobody looks earns nothing. The ratio is that of the medians.
  ///
  /// * `name`: what the medal is for.
  /// * `ratio`: how many times as fast as the reference it must be.
  /// * `input`: makes one; take a size at which a turn lasts 1 to 20 ms.
  /// * `reference`: does the work in the way that is to be beaten.
  /// * `work`: lets the submission do it, through `Function.unrecorded`.
  public static func speed<Input>(
    _ name: String, times ratio: Double, input: @escaping (inout SplitMix64) -> Input,
    reference: @escaping (Input) -> [Double], work: @escaping (Submission, Input) throws -> [Double]
  ) -> Medal {
    Medal(name: name, goal: ratio, unit: "times as fast", kind: .speed) { submission, random in
      var (mine, theirs) = ([Double](), [Double]())
      let start = now()
      while mine.count < leastTurns || mine.count < mostTurns && now() - start < patience {
        let input = input(&random)
        let isFirst = mine.count % 2 == 0
        let before = isFirst ? timed { try work(submission, input) } : nil
        let right = timed { reference(input) }
        let after = isFirst ? before : timed { try work(submission, input) }
        guard let right, let after, Observation(numbers: after.value).agrees(with: Observation(numbers: right.value))
        else { return nil }
        mine.append(after.seconds)
        theirs.append(right.seconds)
      }
      return median(theirs) / median(mine)
    }
  }

  private static var leastTurns: Int { 3 }
  private static var mostTurns: Int { 15 }
  /// Seconds.
  private static var patience: Double { 0.1 }
}

private func timed<Value>(_ work: () throws -> Value) -> (value: Value, seconds: Double)? {
  let start = now()
  guard let value = try? work() else { return nil }
  return (value, now() - start)
}

private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
