import Checking
import LabPlot

struct Submission {
  var mean: Function<[Double], Double>
}

enum Mean: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("of three numbers") { s in expect(try s.mean([1, 2, 6]), equals: 3) },
      Check("of nothing") { s in expect(try s.mean([]), equals: 0, "Nothing has no mean; the statement says 0.") },
      Check("of random numbers", cases: 3) { s, random in
        let x = (0..<7).map { _ in Double.random(in: 1...2, using: &random) }
        expect(try s.mean(x), equals: x.reduce(0, +) / 7, within: .ulps(8))
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "divided by n − 1",
        Submission(mean: .init { x in x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1) }), "Divide by n."),
      Misconception(
        "nothing divided by nothing", Submission(mean: .init { x in x.reduce(0, +) / Double(x.count) }),
        "0/0 is NaN."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "running mean",
        Submission(
          mean: .init { x in
            var mean = 0.0
            for (index, value) in x.enumerated() { mean += (value - mean) / Double(index + 1) }
            return mean
          }))
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        var plot = Plot("Your means of 1 … n", x: "n", y: "mean")
        plot.line([2, 4, 6], try [2, 4, 6].map { n in try s.mean.unrecorded((1...n).map(Double.init)) })
        return Figure([plot])
      }
    ]
  }

  /// Round n appends n; its loss is the mean of 1 … n.
  static func training(of submission: Submission, from checkpoint: [UInt8]?) throws -> TrainingRun? {
    var made = checkpoint ?? []
    return TrainingRun(done: made.count, epochs: 3) {
      made.append(UInt8(made.count + 1))
      return (try submission.mean.unrecorded(made.map(Double.init)), made)
    }
  }
}
