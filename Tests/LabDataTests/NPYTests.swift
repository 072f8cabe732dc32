import Foundation
import Testing

@testable import LabData

@Suite struct NPYTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let type: String
    let shape: [Int]
    let fortran: Bool
    let values: Values
    let file: Data
    var testDescription: String { "\(type) \(shape) \(fortran ? "Fortran" : "C")" }
  }
  /// `tolist` gives a list, whatever the shape: the array was ravelled before.
  typealias Values = [Double]
  static let cases = (try? reference("npy.json", as: [Case].self)) ?? []

  /// Files by `numpy.save`; its values are small enough for every type.
  @Test(arguments: cases) func `reads and writes what NumPy writes`(example: Case) throws {
    switch example.type {
    case "<f8": try check(example) { $0 }
    case "<f4": try check(example) { Float($0) }
    case "<i8": try check(example) { Int64($0) }
    case "|u1": try check(example) { UInt8($0) }
    default: Issue.record("unknown type \(example.type)")
    }
  }

  private func check<Element: NPYElement>(_ example: Case, _ convert: (Double) -> Element) throws {
    let array = try NPY<Element>(Array(example.file))
    #expect(array.shape == example.shape)
    #expect(array.values == example.values.map(convert))
    #expect(array.bytes(order: example.fortran ? .fortran : .c) == Array(example.file))
  }

  @Test func `has all of NumPy's examples`() {
    #expect(Self.cases.count == 64)
    #expect(Self.cases.count { $0.fortran } == 12)  // where both orders are the same, NumPy says C
  }

  @Test func `keeps every bit of a number`() throws {
    let values = [0.1, -0.0, .infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let again = try NPY<Double>(NPY(shape: [6], values: values).bytes())
    #expect(again.values.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `writes and reads files`() throws {
    try withTemporaryFolder { folder in
      let array = NPY(shape: [2, 3], values: [1.0, 2, 3, 4, 5, 6])
      try array.write(to: folder + "/a.npy", order: .fortran)
      #expect(try NPY<Double>.read(folder + "/a.npy") == array)
    }
  }

  @Test func `says what is wrong with a file`() {
    let file = NPY(shape: [2], values: [1.0, 2]).bytes()
    #expect(
      message { try NPY<Double>(Array("1,2\n".utf8), source: "a") }
        == "a is not a .npy file (93 4e 55 4d 50 59): it starts with 31 2c 32 0a")
    #expect(
      message { try NPY<Double>(file.dropLast(), source: "a") }
        == "a ends too early: wanted [2] elements of 8 bytes, found 15 bytes; is the copy complete?")
    #expect(
      message { try NPY<Double>(file + [0], source: "a") } == "a, byte 144: 1 bytes follow the last element of [2]")
    #expect(
      message { try NPY<Float>(file, source: "a") }
        .hasPrefix("a holds elements of type \"<f8\", which is not read here; read are \"<f4\" as Float"))
  }

  @Test func `never traps, whatever the bytes`() {
    var random = SplitMix64(state: 2)
    let file = NPY(shape: [2, 2], values: [1.0, 2, 3, 4]).bytes(order: .fortran)
    for _ in 0..<3000 {
      var damaged = Array(file[..<Int.random(in: 0...file.count, using: &random)])
      for _ in 0..<3 where !damaged.isEmpty {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? NPY<Double>(damaged)
    }
  }
}
