extension CSV {
  /// The table as comma-separated text; cells are quoted only where they must be, lines end in LF.
  public var text: String {
    ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// Writes the table to a file, replacing an earlier one.
  public func write(to path: String) throws(DataError) {
    try ByteFile.write(Array(text.utf8), to: path)
  }

  private static func quoted(_ cell: String) -> String {
    // By bytes: to Swift "\r\n" is one Character, equal to neither "\r" nor "\n".
    guard cell.isEmpty || cell.utf8.contains(where: ",\"\r\n".utf8.contains) else { return cell }
    let doubled = cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
