// Laws that hold for whatever is fitted to a table. Each is asked on made rows.

enum Law: String, CaseIterable {
  /// The same rows give the same model, to the last bit.
  case repetition
  /// What is predicted for a row does not depend on the rows beside it.
  case rowsAlone
  /// The order of the training rows means nothing.
  case rowOrder
  /// Nor does that of the columns.
  case columnOrder
  /// A column in which all rows are equal teaches nothing; it may be refused.
  case constantColumn
  /// All columns in another unit, four times as small: the same predictions.
  case unit
  /// A training row with NaN is refused, by an error that tells row and column.
  case notANumber
  /// One row is refused, or gives finite predictions.
  case oneRow
  /// Rows of one class are refused, or no other class is predicted.
  case oneClass

  /// "kept", or "broken" and in what way.
  func verdict(on model: Model) -> String {
    let classes = model.classes
    let rows = made(rows: 60, columns: 4, classes: classes)
    let others = made(rows: 20, columns: 4, classes: classes, seed: 2).x
    func predictions(_ rows: Rows, _ others: [[Double]]) throws -> [Double] { try model.fit(rows)(others) }
    do {
      switch self {
      case .repetition: return try same(predictions(rows, others), predictions(rows, others), 0)
      case .rowsAlone:
        if case .value = model.score { return "excepted" }  // it predicts nothing for a row
        let predict = try model.fit(rows)
        let alone = try others.map { try predict([$0])[0] }
        return try same(predict(others), alone, 0)
      case .rowOrder:
        return try same(
          predictions(rows, others), predictions(Rows(x: rows.x.reversed(), y: rows.y.reversed()), others),
          Self.rounding)
      case .columnOrder:
        let turned = Rows(x: rows.x.map { $0.reversed() }, y: rows.y)
        return try same(predictions(rows, others), predictions(turned, others.map { $0.reversed() }), Self.rounding)
      case .constantColumn:
        let before = try predictions(rows, others)
        let wider = Rows(x: rows.x.map { $0 + [3] }, y: rows.y)
        guard let after = try? predictions(wider, others.map { $0 + [3] }) else { return "kept" }
        return same(before, after, Self.rounding)
      case .unit:
        let scaled = Rows(x: rows.x.map { $0.map { 4 * $0 } }, y: rows.y)
        return try same(
          predictions(rows, others), predictions(scaled, others.map { $0.map { 4 * $0 } }), Self.rounding)
      case .notANumber:
        var spoiled = rows
        spoiled.x[2][1] = .nan
        do { _ = try predictions(spoiled, others) } catch {
          let words = "\(error)"
          return words.contains("row: 2") && words.contains("column: 1")
            ? "kept" : "broken: the error does not tell row 2 and column 1: \(words)"
        }
        return "broken: NaN in row 2, column 1 is taken"
      case .oneRow:
        guard let found = try? predictions(Rows(x: [rows.x[0]], y: [0]), others) else { return "kept" }
        return found.allSatisfy(\.isFinite) ? "kept" : "broken: after one row it predicts \(found)"
      case .oneClass:
        guard let found = try? predictions(Rows(x: rows.x, y: rows.y.map { _ in 0 }), others) else { return "kept" }
        guard classes > 0, case .accuracy = model.score else { return found.allSatisfy(\.isFinite) ? "kept" : "broken" }
        return found.allSatisfy { $0 == 0 } ? "kept" : "broken: of class 0 alone it learns class \(found.max() ?? .nan)"
      }
    } catch {
      return "broken: it throws \(error)"
    }
  }

  /// Sums in another order, and what an iteration makes of that.
  private static let rounding = 1e-6

  private func same(_ first: [Double], _ second: [Double], _ tolerance: Double) -> String {
    guard first.count == second.count else { return "broken: \(first.count) predictions, then \(second.count)" }
    let size = first.map(abs).max() ?? 0
    guard let index = first.indices.first(where: { !(abs(first[$0] - second[$0]) <= tolerance * size) }) else {
      return "kept"
    }
    return "broken: for row \(index) it predicts \(first[index]), then \(second[index])"
  }
}
