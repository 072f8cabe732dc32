import Sandbox

/// What one contender did with one model.
struct ModelResult {
  enum Outcome {
    case measured(Samples)
    /// It crashed, hung or gave up; with the reason.
    case failed(String)
  }

  let fitter: ModelFitter
  var score: Double?
  var outcome: Outcome

  var samples: Samples? { if case .measured(let samples) = outcome { samples } else { nil } }
}

/// One model, fitted by all who have it.
struct ModelComparison {
  let model: String
  var rows = 0
  var columns = 0
  var scoreName = ""
  /// In the order of `ModelFitter`.
  var results: [ModelResult] = []

  func result(_ fitter: ModelFitter) -> ModelResult? { results.first { $0.fitter == fitter } }

  /// scikit-learn's time over this one's: above 1 is faster.
  func ratio(_ fitter: ModelFitter) -> Double? {
    guard let own = result(fitter)?.samples, let theirs = result(.scikitLearn)?.samples else { return nil }
    return theirs.median / own.median
  }
}

/// Takes samples of all contenders in turns.
struct ModelMeasurement {
  var cancellation: Cancellation?
  var progress: (String) -> Void = { _ in }

  /// So many samples of each, in turns.
  private let rounds = 7
  /// A sample lasts at least so many seconds, of fits one after the other.
  private let shortestSample = 0.05
  /// A model that takes longer than this is sampled three times.
  private let longFit = 1.0

  /// - Throws: `Cancelled`, or what is wrong with the lab.
  func compare(_ model: String, _ contenders: [any ModelContender]) throws -> ModelComparison {
    var comparison = ModelComparison(model: model)
    var runners: [(contender: any ModelContender, seconds: Double, samples: [Double], failure: String?)] = []
    for contender in contenders {
      progress("\(model): \(contender.name.rawValue) fits and is judged")
      do {
        guard let fit = try contender.fit(cancellation: cancellation) else { continue }
        if comparison.rows == 0 { (comparison.rows, comparison.columns) = (fit.rows, fit.columns) }
        if !fit.scoreName.isEmpty { comparison.scoreName = fit.scoreName }
        guard (fit.rows, fit.columns) == (comparison.rows, comparison.columns) else {
          throw ContenderFailure(reason: "it has other rows: \(fit.rows) × \(fit.columns)")
        }
        runners.append((contender, fit.seconds, [], nil))
        comparison.results.append(
          ModelResult(fitter: contender.name, score: fit.score, outcome: .failed("not measured")))
      } catch let failure as ContenderFailure {
        comparison.results.append(ModelResult(fitter: contender.name, outcome: .failed(failure.reason)))
      }
    }
    let isLong = runners.contains { $0.seconds > longFit }
    for round in 0..<(isLong ? 3 : rounds) {
      progress("\(model): round \(round + 1) of \(isLong ? 3 : rounds)")
      for turn in runners.indices {
        let index = (turn + round) % runners.count  // each follows another one in turn
        guard runners[index].failure == nil else { continue }
        let repeats = max(1, Int((shortestSample / runners[index].seconds).rounded(.up)))
        do {
          let seconds = try runners[index].contender.sample(repeats, cancellation: cancellation)
          runners[index].samples.append(seconds / Double(repeats))
        } catch let failure as ContenderFailure {
          runners[index].failure = failure.reason
        }
      }
    }
    for runner in runners {
      guard let place = comparison.results.firstIndex(where: { $0.fitter == runner.contender.name }) else { continue }
      comparison.results[place].outcome = runner.failure.map { .failed($0) } ?? .measured(Samples(runner.samples))
    }
    return comparison
  }
}
