import Checking
import Glibc

/// An answer to one question: a number, or a yes or no as 1 or 2.
struct Prediction: Observable {
  var number: Double

  init(_ number: Double) { self.number = number }

  init(_ isTrue: Bool) { number = isTrue ? 1 : 2 }

  /// Beside the answer stands a 1, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [number, 1]) }
}

struct Submission {
  /// The name of a comparison.
  var isTrue: Function<String, Prediction>
  /// The name of an expression.
  var value: Function<String, Prediction>
}

enum PredictFloatingPoint: Checklist {
  static var checks: [Check<Submission>] {
    comparisons.map { question in
      Check(question.text) { s in
        let answer = try s.isTrue(question.name)
        expect(
          answer.number == question.truth.number,
          "You predict that \(question.text) is \(answer.number == 1 ? "true" : "false"); the machine found otherwise",
          question.advice)
      }
    }
      + expressions.map { question in
        Check(question.text) { s in
          let answer = try s.value(question.name)
          expect(
            answer.number == question.truth.number,
            "You predict \(answer.number) for \(question.text); the machine computed another value", question.advice)
        }
      }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "decimal thinking",
        Submission(
          mistakes: [
            "tenths": .init(true), "tripled": .init(false), "tenTimes": .init(true), "grouping": .init(true),
            "cents": .init(29),
          ]),
        """
        You compute with the decimals as they are written. In base two a tenth has no end, as a third has none in base \
        ten: what is stored is the nearest Double, and every sum and product of such neighbours is rounded again.
        """),
      Misconception(
        "never equal",
        Submission(mistakes: ["halves": .init(false)]),
        """
        "Never compare Doubles with ==" is a rule of thumb, not a law. Sums of halves, quarters and eighths are exact as \
        long as they need no more than 53 binary digits, and so are whole numbers up to 2⁵³.
        """),
      Misconception(
        "the root taken for exact",
        Submission(mistakes: ["root": .init(true)]),
        """
        √2 is irrational: `sqrt` can only return the nearest Double, and the square of a number that is not √2 is not \
        2. The product may round back to the number, by luck: √11 has that luck.
        """),
      Misconception(
        "NaN equal to itself",
        Submission(mistakes: ["nan": .init(true)]),
        """
        NaN stands for any result that is no number, 0/0 as well as ∞ − ∞, and nothing says that two of them are the \
        same. So it was decided that NaN compares false with everything. Ask for it with `isNaN`.
        """),
      Misconception(
        "two zeros that differ",
        Submission(mistakes: ["zeros": .init(false)]),
        """
        The two zeros have different bits, but they are one number, and `==` compares numbers. Only the sign of \
        1/0 and 1/−0, and a few functions like `atan2`, tell them apart.
        """),
      Misconception(
        "digits without end",
        Submission(mistakes: ["absorbed": .init(1), "float": .init(16_777_217)]),
        """
        You keep every digit. A Double has room for 53 binary digits and a Float for 24: a whole number beyond that is \
        rounded, whether it is written down or comes out of an addition.
        """),
      Misconception(
        "a tie rounded up",
        Submission(mistakes: ["absorbed": .init(2), "float": .init(16_777_218)]),
        """
        You know that the number has to be rounded, and that it lies exactly half-way between its two neighbours. Such \
        ties do not go up, as at school: they go to the neighbour whose last binary digit is 0.
        """),
      Misconception(
        "overflow that comes back",
        Submission(mistakes: ["overflow": .init(1e308)]),
        """
        In mathematics the division undoes the multiplication. Here the product is rounded before it is divided, and \
        what lies beyond the largest Double has no digits left that could be divided.
        """),
      Misconception(
        "overflow that stops at the largest Double",
        Submission(mistakes: ["overflow": .init(Double.greatestFiniteMagnitude / 10)]),
        """
        IEEE arithmetic does not saturate: to nearest means that what lies half an ulp or more above the largest Double \
        becomes infinite, and an infinity divided by 10 stays one.
        """),
      Misconception(
        "Int rounds",
        Submission(mistakes: ["cents": .init(29)]),
        """
        0.29 * 100 is not 29, but very near to it, and `Int(…)` does not look for the nearest whole number: it cuts off \
        the fraction. For money say `Int((0.29 * 100).rounded())`, or count in cents from the beginning.
        """),
      Misconception(
        "addition in any order",
        Submission(mistakes: ["grouping": .init(true)]),
        """
        The two sides hold the same three numbers, but not the same two roundings: each `+` rounds its own sum. That is \
        why parallel sums differ from run to run, in the last digits.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the machine itself", Submission(mistakes: [:]))]
  }
}

// MARK: - The questions

private struct Question {
  var name: String
  var text: String
  /// What the machine says.
  var truth: Prediction
  var advice: String
}

private let comparisons = [
  Question(
    name: "tenths", text: "0.1 + 0.2 == 0.3", truth: .init(0.1 + 0.2 == 0.3),
    advice: "0.1 and 0.2 are stored a little too large, 0.3 a little too small. Do the errors of the left side shrink?"),
  Question(
    name: "halves", text: "0.5 + 0.25 == 0.75", truth: .init(0.5 + 0.25 == 0.75),
    advice: "Write the three numbers in base two, and count the digits that they need."),
  Question(
    name: "tripled", text: "0.1 * 3 - 0.3 > 0", truth: .init(0.1 * 3 - 0.3 > 0),
    advice: "The stored 0.1 is 5.6·10⁻¹⁸ too large, the stored 0.3 is 1.1·10⁻¹⁷ too small. What is left of that?"),
  Question(
    name: "tenTimes", text: "(0.1 + … + 0.1, ten terms) == 1",
    truth: .init([Double](repeating: 0.1, count: 10).reduce(0, +) == 1),
    advice:
      "The stored 0.1 is no tenth, and most of the sums on the way are rounded. What should bring them to 1 exactly?"),
  Question(
    name: "grouping", text: "(0.1 + 0.2) + 0.3 == 0.1 + (0.2 + 0.3)",
    truth: .init((0.1 + 0.2) + 0.3 == 0.1 + (0.2 + 0.3)),
    advice: "Each + rounds its own sum, and left and right do not form the same sums."),
  Question(
    name: "root", text: "sqrt(2) * sqrt(2) == 2", truth: .init(sqrt(2.0) * sqrt(2.0) == 2),
    advice:
      "The root is wrong by up to half an ulp, e. Its square is wrong by 2·√2·e: nearer to 2 than to its neighbours?"),
  Question(
    name: "nan", text: "Double.nan == Double.nan", truth: .init(Double.nan == Double.nan),
    advice: "What can be said about two results of which it is only known that they are no numbers?"),
  Question(
    name: "zeros", text: "-0.0 == 0.0", truth: .init(-0.0 == 0.0),
    advice: "== compares numbers, not bits. Which number is −0?"),
]

private let expressions = [
  Question(
    name: "absorbed", text: "1e16 + 1 - 1e16", truth: .init(1e16 + 1 - 1e16),
    advice: "10¹⁶ lies between 2⁵³ and 2⁵⁴. How far is it to the next Double, and what becomes of a 1 added to it?"),
  Question(
    name: "float", text: "Float(16_777_217)", truth: .init(Double(Float(16_777_217))),
    advice:
      "A Float has 24 binary digits; 2²⁴ + 1 needs 25. It lies half-way between two Floats: which has an even end?"),
  Question(
    name: "overflow", text: "1e308 * 10 / 10", truth: .init(1e308 * 10 / 10),
    advice: "The largest Double is 1.8·10³⁰⁸. First find what 1e308 * 10 is, then divide that."),
  Question(
    name: "cents", text: "Int(0.29 * 100)", truth: .init(Double(Int(0.29 * 100))),
    advice: "The stored 0.29 is 2·10⁻¹⁷ too small. On which side of 29 is its hundredfold, and what does Int do then?"),
]

extension Submission {
  /// Answers as the machine does, but for these questions.
  fileprivate init(mistakes: [String: Prediction]) {
    let right = (comparisons + expressions).reduce(into: [:]) { $0[$1.name] = $1.truth }
    let answers = right.merging(mistakes) { $1 }
    let answer: @Sendable (String) throws -> Prediction = { answers[$0] ?? Prediction(.nan) }
    isTrue = .init(answer)
    value = .init(answer)
  }
}
