/// A number as NIST prints it and as the nearest Double.
///
/// The text says how many digits are certified, which the Double does not.
public struct CertifiedValue: Equatable, Sendable {
  public let text: String
  public let value: Double

  /// Nil if the text is not a number; "Infinity" is one.
  init?(_ text: some StringProtocol) {
    guard let value = Double(String(text)) else { return nil }
    self.text = String(text)
    self.value = value
  }

  /// The value as a count, nil unless it is a whole number and not negative.
  var count: Int? {
    Int(exactly: value).flatMap { $0 >= 0 ? $0 : nil }
  }
}
