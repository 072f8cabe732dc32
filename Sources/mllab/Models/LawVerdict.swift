/// Whether a law holds for a model.
enum LawVerdict: Equatable {
  case kept
  /// It does not hold for this model, by its nature.
  case excepted
  /// In what way it does not hold.
  case broken(String)

  /// - Parameter words: as Benchmarks/Models/Laws.swift says it.
  init?(_ words: Substring) {
    switch words {
    case "kept": self = .kept
    case "excepted": self = .excepted
    case _ where words.hasPrefix("broken: "): self = .broken(String(words.dropFirst("broken: ".count).prefix(300)))
    default: return nil
    }
  }
}

/// The laws, by their names in Benchmarks/Models/Laws.swift, and what they say.
let estimatorLaws: [(name: String, words: String)] = [
  ("repetition", "the same rows give the same model, to the last bit"),
  ("rowsAlone", "what is predicted for a row does not depend on the rows beside it"),
  ("rowOrder", "the order of the training rows means nothing"),
  ("columnOrder", "nor does that of the columns"),
  ("constantColumn", "a column in which all rows are equal teaches nothing, or is refused"),
  ("unit", "all columns in another unit: the same predictions"),
  ("notANumber", "NaN in a training row is refused, by row and column"),
  ("oneRow", "one row alone is refused, or gives finite predictions"),
  ("oneClass", "rows of one class are refused, or teach no other"),
]
