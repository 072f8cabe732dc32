import Foundation

/// A time where the learner is, in digits: the same in every language.
///
/// - Parameters:
///   - date: when.
///   - format: as DateFormatter's.
/// - Returns: for instance 2026-01-31.
func localTime(_ date: Date, _ format: String = "yyyy-MM-dd") -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.dateFormat = format
  return formatter.string(from: date)
}
