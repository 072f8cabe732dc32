import Foundation
import LabNumerics
import Testing

@Suite struct CodableTests {
  @Test func `numbers are written as nested arrays and come back the same`() throws {
    let a: Matrix<Double> = [[1, 0.1], [-2.5e-300, 4]]
    let json = try JSONEncoder().encode(a)
    #expect(String(decoding: json, as: UTF8.self).hasPrefix("[[1,0.1],["))
    #expect(try JSONDecoder().decode(Matrix<Double>.self, from: json) == a)
    let x: Vector<Float> = [0.1, 0x1p-148, 16_777_216]
    #expect(try JSONDecoder().decode(Vector<Float>.self, from: JSONEncoder().encode(x)) == x)
    #expect(try JSONDecoder().decode(Matrix<Float>.self, from: Data("[[1, 2], [3, 4]]".utf8)) == [[1, 2], [3, 4]])
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0)])
  func `a matrix without elements keeps its shape`(rows: Int, columns: Int) throws {
    let a = Matrix<Double>.zeros(rows, columns)
    #expect(try JSONDecoder().decode(Matrix<Double>.self, from: JSONEncoder().encode(a)).shape == (rows, columns))
  }

  @Test func `an empty list is a matrix and a vector without elements`() throws {
    #expect(try JSONDecoder().decode(Matrix<Double>.self, from: Data("[]".utf8)).shape == (0, 0))
    #expect(try JSONDecoder().decode(Vector<Double>.self, from: Data("[]".utf8)) == [])
  }

  @Test func `what is no matrix is refused with the row`() throws {
    let ragged = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Matrix<Double>.self, from: Data("[[1, 2], [3]]".utf8))
    }
    guard case .dataCorrupted(let context)? = ragged else {
      Issue.record("\(String(describing: ragged))")
      return
    }
    #expect(context.debugDescription == "row 1 has 1 elements, row 0 has 2")
    for text in ["[1, 2]", "{\"rows\": 2, \"columns\": 3}", "{\"rows\": -1, \"columns\": 0}", "\"x\"", "[[null]]"] {
      #expect(throws: DecodingError.self, "\(text)") {
        try JSONDecoder().decode(Matrix<Double>.self, from: Data(text.utf8))
      }
    }
  }

  @Test func `JSON refuses NaN unless it is told how to write it`() throws {
    let x: Vector<Double> = [1, .nan]
    #expect(throws: EncodingError.self) { try JSONEncoder().encode(x) }
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let back = try decoder.decode(Vector<Double>.self, from: encoder.encode(x))
    #expect(back[0] == 1 && back[1].isNaN)
  }
}
