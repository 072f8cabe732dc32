import Checking

/// A plan: the number of the test, as the cases of `Test` are numbered, and the units.
struct Answer: Observable {
  var test: Int
  var units: Int

  var observation: Observation { Observation(numbers: [Double(test), Double(units)]) }
}

struct Submission {
  /// The name of a study.
  var plan: Function<String, Answer>
}

enum WhichTest: Checklist {
  static var checks: [Check<Submission>] {
    studies.map { study in
      Check("\(study.name): \(study.question)") { s in
        let answer = try s.plan(study.name)
        let test = Test(rawValue: answer.test)
        expect(
          test.map(study.tests.contains) ?? false,
          "\(test.map { "\($0)" } ?? "\(answer.test)") does not fit \(study.name)",
          test.map { study.objection(to: $0) })
        expect(
          answer.units == study.units, "\(answer.units) is not the number of independent units of \(study.name)",
          study.advice)
      }
    }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "rows counted instead of units",
        Submission(
          answers: ["searches": (.proportions, 6000), "power": (.paired, 240), "seeds": (.proportions, 100_000)]),
        """
        What was measured again on the same unit is not independent of what was measured before. By the search, the \
        hypothesis of no effect is rejected two times in three although it is true; by the image, three times in ten. \
        First one number for each unit, then the test.
        """),
      Misconception(
        "pairs taken apart",
        Submission(answers: ["models": (.welch, 24), "power": (.welch, 48)]),
        """
        Both numbers of a pair come from the same unit, and what makes units differ is in both. A test of two samples \
        counts that as noise: of machines that differ by 30 W it practically never finds 3 W, where the differences \
        find them nine times in ten.
        """),
      Misconception(
        "equal counts taken for pairs",
        Submission(answers: ["latency": (.paired, 40), "visitors": (.paired, 10_000), "seeds": (.paired, 5)]),
        """
        That both groups have as many members makes no pairs. Ask which number of the second group belongs to the \
        first number of the first one; if any would do, there are none.
        """),
      Misconception(
        "one group counted",
        Submission(
          answers: [
            "latency": (.welch, 40), "searches": (.welch, 15), "visitors": (.proportions, 10_000),
            "prompts": (.anova, 20), "revenue": (.permutation, 9), "seeds": (.welch, 5),
          ]),
        """
        That is the size of one group. All groups together tell how much is known.
        """),
      Misconception(
        "cells counted",
        Submission(answers: ["churn": (.independence, 6), "digits": (.fit, 10)]),
        """
        The cells of the table decide the degrees of freedom. What is counted in them, and has to be independent, are \
        the customers, the numbers.
        """),
      Misconception(
        "a t test for every two of five",
        Submission(answers: ["prompts": (.welch, 100)]),
        """
        Five groups make ten pairs, and ten tests at 5 % give a false alarm in three experiments of ten. Ask once, for \
        all means together; if that is significant, then look where, with an adjusted p.
        """),
      Misconception(
        "categories given numbers",
        Submission(answers: ["churn": (.anova, 2000), "digits": (.anova, 6000)]),
        """
        The digits are names here, and so are the plans: no mean of theirs is asked for. Categories are counted.
        """),
      Misconception(
        "fit and independence exchanged",
        Submission(answers: ["churn": (.fit, 2000), "digits": (.independence, 6000)]),
        """
        Fit compares one list of counts with proportions that are known beforehand. Independence compares the rows of \
        a table with each other.
        """),
      Misconception(
        "the mean of a few amounts",
        Submission(answers: ["revenue": (.welch, 18)]),
        """
        With nine amounts, of which one may outweigh the other eight, the mean is far from normal and not what was \
        asked for. A permutation test takes the medians and needs no distribution.
        """),
      Misconception(
        "an accuracy taken for a proportion of data sets",
        Submission(answers: ["models": (.proportions, 12)]),
        """
        An accuracy is a share of test images, but the claim is about data sets, and each of them gives two numbers, \
        not a yes or no. What scatters from one data set to the next is their difference.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "permutations of two samples",
        Submission(answers: [
          "latency": (.permutation, 80), "searches": (.permutation, 30), "visitors": (.permutation, 20_000),
          "seeds": (.permutation, 10),
        ])),
      Alternative(
        "χ² for two proportions: z² is its statistic", Submission(answers: ["visitors": (.independence, 20_000)])),
      Alternative(
        "Welch's test of zeros and ones, of which there are many", Submission(answers: ["visitors": (.welch, 20_000)])),
    ]
  }
}

extension Submission {
  /// The right plans, but for these studies.
  fileprivate init(answers: [String: (Test, Int)]) {
    let numbers = answers.mapValues { Answer(test: $0.0.rawValue, units: $0.1) }
    plan = .init { name in
      if let answer = numbers[name] { return answer }
      let study = studies.first { $0.name == name }
      return Answer(test: study?.tests.first?.rawValue ?? 0, units: study?.units ?? 0)
    }
  }
}

// MARK: - The studies

private enum Test: Int {
  case welch = 1
  case paired, anova, proportions, independence, fit, permutation
}

/// What is known of one unit.
private enum Outcome {
  case number
  /// Numbers of which few are many times as large as the others.
  case amount
  case yesNo
  case category
}

private struct Study {
  var name: String
  var question: String
  var outcome: Outcome
  var groups: Int
  var isPaired = false
  /// The first is the solution's.
  var tests: [Test]
  var units: Int
  /// For who counts other units.
  var advice: String

  /// The assumption that a test breaks here.
  func objection(to test: Test) -> String {
    switch test {
    case .paired:
      return isPaired
        ? "The test is right." : "A pair is two numbers of one unit; nothing links the members of these groups."
    case .welch, .anova, .permutation:
      if isPaired { return "It takes the groups for independent, but both of its numbers come from the same unit." }
      if outcome == .category { return "It compares means or medians; of categories there are neither." }
      if test == .anova, groups == 2 {
        return "With two groups it is the pooled t test, which assumes equal variances."
      }
      if test != .anova, groups > 2 { return "It compares two groups. How many pairs of groups are there here?" }
      return "It compares means, and takes them for normal. Is that what is asked, and is it so with these numbers?"
    case .proportions:
      if outcome != .yesNo { return "It needs a yes or no for each independent unit, not a number or a rate." }
      return "It compares two proportions. How many groups are there?"
    case .independence:
      if outcome != .category { return "It counts units in a table; here each unit has a number." }
      return "It asks whether two classifications of a unit go together. Here there is only one."
    case .fit:
      if outcome != .category { return "It counts units by category; here each unit has a number." }
      return "It needs proportions that are known beforehand. Which would they be?"
    }
  }
}

private let studies = [
  Study(
    name: "latency", question: "two servers, 40 requests each", outcome: .number, groups: 2,
    tests: [.welch, .permutation], units: 80, advice: "How many requests were measured, all in all, and once each?"),
  Study(
    name: "models", question: "two models on 12 data sets", outcome: .number, groups: 2, isPaired: true,
    tests: [.paired], units: 12, advice: "The claim is about data sets: how many are there? A pair counts once."),
  Study(
    name: "searches", question: "30 users, 200 searches each", outcome: .number, groups: 2,
    tests: [.welch, .permutation], units: 30,
    advice: "What was drawn by lot, and so is independent: the searches or the users?"),
  Study(
    name: "visitors", question: "10,000 visitors a page, one visit each", outcome: .yesNo, groups: 2,
    tests: [.proportions, .independence, .welch, .permutation], units: 20_000,
    advice: "Each visitor was sent to one of the pages, and counts once. How many are there in all?"),
  Study(
    name: "churn", question: "2,000 customers, three plans, left or not", outcome: .category, groups: 3,
    tests: [.independence], units: 2000, advice: "The cells hold counts of what?"),
  Study(
    name: "digits", question: "the last digits of 6,000 numbers", outcome: .category, groups: 1, tests: [.fit],
    units: 6000, advice: "Each number has one last digit. How many were drawn?"),
  Study(
    name: "prompts", question: "100 questions dealt to five prompts", outcome: .number, groups: 5, tests: [.anova],
    units: 100, advice: "Each question went to one prompt and has one score."),
  Study(
    name: "power", question: "24 machines before and after, ten readings each", outcome: .number, groups: 2,
    isPaired: true, tests: [.paired], units: 24,
    advice: "Ten readings of a machine say more about this machine, and nothing about others."),
  Study(
    name: "revenue", question: "medians of nine customers each", outcome: .amount, groups: 2, tests: [.permutation],
    units: 18, advice: "All customers of both groups count."),
  Study(
    name: "seeds", question: "two recipes, five seeds each, 10,000 images", outcome: .number, groups: 2,
    tests: [.welch, .permutation], units: 10,
    advice: "The claim is about recipes. How many networks were trained independently of each other?"),
]
