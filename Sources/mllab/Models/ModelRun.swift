/// A whole run, as JSON has it. The field names are kept once released.
struct ModelRun: Encodable {
  var comparisons: [ModelComparison]
  var notes: [String]
  var isPartial: Bool

  private enum Key: String, CodingKey { case models, notes, partial }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(comparisons, forKey: .models)
    try fields.encode(notes, forKey: .notes)
    try fields.encode(isPartial, forKey: .partial)
  }
}

extension ModelComparison: Encodable {
  private enum Key: String, CodingKey { case model, rows, columns, score, results }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(model, forKey: .model)
    try fields.encode(rows, forKey: .rows)
    try fields.encode(columns, forKey: .columns)
    try fields.encode(scoreName, forKey: .score)
    try fields.encode(results.map { Row(result: $0, ratio: ratio($0.fitter)) }, forKey: .results)
  }

  private struct Row: Encodable {
    let result: ModelResult
    let ratio: Double?

    enum Key: String, CodingKey { case contender, score, reason, median, lowerQuartile, upperQuartile, samples, ratio }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Key.self)
      try fields.encode(result.fitter, forKey: .contender)
      try fields.encodeIfPresent(result.score.flatMap { $0.isFinite ? $0 : nil }, forKey: .score)
      switch result.outcome {
      case .failed(let reason): try fields.encode(reason, forKey: .reason)
      case .measured(let samples):
        try fields.encode(samples.median, forKey: .median)
        try fields.encode(samples.lowerQuartile, forKey: .lowerQuartile)
        try fields.encode(samples.upperQuartile, forKey: .upperQuartile)
        try fields.encode(samples.count, forKey: .samples)
        try fields.encodeIfPresent(ratio, forKey: .ratio)
      }
    }
  }
}
