import Measuring

/// One save of one exercise's file, and the verdict it must get.
struct Edit {
  let text: String
  let isRight: Bool

  /// The solution as a learner might have written it, or spoiled in one place.
  ///
  /// The number stands in a comment, so that no two saves have the same bytes.
  init(solution: String, wrong: WrongAnswer, number: Int, isRight: Bool) throws {
    let lines = solution.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("// BEGIN SOLUTION") && !$0.contains("// END SOLUTION") }
    let right = lines.joined(separator: "\n")
    let parts = right.split(separator: wrong.right, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw Failure("there is no \"\(wrong.right)\" in the solution any more:\n\(right)") }
    text = "// Edit \(number)\n" + (isRight ? right : parts.joined(separator: wrong.wrong))
    self.isRight = isRight
  }

  /// Whether a page shows this edit's verdict.
  ///
  /// Right and wrong edits take turns, so that the heading looked for cannot be the one of the save before, even when
  /// that one's page is drawn once more meanwhile. A crash or a compiler's message has other words and does not count.
  func isJudged(on page: String, exercise: String) -> Bool {
    page.split(separator: "\n").contains { line in
      isRight
        ? line.hasPrefix("✓ \(exercise) passed")
        : line.hasPrefix("✗ \(exercise): ") && line.hasSuffix(" checks passed")
    }
  }
}

/// A piece of an exercise's solution and what makes it wrong: values that are off, no trap and no endless loop.
struct WrongAnswer {
  let right: String
  let wrong: String

  /// By exercise. One that is missing here is not measured.
  static let all: [String: WrongAnswer] = [
    "cholesky": .init(right: "l[j][j] = pivot.squareRoot()", wrong: "l[j][j] = pivot"),
    "dot-product": .init(right: "sum += left * right", wrong: "sum = left * right"),
    "floating-point": .init(right: "for value in x { sum += value }", wrong: "for value in x { sum = value }"),
    "gaussian-elimination": .init(right: "c[i] -= factor * c[k]", wrong: "c[i] += factor * c[k]"),
    "least-squares": .init(right: "residualNorm: norm(z[n...])", wrong: "residualNorm: norm(z)"),
    "log-sum-exp": .init(right: "return largest + log(sum)", wrong: "return log(sum)"),
    "matrix-multiply": .init(right: "factor * b[start + j]", wrong: "factor + b[start + j]"),
    "matrix-vector": .init(right: "axpy(x[i], row, &y)", wrong: "axpy(1, row, &y)"),
    "norms": .init(right: "x.reduce(0) { $0 + abs($1) }", wrong: "x.reduce(0) { $0 + $1 }"),
    "triangular-solve": .init(right: "rest / row[i])", wrong: "rest * row[i])"),
  ]
}
