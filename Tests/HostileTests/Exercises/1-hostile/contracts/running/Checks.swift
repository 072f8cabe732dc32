import Checking

protocol RunningMean {
  init()
  mutating func add(_ value: Double)
  var mean: Double { get }
}

struct Submission {
  /// The means after each number.
  var means: Function<[Double], [Double]>
  /// The means of a value that was told the first number and of a copy that was told the second as well.
  var copied: Function<Double, Double, [Double]>

  init<Running: RunningMean>(_: Running.Type) {
    means = .init { numbers in
      var running = Running()
      return numbers.map { number in
        running.add(number)
        return running.mean
      }
    }
    copied = .init { first, second in
      var running = Running()
      running.add(first)
      var copy = running
      copy.add(second)
      return [running.mean, copy.mean]
    }
  }
}

enum Run: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("knows the mean so far") { s in expect(try s.means([2, 4, 9]), equals: [2, 3, 5]) },
      Check("is a value: a copy leads its own life") { s in expect(try s.copied(1, 3), equals: [1, 2]) },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [Misconception("sum", Submission(Sum.self), "Divide."), Misconception("last", Submission(Last.self), "Remember.")]
  }

  struct Sum: RunningMean {
    var mean = 0.0
    mutating func add(_ value: Double) { mean += value }
  }

  struct Last: RunningMean {
    var mean = 0.0
    mutating func add(_ value: Double) { mean = value }
  }
}
