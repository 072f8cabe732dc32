// Vectors and matrices as nested arrays of numbers, as NumPy's `tolist()` writes them. JSON has no NaN and no infinity:
// its encoder throws unless a strategy for them is set, and names the element.

extension Vector: Codable {
  /// Reads `[1, 2.5]`.
  ///
  /// - Throws: `DecodingError` for anything but an array of numbers.
  public init(from decoder: any Decoder) throws {
    self.init(try [Scalar](from: decoder))
  }

  /// Writes `[1, 2.5]`.
  ///
  /// - Throws: what the encoder throws: JSON's for NaN and infinity.
  public func encode(to encoder: any Encoder) throws { try Array(self).encode(to: encoder) }
}

extension Matrix: Codable {
  private enum Key: String, CodingKey { case rows, columns }

  /// Reads `[[1, 2], [3, 4]]`, or `{"rows": 0, "columns": 3}` for a matrix without elements.
  ///
  /// - Throws: `DecodingError` for anything else, with the index of a row whose length differs from the first one's.
  public init(from decoder: any Decoder) throws {
    if let empty = try? decoder.container(keyedBy: Key.self) {
      let (rows, columns) = (try empty.decode(Int.self, forKey: .rows), try empty.decode(Int.self, forKey: .columns))
      guard rows >= 0, columns >= 0, rows == 0 || columns == 0, max(rows, columns) <= Int32.max else {
        throw DecodingError.dataCorruptedError(
          forKey: .rows, in: empty, debugDescription: "(\(rows), \(columns)) is no shape without elements")
      }
      self.init(rows: rows, columns: columns, [])
      return
    }
    let rows = try [[Scalar]](from: decoder)
    let columns = rows.first?.count ?? 0
    if let odd = rows.firstIndex(where: { $0.count != columns }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "row \(odd) has \(rows[odd].count) elements, row 0 has \(columns)"))
    }
    self.init(rows)
  }

  /// Writes `[[1, 2], [3, 4]]`; without elements, the shape.
  ///
  /// - Throws: what the encoder throws: JSON's for NaN and infinity.
  public func encode(to encoder: any Encoder) throws {
    if count > 0 { return try rows.encode(to: encoder) }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(rowCount, forKey: .rows)
    try container.encode(columnCount, forKey: .columns)
  }
}
