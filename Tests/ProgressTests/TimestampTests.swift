import Foundation
import Testing

@testable import Progress

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"),
    (1_772_357_400_250, "2026-03-01T09:30:00.250Z"),
    (1_709_164_800_037, "2024-02-29T00:00:00.037Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
    (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ])
  func `writes a time with three digits of the second's fraction`(milliseconds: Int64, text: String) {
    #expect(Date(millisecondsSince1970: milliseconds).iso8601 == text)
    #expect(Date(iso8601: text)?.millisecondsSince1970 == milliseconds)
  }

  @Test(arguments: [
    ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z"),
    ("2026-03-01T09:30:00.2504999Z", "2026-03-01T09:30:00.250Z"),
    ("2026-03-01T09:30:00,5Z", "2026-03-01T09:30:00.500Z"),
    ("2026-03-01T01:15:00.5+02:00", "2026-02-28T23:15:00.500Z"),
    ("2026-03-01T09:30:00-05:30", "2026-03-01T15:00:00.000Z"),
  ])
  func `reads other ways of writing the same`(text: String, same: String) {
    #expect(Date(iso8601: text)?.iso8601 == same)
  }

  @Test(arguments: [
    "", "yesterday", "2026-03-01", "2026-03-01 09:30:00Z", "2026-03-01T09:30:00", "2026-03-01T09:30:00ZZ",
    "2026-13-01T09:30:00Z", "2026-02-29T09:30:00Z", "2026-00-00T09:30:00Z", "2026-03-01T24:00:00Z",
    "2026-03-01T09:60:00Z", "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00+02", "2026-03-01T09:30:00+02:0",
    "٢٠٢٦-03-01T09:30:00Z",
  ])
  func `refuses what is no time`(text: String) {
    #expect(Date(iso8601: text) == nil)
  }

  @Test func `a millisecond written and read is the same millisecond`() {
    var generator = SplitMix64(state: 1)
    for _ in 0..<10_000 {
      let milliseconds = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
      let time = Date(millisecondsSince1970: milliseconds)
      #expect(time.millisecondsSince1970 == milliseconds)
      #expect(Date(iso8601: time.iso8601) == time, "\(milliseconds)")
    }
  }

  @Test func `agrees with Foundation on whole seconds`() {
    var generator = SplitMix64(state: 2)
    for _ in 0..<1000 {
      let seconds = Double(Int.random(in: -2_000_000_000...4_000_000_000, using: &generator))
      let time = Date(timeIntervalSince1970: seconds)
      #expect(time.iso8601 == time.formatted(.iso8601).dropLast() + ".000Z")
    }
  }

  @Test func `a time outside the years 0 to 9999 is held at the edge`() {
    #expect(Date(timeIntervalSince1970: 1e18).iso8601 == "9999-12-31T23:59:59.999Z")
    #expect(Date(timeIntervalSince1970: -.infinity).iso8601 == "0000-01-01T00:00:00.000Z")
    #expect(Date(timeIntervalSince1970: .nan).iso8601 == "1970-01-01T00:00:00.000Z")
  }
}
