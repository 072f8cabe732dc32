import Checking

/// A shape, as the learner predicts it.
struct Prediction: Observable, Equatable {
  var rows: Int
  var columns: Int

  var observation: Observation { Observation(numbers: [Double(rows), Double(columns)]) }
}

struct Submission {
  /// Of the product of this name; nil if there is none.
  var shape: Function<String, Prediction?>
}

enum PredictTheShapes: Checklist {
  static var checks: [Check<Submission>] {
    questions.map { question in
      Check("\(question.name): \(question.text)") { s in
        let (said, right) = (try s.shape(question.name), shape(of: product(question.left, question.right)))
        expect(
          said == right,
          "You predict \(words(said)) for \(question.text), but \(right == nil ? "there is no such product" : "multiplied, it is another")",
          question.advice)
      }
    }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "column-vector thinking",
        Submission(
          mistakes: [
            "scores": (3, 7), "bias": (3, 7), "oneRow": (3, 1), "nextScores": (2, 7), "columnProducts": (7, 7),
            "rowProducts": (5, 5), "byWeights": (3, 5), "byBias": (3, 1), "byInput": (5, 7), "oneRowByWeights": (3, 5),
            "byNextWeights": (2, 3),
          ]),
        """
        You think of examples as columns, as mathematics books do: W·x. In data an example is a row, so that everything \
        is transposed, and the products stand the other way round: xᵀ·W.
        """),
      Misconception(
        "gradients shaped like the transposed weights",
        Submission(mistakes: ["byWeights": (3, 5), "oneRowByWeights": (3, 5), "byNextWeights": (2, 3)]),
        """
        W − η·(gradient by W) must make sense: the gradient has the shape of W. The transpose in Xᵀ·G stands at X, so \
        that the batch is what is summed over.
        """),
      Misconception(
        "the inner number kept",
        Submission(
          mistakes: [
            "columnProducts": (7, 7), "rowProducts": (5, 5), "byWeights": (7, 7), "byInput": (3, 3),
            "byNextWeights": (7, 7),
          ]),
        """
        You keep the number that is summed over. The inner numbers agree and vanish; the outer ones remain.
        """),
      Misconception(
        "Xᵀ·X for X·Xᵀ",
        Submission(mistakes: ["columnProducts": (7, 7), "rowProducts": (5, 5)]),
        """
        Xᵀ is 5 × 7, so Xᵀ·X is (5 × 7)·(7 × 5): of the inputs' size, whatever the batch is. X·Xᵀ grows with the batch.
        """),
      Misconception(
        "a bias gradient for each row",
        Submission(mistakes: ["byBias": (7, 3)]),
        """
        b was added to all rows, so its gradient is summed over them: 1ᵀ·G has one row.
        """),
      Misconception(
        "a bias gradient that stands",
        Submission(mistakes: ["byBias": (3, 1)]),
        """
        The gradient by b could stand, as b does; but 1ᵀ·G is (1 × 7)·(7 × 3), and lies.
        """),
      Misconception(
        "the bias as it is stored",
        Submission(mistakes: ["bias": (3, 1)]),
        """
        b itself has three numbers. 1·bᵀ, (7 × 1)·(1 × 3), repeats them in each row; that is what broadcasting does.
        """),
      Misconception(
        "outer products taken for inner ones",
        Submission(mistakes: ["oneRowByWeights": (1, 1), "bias": (1, 1)]),
        """
        A column times a row is a matrix, every entry with every entry. A row times a column is one number.
        """),
      Misconception(
        "the whole batch for one example",
        Submission(mistakes: ["oneRow": (7, 3)]),
        """
        xᵀ is one example, 1 × 5. One row goes in, one row comes out.
        """),
      Misconception(
        "the gradient by the input shaped like the output",
        Submission(mistakes: ["byInput": (7, 3)]),
        """
        G·Wᵀ leads back through the layer: from its three outputs to its five inputs, row by row.
        """),
      Misconception(
        "the layer before taken for the next",
        Submission(mistakes: ["nextScores": (7, 3), "byNextWeights": (5, 2)]),
        """
        The next layer has two units, and what goes into it are the three outputs of this one, not the five inputs.
        """),
      Misconception(
        "multiplied in any order",
        Submission(mistakes: ["reversed": (7, 3)]),
        """
        W·X is not X·W: (5 × 3)·(7 × 5) has 3 and 7 in the middle, and there is nothing to sum over.
        """),
      Misconception(
        "the outer numbers without a look at the inner ones",
        Submission(mistakes: ["reversed": (5, 5)]),
        """
        The outer numbers are 5 and 5, but the inner ones, 3 and 7, do not agree: there is no product.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("what the machine shows", Submission(mistakes: [:]))]
  }
}

// MARK: - The questions

private struct Question {
  var name: String
  var text: String
  var left, right: [[Int]]
  var advice: String
}

private let x = ones(7, 5)
private let w = ones(5, 3)
private let v = ones(3, 2)
private let g = ones(7, 3)
private let h = ones(7, 2)

private let questions = [
  Question(name: "scores", text: "X·W", left: x, right: w, advice: "(7 × 5)·(5 × 3): which numbers remain?"),
  Question(
    name: "bias", text: "1·bᵀ", left: ones(7, 1), right: ones(1, 3),
    advice: "It is added to X·W: which shape must it have?"),
  Question(name: "oneRow", text: "xᵀ·W", left: ones(1, 5), right: w, advice: "How many rows has xᵀ?"),
  Question(name: "nextScores", text: "Y·V", left: g, right: v, advice: "Y has the shape of X·W. How many examples?"),
  Question(
    name: "columnProducts", text: "Xᵀ·X", left: transposed(x), right: x, advice: "Xᵀ has its two numbers exchanged."),
  Question(
    name: "rowProducts", text: "X·Xᵀ", left: x, right: transposed(x), advice: "Every example with every example."),
  Question(name: "reversed", text: "W·X", left: w, right: x, advice: "(5 × 3)·(7 × 5): what meets in the middle?"),
  Question(
    name: "byWeights", text: "Xᵀ·G", left: transposed(x), right: g,
    advice: "The gradient by W holds a slope for each entry of W."),
  Question(
    name: "byBias", text: "1ᵀ·G", left: ones(1, 7), right: g, advice: "A row of seven ones: what does it do with G?"),
  Question(
    name: "byInput", text: "G·Wᵀ", left: g, right: transposed(w),
    advice: "The gradient by X holds a slope for each entry of X."),
  Question(
    name: "oneRowByWeights", text: "x·gᵀ", left: ones(5, 1), right: ones(1, 3),
    advice: "Seven of these, added, are the gradient by W."),
  Question(
    name: "byNextWeights", text: "Yᵀ·H", left: transposed(g), right: h, advice: "Of which matrix is it the gradient?"),
]

extension Submission {
  /// What the machine shows, but for these products.
  fileprivate init(mistakes: [String: (Int, Int)]) {
    var answers: [String: Prediction] = [:]
    for question in questions { answers[question.name] = multiplied(question) }
    for (name, shape) in mistakes { answers[name] = Prediction(rows: shape.0, columns: shape.1) }
    let fixed = answers
    shape = .init { fixed[$0] }
  }
}

// MARK: - The machine

private func ones(_ rows: Int, _ columns: Int) -> [[Int]] {
  [[Int]](repeating: [Int](repeating: 1, count: columns), count: rows)
}

private func transposed(_ a: [[Int]]) -> [[Int]] { a[0].indices.map { j in a.map { $0[j] } } }

/// Rows times columns; nil if a row and a column have not the same length.
private func product(_ a: [[Int]], _ b: [[Int]]) -> [[Int]]? {
  guard a[0].count == b.count else { return nil }
  return a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
}

private func shape(of product: [[Int]]?) -> Prediction? {
  product.map { Prediction(rows: $0.count, columns: $0[0].count) }
}

private func multiplied(_ question: Question) -> Prediction? { shape(of: product(question.left, question.right)) }

private func words(_ shape: Prediction?) -> String {
  shape.map { "\($0.rows) × \($0.columns)" } ?? "no product"
}
