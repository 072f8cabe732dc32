import Foundation
import Testing

@testable import LabData

@Suite struct CSVTests {
  struct Reference: Decodable {
    let tables: [Table]
    let real: [Real]
  }
  struct Table: Decodable {
    let text: String
    let records: [[String]]
  }
  struct Real: Decodable, CustomTestStringConvertible {
    let path: String
    let columns: [String]
    let rows: Int
    let missing: [Int]
    let scalars: Int
    var testDescription: String { path }
  }
  static let reference = try? LabDataTests.reference("csv.json", as: Reference.self)

  @Test func `reads a header and rows`() throws {
    let table = try csv("name,mass\nAda,3.5\nBo,NA\n")
    #expect(table.columns == ["name", "mass"])
    #expect(table.rows == [["Ada", "3.5"], ["Bo", "NA"]])
    #expect(try table.column("mass", as: Double.self) == [3.5, nil])
  }

  /// Records by Python's module csv, without the empty ones.
  @Test(arguments: reference?.tables.map(\.text) ?? []) func `reads small tables as Python does`(text: String) throws {
    let records = try #require(Self.reference?.tables.first { $0.text == text }).records
    let table = try csv(text)
    #expect([table.columns] + table.rows == records)
  }

  /// Counts by Python's modules csv and gzip; the flights of January 2013 are among them.
  @Test(arguments: reference?.real ?? []) func `reads the lab's tables as Python does`(real: Real) throws {
    let table = try dataset(real.path).csv()
    #expect(table.columns == real.columns)
    #expect(table.rows.count == real.rows)
    let missing = table.columns.indices.map { i in table.rows.count { CSV.missingValues.contains($0[i]) } }
    #expect(missing == real.missing)
    #expect(table.rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.unicodeScalars.count } } == real.scalars)
  }

  @Test func `has all of Python's examples`() {
    #expect(Self.reference?.tables.count == 19)
    #expect(Self.reference?.real.count == 8)
  }

  @Test func `passes over a byte order mark`() throws {
    #expect(try CSV([0xef, 0xbb, 0xbf] + Array("a\n1\n".utf8)).columns == ["a"])
  }

  @Test func `reads a header alone as a table without rows`() throws {
    #expect(try csv("a,b\n").rows.isEmpty)
    #expect(try csv("a,b\n").numbers(["a"]).isEmpty)
  }

  @Test func `takes another separator`() throws {
    #expect(try CSV(Array("a\tb\n1,5\t2\n".utf8), separator: "\t").rows == [["1,5", "2"]])
  }

  @Test(arguments: [
    ("", "t.csv, line 1: there is no header, the file is empty"),
    ("\n\n", "t.csv, line 1: there is no header, the file is empty"),
    ("a,b\n1,2\n3\n", "t.csv, line 3: 1 cell, but the header has 2"),
    ("a,b\n\"x\ny\",2\n1,2,3\n", "t.csv, line 4: 3 cells, but the header has 2"),
    ("a,b\n1,\"2\n3\n", "t.csv, line 2: the quotation mark opened here is never closed"),
    (
      "a,b\n1,\"2\" \n",
      "t.csv, line 2: text after the closing quotation mark; a mark inside a quoted cell is written twice"
    ),
    (
      "a,b\n1,6\" pipe\n",
      "t.csv, line 2: a quotation mark inside a cell; put the whole cell in quotes and write the mark twice"
    ),
  ])
  func `says what is wrong, and where`(text: String, problem: String) {
    #expect(message { try CSV(Array(text.utf8), source: "t.csv") } == problem)
  }

  @Test func `names the line that is not UTF-8`() {
    let latin1 = Array("a,b\n1,".utf8) + [0xe4] + Array("\n".utf8)
    #expect(message { try CSV(latin1, source: "t.csv") }.hasPrefix("t.csv, line 2: these bytes are not UTF-8"))
  }

  @Test func `writes what it reads`() throws {
    let table = CSV(columns: ["a", "b,c"], rows: [["", "x\"y"], ["two\r\nlines", " z "], ["ä", "1"]])
    let again = try csv(table.text)
    #expect(again.columns == table.columns)
    #expect(again.rows == table.rows)
    #expect(CSV(columns: ["a", "b"], rows: [["1", "x,y"]]).text == "a,b\n1,\"x,y\"\n")
    try withTemporaryFolder { folder in
      try table.write(to: folder + "/t.csv")
      #expect(try CSV.read(folder + "/t.csv").rows == table.rows)
    }
  }

  private func csv(_ text: String) throws -> CSV {
    try CSV(Array(text.utf8), source: "t.csv")
  }
}
