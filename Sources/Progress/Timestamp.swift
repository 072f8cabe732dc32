import Foundation

/// Times as the log keeps them: whole milliseconds since 1970, written in ISO 8601.
///
/// Foundation's own style on Linux drops a millisecond in three quarters of all cases (0.037 is written .036) and
/// reads "…Zjunk", so both directions are done here.
extension Date {
  /// Rounded to the nearest, and held within the years 0 to 9999, which ISO 8601 writes with four digits.
  var millisecondsSince1970: Int64 {
    let exact = (timeIntervalSince1970 * 1000).rounded()
    guard !exact.isNaN else { return 0 }
    return Int64(Swift.min(Swift.max(exact, -62_167_219_200_000), 253_402_300_799_999))
  }

  init(millisecondsSince1970 milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }

  /// For example "2026-03-01T09:30:00.250Z".
  var iso8601: String {
    let (day, millisecond) = millisecondsSince1970.quotientAndRemainder(flooredBy: 86_400_000)
    let date = civilDate(daysSince1970: day)
    let (second, fraction) = millisecond.quotientAndRemainder(dividingBy: 1000)
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
      + "T" + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2)
      + "." + padded(fraction, 3) + "Z"
  }

  /// The time that `text` says, to the millisecond, or nil if it is not date, "T", time and zone.
  ///
  /// The fraction may have any number of digits or be missing; the zone is "Z" or such as "+02:00".
  init?(iso8601 text: String) {
    var text = DigitScanner(rest: text.utf8[...])
    guard
      let year = text.number(digits: 4), text.skip("-"),
      let month = text.number(digits: 2), text.skip("-"),
      let day = text.number(digits: 2), text.skip("T"),
      let hour = text.number(digits: 2), text.skip(":"),
      let minute = text.number(digits: 2), text.skip(":"),
      let second = text.number(digits: 2),
      let millisecond = text.fractionInMilliseconds(),
      let offset = text.zoneInMinutes(), text.rest.isEmpty,
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    guard civilDate(daysSince1970: days) == (year, month, day) else { return nil }  // no 30 February
    let minutes = days * 1440 + hour * 60 + minute - offset
    self.init(millisecondsSince1970: (minutes * 60 + second) * 1000 + millisecond)
  }
}

/// Reads the parts of a time off the front of a text. By hand: a regular expression took two thirds of reading a log.
private struct DigitScanner {
  var rest: Substring.UTF8View

  mutating func number(digits count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { 10 * $0 + Int64($1 - UInt8(ascii: "0")) }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// 0 without a fraction, nil for a point without digits.
  mutating func fractionInMilliseconds() -> Int64? {
    guard skip(".") || skip(",") else { return 0 }
    let digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    guard !digits.isEmpty else { return nil }
    return Double("0." + String(Substring(digits))).map { Int64(($0 * 1000).rounded()) }
  }

  /// 0 for "Z", 120 for "+02:00".
  mutating func zoneInMinutes() -> Int64? {
    if skip("Z") { return 0 }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = number(digits: 2), skip(":"), let minutes = number(digits: 2) else {
      return nil
    }
    return (60 * hours + minutes) * (isWest ? -1 : 1)
  }

  private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

/// The day's number in the proleptic Gregorian calendar.
///
/// Howard Hinnant, chrono-Compatible Low-Level Date Algorithms (2013), `days_from_civil`.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
  let y = month <= 2 ? year - 1 : year  // the year begins in March, so that a leap day is its last
  let (era, yearOfEra) = y.quotientAndRemainder(flooredBy: 400)
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

/// The inverse of `daysSince1970`; the same source's `civil_from_days`.
private func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(flooredBy: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shifted = (5 * dayOfYear + 2) / 153
  let month = shifted < 10 ? shifted + 3 : shifted - 9
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
}

extension Int64 {
  fileprivate func quotientAndRemainder(flooredBy divisor: Int64) -> (Int64, Int64) {
    let (q, r) = quotientAndRemainder(dividingBy: divisor)
    return r < 0 ? (q - 1, r + divisor) : (q, r)
  }
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
}
