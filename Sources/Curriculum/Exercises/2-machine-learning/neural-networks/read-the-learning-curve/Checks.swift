import Checking

/// The number of an answer: of a diagnosis, as the cases are numbered, or of an epoch.
struct Reading: Observable {
  var number: Int

  init(_ number: Int) { self.number = number }

  /// Beside the answer stands a 1, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [Double(number), 1]) }
}

struct Submission {
  /// The name of a run.
  var diagnosis: Function<String, Reading>
  var epochToKeep: Function<String, Reading>
}

enum ReadTheLearningCurve: Checklist {
  static var checks: [Check<Submission>] {
    runs.map { run in
      Check("\(run.name): what was done") { s in
        let number = try s.diagnosis(run.name).number
        expect(
          number == run.diagnosis.rawValue,
          "You say \(Diagnosis(rawValue: number).map { "\($0)" } ?? "?") of \(run.name); that is not it", run.advice)
      }
    }
      + stopped.map { run in
        Check("\(run.name): the epoch to keep") { s in
          let epoch = try s.epochToKeep(run.name).number
          guard (1...run.epochs).contains(epoch) else {
            return expect(false, "\(epoch) is no epoch of \(run.name), which has \(run.epochs)", "Count from 1.")
          }
          let (loss, least) = (run.loss(after: epoch), run.losses.min() ?? .nan)
          expect(
            loss <= 1.125 * least,
            "The network of \(run.name) after epoch \(epoch) has the loss \(rounded(loss)) on 600 new rows; the least is "
              + "\(rounded(least))", run.advice)
        }
      }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the training loss alone",
        Submission(["b": .nothing, "e": .nothing, "f": .nothing], keep: ["e": 100]),
        """
        A training loss that falls shows that there is learning, not that there is anything learnt which holds for \
        other rows. What counts is the loss on rows that nobody learnt from.
        """),
      Misconception(
        "what is high is too small a network",
        Submission(["a": .underfitting, "g": .underfitting, "h": .underfitting]),
        """
        A high training loss has more than one cause. A curve that still falls wants more time or a larger rate, one \
        that jumps a smaller one; and below what the labels cost no network of any size can come.
        """),
      Misconception(
        "whatever jumps, the rate is too high",
        Submission(["f": .rateTooHigh]),
        """
        Too large a rate makes jumps at no time in particular. These come back after each epoch: look at what is the \
        same there, the order of the rows. A smaller rate would only make the teeth smaller.
        """),
      Misconception(
        "curves that agree are healthy",
        Submission(["b": .nothing, "c": .nothing, "g": .nothing, "h": .nothing]),
        """
        No gap means that the network does not do better on its own rows. It can do badly on both, or be slow on \
        both, or the rows for validation are its own. Look at how high the curves are, and at how high they can be.
        """),
      Misconception(
        "validation below training must be a leak",
        Submission(["d": .validationRowsLearnt]),
        """
        With dropout the training loss is that of a network of which half is switched off, taken before the step; \
        for validation all of it is on. A healthy run then has its validation loss below.
        """),
      Misconception(
        "every gap is overfitting",
        Submission(["a": .overfitting, "f": .overfitting, "h": .overfitting]),
        """
        Some gap there is in nearly every run. Overfitting shows in the validation loss itself: it falls, turns and \
        rises, while the training loss goes on towards 0.
        """),
      Misconception(
        "it only wants more epochs",
        Submission(["c": .rateTooLow, "h": .rateTooLow]),
        """
        A curve that has been flat for thirty epochs will be so for thirty more. Slowness looks otherwise: it still \
        falls when the run ends.
        """),
      Misconception(
        "jumps taken for noise in the labels",
        Submission(["a": .labelNoise, "f": .labelNoise]),
        """
        These labels are right, the table says so. And wrong labels make no jumps: they are the same in every epoch, \
        and raise all of the curve.
        """),
      Misconception(
        "learning by heart taken for overfitting",
        Submission(["b": .overfitting]),
        """
        300 units do learn 600 rows by heart, with their random labels. But then the loss on other rows would rise \
        far above 2.3. This validation loss falls to 0 on labels that were drawn at random: nobody can foresee \
        those.
        """),
      Misconception(
        "a high loss taken for guessing",
        Submission(["c": .nothingLearnt, "g": .nothingLearnt]),
        """
        Guessing costs log 10 = 2.30, from beginning to end. These curves come down from there: something is learnt.
        """),
      Misconception(
        "a rising validation loss taken for shuffled labels",
        Submission(["e": .labelsApart]),
        """
        If no label belonged to its row, nothing learnt would help with other rows, and the validation loss would \
        never fall below 2.3. Here it falls to a fraction of that before it turns.
        """),
      Misconception(
        "stopped where the curves part",
        Submission(keep: ["e": 6, "h": 4]),
        """
        Where the training loss falls below the validation loss, the network begins to know its own rows better, and \
        still gets better for others. Ask where the validation loss is least, not where a gap begins.
        """),
      Misconception(
        "stopped at the first flat stretch",
        Submission(keep: ["d": 25, "h": 6]),
        """
        The loss still falls, only more slowly; from 0.24 to 0.14 is two fifths of it. Stop when nothing has come of \
        waiting, not when little has.
        """),
    ]
  }
}

