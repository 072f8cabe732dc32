/// Bytes as text, or `DataError.malformed` at the first line that is not UTF-8: a repaired letter would go unnoticed.
///
/// `firstLine` is the number of the line that `bytes` starts in.
func utf8Text(_ bytes: some Collection<UInt8>, source: String, firstLine: Int = 1) throws(DataError) -> String {
  if let text = String(validating: bytes, as: UTF8.self) { return text }
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
  let problem = "these bytes are not UTF-8; convert the file, for instance with iconv -f latin1 -t utf8"
  throw DataError.malformed(source: source, place: .line(firstLine + bad), problem: problem)
}
