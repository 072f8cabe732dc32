/// Pictures of digits, and which digits they are.
struct Digits {
  /// Shape (n, 64): 8 rows of 8 pixels, from 0 (paper) to 1 (ink).
  var x: [[Double]]
  /// n digits, 0 ... 9.
  var labels: [Int]
}

enum DigitsError: Error, Equatable {
  /// A line has not 65 numbers.
  case length(row: Int)
  /// A pixel is no whole number of 0 ... 16.
  case pixel(row: Int, column: Int)
  /// The last number is no digit.
  case label(row: Int)
  /// There is nothing to compare with.
  case noExamples
}

/// Which way a picture is moved, in pixels.
struct Shift {
  var right: Int
  var down: Int
}

/// The lines of the file as pictures and labels.
///
/// - Parameter table: n ≥ 0 lines, each 64 pixels of 0 ... 16, row by row, and a digit.
/// - Returns: pixels divided by 16.
/// - Throws: `DigitsError`, of the first wrong line; in it length before pixels before label.
func digits(_ table: [[Double]]) throws -> Digits {
  // BEGIN SOLUTION
  func isWhole(_ number: Double, upTo greatest: Double) -> Bool {
    number >= 0 && number <= greatest && number == number.rounded()
  }
  var pictures = Digits(x: [], labels: [])
  for (row, line) in table.enumerated() {
    guard line.count == 65 else { throw DigitsError.length(row: row) }
    let pixels = line.prefix(64)
    if let column = pixels.firstIndex(where: { !isWhole($0, upTo: 16) }) {
      throw DigitsError.pixel(row: row, column: column)
    }
    guard isWhole(line[64], upTo: 9) else { throw DigitsError.label(row: row) }
    pictures.x.append(pixels.map { $0 / 16 })
    pictures.labels.append(Int(line[64]))
  }
  return pictures
  // END SOLUTION
}

/// The end of the file as the test: people of whom the beginning holds nothing.
///
/// - Parameter count: n ≥ 0 rows.
/// - Returns: the first ⌊4n/5⌋ row numbers for training, the others for the test.
func fileSplit(_ count: Int) -> Split {
  // BEGIN SOLUTION
  let cut = 4 * count / 5
  return Split(train: Array(0..<cut), test: Array(cut..<count))
  // END SOLUTION
}

/// A picture moved over the paper.
///
/// - Parameters:
///   - picture: 64 pixels, row by row.
///   - shift: of any size.
/// - Returns: 64 pixels; 0 where nothing has come.
func moved(_ picture: [Double], by shift: Shift) -> [Double] {
  // BEGIN SOLUTION
  guard -8...8 ~= shift.down, -8...8 ~= shift.right else { return picture.map { _ in 0 } }
  return (0..<64).map { place in
    let (row, column) = (place / 8 - shift.down, place % 8 - shift.right)
    return 0..<8 ~= row && 0..<8 ~= column ? picture[8 * row + column] : 0
  }
  // END SOLUTION
}

/// The labels of the nearest training rows.
///
/// - Parameters:
///   - training: at least one row.
///   - x: m ≥ 0 rows of 64 numbers.
/// - Returns: m labels; of equally near training rows the first one's.
/// - Throws: `DigitsError.noExamples`.
func nearestLabels(_ training: Digits, _ x: [[Double]]) throws -> [Int] {
  // BEGIN SOLUTION
  guard !training.x.isEmpty else { throw DigitsError.noExamples }
  return x.map { row in
    var (least, label) = (Double.infinity, 0)
    for (other, otherLabel) in zip(training.x, training.labels) {
      var distance = 0.0
      for (a, b) in zip(row, other) { distance += (a - b) * (a - b) }
      if distance < least { (least, label) = (distance, otherLabel) }
    }
    return label
  }
  // END SOLUTION
}