extension Submission {
  /// The right answers but for these.
  fileprivate init(_ diagnoses: [String: Diagnosis] = [:], keep epochs: [String: Int] = [:]) {
    let numbers = diagnoses.mapValues(\.rawValue)
    diagnosis = .init { name in
      Reading(numbers[name] ?? runs.first { $0.name == name }?.diagnosis.rawValue ?? 0)
    }
    epochToKeep = .init { name in Reading(epochs[name] ?? stopped.first { $0.name == name }?.best ?? 0) }
  }
}

// MARK: - The runs, as make_reference.py made them

private enum Diagnosis: Int {
  case nothing = 1
  case overfitting, underfitting, rateTooHigh, rateTooLow, notShuffled, validationRowsLearnt, labelNoise, labelsApart
  case nothingLearnt
}

private struct Run: Sendable {
  var name: String
  var diagnosis: Diagnosis
  /// For who does not see it.
  var advice: String
}

private let runs = [
  Run(
    name: "a", diagnosis: .rateTooHigh,
    advice: "800 rows with right labels, 64 units, and the training loss does not come to rest. Are its jumps regular?"),
  Run(
    name: "b", diagnosis: .validationRowsLearnt,
    advice: "How low can the loss be on rows whose labels, one in four, were drawn at random after all?"),
  Run(
    name: "c", diagnosis: .underfitting,
    advice: "Flat and high, for training as well. How much can this network tell apart?"),
  Run(
    name: "d", diagnosis: .nothing,
    advice: "Which of the two losses is that of the whole network? And is there anything to complain of?"),
  Run(
    name: "e", diagnosis: .overfitting,
    advice: "Follow v from left to right by itself, then t. What does the network get better at?"),
  Run(
    name: "f", diagnosis: .notShuffled, advice: "Count the teeth, and compare their distance with the numbers below."),
  Run(
    name: "g", diagnosis: .rateTooLow,
    advice: "What would the next fifty epochs bring? And what did runs with as many units have after ten?"),
  Run(
    name: "h", diagnosis: .labelNoise,
    advice: "How much of this loss could a perfect network avoid? Compute what one random label in four costs."),
]

/// A run with its losses on 600 rows that were neither learnt from nor plotted.
private struct Stopped: Sendable {
  var name: String
  var epochs: Int
  /// One of the right epochs.
  var best: Int
  var advice: String
  /// Fifty, at equal distances.
  var losses: [Double]

  func loss(after epoch: Int) -> Double { losses[(epoch * losses.count + epochs - 1) / epochs - 1] }
}

private let stopped = [
  Stopped(
    name: "d", epochs: 50, best: 50, advice: "Does the validation loss ever turn?",
    losses: [
      2.065, 1.776, 1.458, 1.173, 0.952, 0.793, 0.679, 0.600, 0.548, 0.484, 0.440, 0.409, 0.384, 0.353, 0.334,
      0.317, 0.298, 0.284, 0.271, 0.259, 0.250, 0.238, 0.232, 0.223, 0.214, 0.212, 0.205, 0.199, 0.197, 0.188,
      0.184, 0.179, 0.180, 0.177, 0.174, 0.168, 0.166, 0.161, 0.161, 0.156, 0.155, 0.152, 0.152, 0.150, 0.146,
      0.146, 0.141, 0.142, 0.139, 0.137,
    ]),
  Stopped(
    name: "e", epochs: 100, best: 24,
    advice: "Where is the trough of v? Its middle is safer than its single lowest point.",
    losses: [
      1.041, 0.842, 0.762, 0.768, 0.713, 0.682, 0.715, 0.685, 0.677, 0.702, 0.674, 0.691, 0.702, 0.743, 0.696,
      0.685, 0.697, 0.737, 0.713, 0.741, 0.726, 0.759, 0.754, 0.767, 0.784, 0.789, 0.805, 0.801, 0.803, 0.806,
      0.822, 0.841, 0.849, 0.854, 0.852, 0.865, 0.869, 0.876, 0.896, 0.902, 0.909, 0.911, 0.915, 0.923, 0.930,
      0.933, 0.945, 0.952, 0.955, 0.961,
    ]),
  Stopped(
    name: "h", epochs: 50, best: 50, advice: "From where on does v only tremble?",
    losses: [
      1.936, 1.637, 1.438, 1.353, 1.290, 1.267, 1.251, 1.229, 1.235, 1.214, 1.214, 1.198, 1.202, 1.208, 1.190,
      1.195, 1.194, 1.176, 1.173, 1.170, 1.166, 1.178, 1.158, 1.165, 1.164, 1.170, 1.182, 1.148, 1.152, 1.174,
      1.150, 1.153, 1.150, 1.153, 1.152, 1.146, 1.150, 1.162, 1.138, 1.143, 1.138, 1.140, 1.157, 1.143, 1.132,
      1.144, 1.135, 1.134, 1.139, 1.124,
    ]),
]

private func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
