import LabNumerics
import Testing

@Suite struct ExtremaTests {
  @Test func `of equals the first counts`() {
    let x: Vector<Double> = [3, 1, 4, 1, 4]
    #expect(x.argmax() == 2 && x.argmin() == 1 && x.maximum() == 4 && x.minimum() == 1)
    let a: Matrix<Double> = [[1, 5, 5], [7, -2, 7]]
    #expect(a.rowArgmax() == [1, 0] && a.rowArgmin() == [0, 1] && a.maximum() == 7 && a.minimum() == -2)
    #expect(a.rowMaxima() == [5, 7] && a.rowMinima() == [1, -2])
    #expect(a.columnMaxima() == [7, 5, 7] && a.columnMinima() == [1, -2, 5])
    #expect(a.columnArgmax() == [1, 0, 1] && a.columnArgmin() == [0, 1, 0])
    #expect(([[2], [3], [3]] as Matrix<Double>).columnArgmax() == [1])
  }

  @Test(arguments: [1, 7, 8, 9, 16, 31, 100])
  func `finds every place, and NaN wherever it stands`(n: Int) {
    for place in 0..<n {
      var x = Vector<Float>(count: n) { Float($0 % 5) }
      x[place] = 9
      #expect(x.argmax() == place && x.maximum() == 9)
      x[place] = -9
      #expect(x.argmin() == place && x.minimum() == -9)
      x[place] = .nan
      #expect(x.argmax() == place && x.argmin() == place && x.maximum().isNaN && x.minimum().isNaN)
      let row = Matrix(row: x)
      #expect(row.rowArgmax() == [place] && row.rowMaxima()[0].isNaN && row.columnMinima()[place].isNaN)
      let column = Matrix(column: x)
      #expect(column.columnArgmax() == [place] && column.columnArgmin() == [place])
    }
  }

  @Test func `nothing has no place, and infinite extrema`() {
    let none: Vector<Double> = []
    #expect(none.argmax() == nil && none.argmin() == nil)
    #expect(none.maximum() == -.infinity && none.minimum() == .infinity)
    #expect(Matrix<Double>.zeros(3, 0).columnArgmax() == [] && Matrix<Double>.zeros(0, 0).columnArgmin() == [])
    #expect(Matrix<Double>.zeros(0, 3).rowArgmax() == [] && Matrix<Double>.zeros(0, 1).columnMaxima() == [-.infinity])
    #expect(([-.infinity, -.infinity] as Vector<Double>).argmax() == 0)
  }

  @Test func `a row without elements has no largest, and stops the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(2, 0).rowArgmax()
    }
    #expect(try message(of: result).contains("rowArgmax: a row of a (2, 0) matrix has no element"))
    let columns = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(0, 2).columnArgmin()
    }
    #expect(try message(of: columns).contains("columnArgmin: a column of a (0, 2) matrix has no element"))
  }
}
