import LabNumerics
import Measuring

/// One way to do something, ready to be timed.
struct Contender {
  let name: String
  /// Does it so many times and says how many seconds that took.
  let time: (_ repeats: Int) throws -> Double
}

extension Contender {
  /// A contender of this program; `body` does the work once, with everything it needs captured.
  init(_ name: String, _ body: @escaping () throws -> Void) {
    self.init(name: name) { repeats in try seconds { for _ in 0..<repeats { try body() } }.0 }
  }
}

/// Contenders that took turns: the same round met the same machine.
struct Race {
  /// Seconds for doing it once, by contender, then by round.
  let times: [[Double]]

  /// - Parameters:
  ///   - contenders: who takes turns; every other round backwards, so that nobody always comes after the same.
  ///   - rounds: how often each is timed.
  ///   - sample: seconds that a sample takes at least, reached by repeating.
  /// - Throws: what a contender throws.
  init(_ contenders: [Contender], rounds: Int, sample: Double) throws {
    var times = [[Double]](repeating: [], count: contenders.count)
    var repeats: [Int] = []
    for (index, contender) in contenders.enumerated() {
      let first = try contender.time(1)
      if first > Self.long { times[index].append(first) }
      if first > sample {
        repeats.append(1)
      } else {
        // From the time of one to how many: twice, as the first estimate of something short is coarse.
        let rough = max(1, Int(sample / 10 / max(1e-9, try contender.time(1))))
        repeats.append(max(1, Int(sample / max(1e-12, try contender.time(rough) / Double(rough)))))
      }
    }
    for round in 0..<rounds {
      let order = round % 2 == 0 ? Array(contenders.indices) : contenders.indices.reversed()
      for index in order where times[index].count < rounds {
        times[index].append(try contenders[index].time(repeats[index]) / Double(repeats[index]))
      }
    }
    self.times = times
  }

  /// Seconds from which the first call counts: getting warm is nothing to it.
  private static let long = 0.5

  func median(_ contender: Int) -> Double { Measurements(times[contender]).median }

  /// The median over the rounds of (one − the other), in seconds.
  func difference(_ one: Int, _ other: Int) -> Double {
    Measurements(zip(times[one], times[other]).map { $0 - $1 }).median
  }

  /// The median over the rounds of one/other.
  func ratio(_ one: Int, _ other: Int) -> Double { Measurements(zip(times[one], times[other]).map { $0 / $1 }).median }
}

/// Takes a result, so that making it is not optimised away.
@inline(never)
func keep<T>(_ value: T) { withUnsafePointer(to: value) { kept = UnsafeRawPointer($0) } }

nonisolated(unsafe) private var kept: UnsafeRawPointer?

/// How long and how often to measure.
struct Effort {
  let isQuick: Bool

  var rounds: Int { isQuick ? 9 : 31 }
  /// Seconds a sample.
  var sample: Double { isQuick ? 200e-6 : 500e-6 }
}
