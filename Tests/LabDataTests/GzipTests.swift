import Foundation
import Testing

@testable import LabData

@Suite struct GzipTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let file: Data
    let runs: [Run]
    var testDescription: String { name }
    var plain: [UInt8] { runs.flatMap { run in (0..<run.count).flatMap { _ in Array(run.piece) } } }
  }
  struct Run: Decodable {
    let piece: Data
    let count: Int
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      piece = try list.decode(Data.self)
      count = try list.decode(Int.self)
    }
  }
  static let cases = (try? reference("gzip.json", as: [Case].self)) ?? []

  /// Files by Python's zlib and gzip: stored, fixed and dynamic blocks, optional header fields, several members.
  @Test(arguments: cases) func `gives what Python gives`(example: Case) throws {
    #expect(try Gzip.decompress(Array(example.file)) == example.plain)
  }

  @Test func `has all of Python's examples`() {
    #expect(Self.cases.count == 80)
  }

  @Test func `gives the check value of the CRC-32 catalogue`() {
    #expect(crc32("123456789".utf8) == 0xcbf4_3926)
    #expect(crc32([]) == 0)
  }

  @Test func `refuses every file that is cut short`() throws {
    for name in ["prose, fixed", "prose, best", "prose, stored", "header with flags 30"] {
      let file = Array(try #require(Self.cases.first { $0.name == name }).file)
      for length in file.indices {
        #expect(throws: DataError.self, "\(name) cut to \(length)") { try Gzip.decompress(Array(file[..<length])) }
      }
    }
  }

  /// Some bits mean nothing for the data: those of the time and the like in the header, those that fill up a byte.
  @Test func `never gives other data when a single bit is wrong`() throws {
    for name in ["prose, fixed", "prose, best", "prose, stored"] {
      let example = try #require(Self.cases.first { $0.name == name })
      var harmless = 0
      for bit in 0..<(8 * example.file.count) {
        var damaged = Array(example.file)
        damaged[bit / 8] ^= 1 << (bit % 8)
        guard let data = try? Gzip.decompress(damaged) else { continue }
        #expect(data == example.plain, "\(name), bit \(bit)")
        harmless += 1
      }
      #expect((49...56).contains(harmless))  // 6 bytes of the header, one flag, less than a byte of filling
    }
  }

  @Test func `never traps, whatever the bytes`() {
    var random = SplitMix64(state: 1)
    let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]
    for _ in 0..<2000 {
      let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(throws: DataError.self) { try Gzip.decompress(header + noise) }
    }
  }

  @Test func `says what is wrong with a file`() throws {
    let file = Array(try #require(Self.cases.first { $0.name == "prose, fixed" }).file)
    #expect(
      message { try Gzip.decompress(Array("PK zip".utf8), source: "a.gz") }
        == "a.gz is not a gzip file (1f 8b): it starts with 50 4b")
    #expect(
      message { try Gzip.decompress([], source: "a.gz") }
        == "a.gz is not a gzip file (1f 8b): it starts with nothing (it is empty)")
    #expect(
      message { try Gzip.decompress(Array(file.dropLast(20)), source: "a.gz") }
        == "a.gz ends too early: wanted more compressed data, found \(file.count - 20) bytes; is the copy complete?")
    var damaged = file
    damaged[file.count - 8] ^= 1
    #expect(message { try Gzip.decompress(damaged, source: "a.gz") }.contains("computed: the file is damaged"))
    #expect(message { try Gzip.decompress(file + [7], source: "a.gz") }.contains("is not gzip"))
  }
}
