/// The answers that contenders give; see Benchmarks/Models/Harness.swift and Benchmarks/peers/sklearn_models.py.
enum ModelAnswer: Equatable {
  /// The rows that it is fitted to.
  case loaded(rows: Int, columns: Int)
  /// How good the fitted model is, and how long the fit took; scikit-learn does not repeat the score's name.
  case fitted(score: Double, seconds: Double, name: String)
  case seconds(Double)
  /// The exponents that theory gives for the time of a fit.
  case growth(rows: Double, columns: Double)
  case law(LawVerdict)
  case absent

  /// - Throws: `ContenderFailure` if it failed, or if this is no answer.
  init(_ line: String) throws(ContenderFailure) {
    let words = line.split(separator: " ")
    let numbers = words.dropFirst().prefix(2).compactMap { Double($0) }
    switch (words.first, numbers.count) {
    case ("loaded", 2): self = .loaded(rows: Int(numbers[0]), columns: Int(numbers[1]))
    case ("fitted", 2) where numbers[1] > 0:
      self = .fitted(score: numbers[0], seconds: numbers[1], name: words.dropFirst(3).joined(separator: " "))
    case ("seconds", 1) where numbers[0] > 0: self = .seconds(numbers[0])
    case ("growth", 2): self = .growth(rows: numbers[0], columns: numbers[1])
    case ("law", _):
      guard let verdict = LawVerdict(line.dropFirst("law ".count)) else {
        throw ContenderFailure(reason: "not an answer: \(line.prefix(60))")
      }
      self = .law(verdict)
    case ("absent", 0): self = .absent
    case ("failed", _): throw ContenderFailure(reason: String(line.dropFirst("failed ".count).prefix(200)))
    default: throw ContenderFailure(reason: "not an answer: \(line.prefix(60))")
    }
  }
}
