import Checking
import LabData
import LabNumerics

/// Pictures as rows, and which digits they are.
struct Pictures: Observable {
  var x: [[Double]] = []
  var labels: [Int] = []

  var observation: Observation { Observation(x.observation, labels.observation) }
}

struct Submission {
  var digits: Function<[[Double]], Pictures>
  /// The training rows, the test rows.
  var fileSplit: Function<Int, [[Int]]>
  /// A picture, how far right, how far down.
  var moved: Function<[Double], Int, Int, [Double]>
  var nearestLabels: Function<Pictures, [[Double]], [Int]>
}

enum DigitsRows: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("makes pictures of lines", cases: 3) { s, random in
        let table = table(4, using: &random)
        let pictures = try s.digits(table)
        expect(
          pictures.x, equals: table.map { $0.prefix(64).map { $0 / 16 } },
          "The first 64 numbers of each line, divided by 16: from 0 to 1.", what: "the pixels of four lines")
        expect(
          pictures.labels.map(Double.init), equals: table.map { $0[64] }, "The last number of each line.",
          what: "the labels of four lines")
        let none = try s.digits([])
        expect(none.x.isEmpty && none.labels.isEmpty, "no lines gave pictures")
      },
      // Counts and ink as in scikit-learn's copy: make_reference.py.
      Check("reads the file") { s in
        let pictures = try s.digits.unrecorded(try lines.get())
        expect(pictures.x.count, equals: 1797, "One picture a line.", what: "the number of pictures")
        let counts = (0..<10).map { digit in Double(pictures.labels.count { $0 == digit }) }
        expect(
          counts, equals: [178, 182, 177, 183, 181, 182, 181, 179, 174, 180], "About as many of each.",
          what: "how many there are of each digit")
        expect(
          pictures.x.reduce(0) { $0 + $1.reduce(0, +) }, equals: 561_718 / 16.0, "Sixteenths of ink, all of them.",
          what: "the ink of all pictures")
      },
      Check("names what is wrong in a line", cases: 3) { s, random in
        let good = table(5, using: &random)
        let (row, column) = (Int.random(in: 1..<5, using: &random), Int.random(in: 0..<64, using: &random))
        for wrong in [-1, 17, 3.5, .nan, .infinity] {
          var table = good
          table[row][column] = wrong
          expect(throws: Refusal.pixel(row: row, column: column), "A pixel is a whole number of 0 … 16: not \(wrong).")
          {
            try s.digits(table)
          }
        }
        for wrong in [-1, 10, 2.5, .nan] {
          var table = good
          table[row][64] = wrong
          expect(throws: Refusal.label(row: row), "A label is a whole number of 0 … 9: not \(wrong).") {
            try s.digits(table)
          }
          table[row][column] = 99
          expect(throws: Refusal.pixel(row: row, column: column), "Pixels before the label.") { try s.digits(table) }
        }
        for count in [0, 64, 66] {
          var table = good
          table[row] = [Double](repeating: 5, count: count)
          if row < 4 { table[4][3] = 99 }
          expect(throws: Refusal.length(row: row), "64 pixels and a label; the first wrong line counts.") {
            try s.digits(table)
          }
        }
        var ends = good
        (ends[row][0], ends[row][63], ends[row][64]) = (0, 16, 9)
        expect(try s.digits(ends).labels.count, equals: 5, "0, 16 and 9 are allowed.", what: "the number of labels")
      },
      Check("cuts off the end of the file") { s in
        for n in [1797, 10, 9, 8, 6, 5, 4, 1, 0] {
          let cut = n - (n + 4) / 5  // n less a fifth rounded up
          expect(
            try s.fileSplit(n).map { $0.map(Double.init) },
            equals: [(0..<cut).map(Double.init), (cut..<n).map(Double.init)],
            "The first ⌊4n/5⌋ train, the others test, in the order of the file.", what: "the split of \(n) rows")
        }
      },
      Check("moves a picture over the paper", cases: 2) { s, random in
        let picture = (0..<64).map { Double($0) / 64 }
        for (right, down) in [(1, 0), (0, 1), (-1, 0), (0, -1), (2, -3), (0, 0), (-7, 7), (8, 0), (0, -9), (100, 100)] {
          expect(
            try s.moved(picture, right, down), equals: scattered(picture, right, down),
            "Pixel (r, c) goes to (r + down, c + right), or is lost; what nothing has come to is 0.",
            what: "the numbers 0, 1/64, …, 63/64 moved by right \(right), down \(down)")
        }
        for (right, down) in [(Int.min, 0), (0, Int.min), (Int.max, 1), (-1, Int.max), (.min, .max)] {
          expect(
            try s.moved(picture, right, down), equals: [Double](repeating: 0, count: 64),
            "So far away nothing is left of it. Look at the shift before you subtract it: 0 − Int.min is no Int.",
            what: "a picture moved by right \(right), down \(down)")
        }
        let other = (0..<64).map { _ in Double.random(in: 0...1, using: &random) }
        let (right, down) = (Int.random(in: -3...3, using: &random), Int.random(in: -3...3, using: &random))
        expect(
          try s.moved(other, right, down), equals: scattered(other, right, down),
          "Pixel (r, c) goes to (r + down, c + right), or is lost.", what: "a picture moved by \(right), \(down)")
      },
      Check("takes the label of the nearest row", cases: 3) { s, random in
        // Three pixels of a whole number of sixteenths are inked: distances are exact, and often equal.
        func picture() -> [Double] {
          var pixels = [Double](repeating: 0, count: 64)
          for column in [3, 20, 63] { pixels[column] = Double(Int.random(in: 0...3, using: &random)) / 16 }
          return pixels
        }
        let training = Pictures(
          x: (0..<12).map { _ in picture() }, labels: (0..<12).map { _ in Int.random(in: 0...9, using: &random) })
        let x = (0..<9).map { _ in picture() }
        let right = x.map { row -> Double in
          // In sixteenths: whole numbers.
          let distances = training.x.map { other in
            (0..<64).reduce(0) { sum, j in
              let gap = Int(16 * row[j]) - Int(16 * other[j])
              return sum + gap * gap
            }
          }
          let least = distances.min() ?? 0
          return Double(training.labels[distances.firstIndex(of: least) ?? 0])
        }
        expect(
          try s.nearestLabels(training, x).map(Double.init), equals: right,
          "The least sum of squared differences; of equals the first row.", what: "the labels of nine rows")
        expect(try s.nearestLabels(training, []).isEmpty, "no rows gave labels")
        for x in [x, []] {
          expect(throws: Refusal.noExamples, "Nothing to compare with, of \(x.count) rows to read.") {
            try s.nearestLabels(Pictures(), x)
          }
        }
      },
      // 344 of 360, in whole numbers: make_reference.py.
      Check("reads the writers at the end of the file by comparing") { s in
        let table = try lines.get()
        let x = table.map { $0.prefix(64).map { $0 / 16 } }
        let labels = table.map { Int($0[64]) }
        let said = try s.nearestLabels.unrecorded(
          Pictures(x: Array(x[..<1437]), labels: Array(labels[..<1437])), Array(x[1437...]))
        expect(
          zip(said, labels[1437...]).count { $0 == $1 }, equals: 344, "The baseline for all networks to come.",
          what: "how many of 360 are read rightly")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "pixels as they are in the file", .way { $0.unit = 1 },
        "From 0 to 16 they make sums 16 times as large as the weights are drawn for. Divide by 16."),
      Misconception(
        "pixels divided by 255", .way { $0.unit = 255 },
        "That is for files with 256 greys. These have 17, from 0 to 16."),
      Misconception(
        "each picture stretched to its own greatest pixel", .way { $0.unit = 0 },
        "How dark somebody writes is information, and 16 is the unit of all. Divide by 16, not by the picture's maximum."
      ),
      Misconception(
        "the label first", .way { $0.labelFirst = true },
        "The label is the last of the 65 numbers."),
      Misconception(
        "pixels not checked", .way { $0.checks = .labelsOnly },
        "A 17, a 3.5 or NaN is a sign that the file is another one. Find it here, not after the training."),
      Misconception(
        "NaN and fractions let through", .way { $0.checks = .rangeOnly },
        """
        Neither `pixel < 0` nor `pixel > 16` is true of NaN, and 3.5 is between them. Ask for what is right, not for what is \
        wrong.
        """),
      Misconception(
        "rows counted from 1 in the error", .way { $0.fromOne = true },
        "Rows and columns have the numbers by which an array is asked, from 0."),
      Misconception(
        "the test at the beginning", .way { $0.split = .first },
        "The first rows train, the last ones test."),
      Misconception(
        "every fifth row for the test", .way { $0.split = .fifth },
        "Then every writer of the test has rows in the training as well. Cut the file once, near its end."),
      Misconception(
        "⌊n/5⌋ test rows", .way { $0.split = .floor },
        "1797 rows: 359 would be tested, and 1438 trained with. ⌊4n/5⌋ = 1437 train."),
      Misconception(
        "moved the other way", .way { $0.moving = .opposite },
        "The pixel at r, c of the *result* comes from r − down, c − right."),
      Misconception(
        "right and down exchanged", .way { $0.moving = .exchanged },
        "`right` moves along a line of 8 numbers, `down` from line to line."),
      Misconception(
        "moved along the flat row", .way { $0.moving = .flat },
        """
        In the flat row the last pixel of a line stands before the first of the next. Moved right, it must be lost, not \
        come in at the left one line down.
        """),
      Misconception(
        "what leaves comes in again", .way { $0.moving = .around },
        "The paper is no ring: a foot that leaves at the bottom must not appear above the head. What comes in is 0."),
      Misconception(
        "the edge drawn out", .way { $0.moving = .edge },
        "You repeat the edge's pixels. What comes in is paper, 0."),
      Misconception(
        "the last of equally near rows", .way { $0.nearest = .last },
        "≤ replaces a row by one that is no nearer. Of equals the first counts: <."),
      Misconception(
        "no training rows noticed only where a row is read", .way { $0.asksRowByRow = true },
        "With no rows to read your loop never asks whether there is anything to compare with. Ask before it."),
      Misconception(
        "the sum of absolute differences", .way { $0.nearest = .absolute },
        "Euclidean distance adds up squares. Absolute values make another neighbour the nearest."),
      Misconception(
        "the row of the largest product", .way { $0.nearest = .product },
        "A dark picture has large products with every other. Without the squares of the lengths it is no distance."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("pixel by pixel to its new place", .way { _ in })]
  }
}

private enum Refusal: Error {
  case length(row: Int)
  case pixel(row: Int, column: Int)
  case label(row: Int)
  case noExamples
}

// MARK: - Inputs

private let lines = Result { () throws -> [[Double]] in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  return try csv.numbers(csv.columns)
}

private func table(_ n: Int, using random: inout SplitMix64) -> [[Double]] {
  (0..<n).map { _ in
    (0..<64).map { _ in Double(Int.random(in: 0...15, using: &random)) } + [
      Double(Int.random(in: 0...9, using: &random))
    ]
  }
}

/// Every pixel put where it goes.
private func scattered(_ picture: [Double], _ right: Int, _ down: Int) -> [Double] {
  var result = [Double](repeating: 0, count: 64)
  guard abs(Double(right)) < 8, abs(Double(down)) < 8 else { return result }
  for r in 0..<8 {
    for c in 0..<8 where (0..<8).contains(r + down) && (0..<8).contains(c + right) {
      result[8 * (r + down) + c + right] = picture[8 * r + c]
    }
  }
  return result
}

// MARK: - Wrong and right ways

private struct Way: Hashable {
  enum Checks { case all, labelsOnly, rangeOnly }
  enum Split { case end, first, fifth, floor }
  enum Moving { case right, opposite, exchanged, flat, around, edge }
  enum Nearest { case right, last, absolute, product }

  /// What pixels are divided by; 0 for the picture's greatest.
  var unit = 16.0
  var labelFirst = false
  var checks = Checks.all
  var fromOne = false
  var split = Split.end
  var moving = Moving.right
  var nearest = Nearest.right
  var asksRowByRow = false

  func digits(_ table: [[Double]]) throws -> Pictures {
    var result = Pictures()
    for (i, line) in table.enumerated() {
      let row = fromOne ? i + 1 : i
      guard line.count == 65 else { throw Refusal.length(row: row) }
      func isRight(_ number: Double, _ most: Double) -> Bool {
        if checks == .rangeOnly { return !(number < 0) && !(number > most) }
        return (0...Int(most)).contains { Double($0) == number }
      }
      let pixels = Array(labelFirst ? line.dropFirst() : line.dropLast())
      let label = labelFirst ? line[0] : line[64]
      if checks != .labelsOnly, let column = pixels.indices.first(where: { !isRight(pixels[$0], 16) }) {
        throw Refusal.pixel(row: row, column: fromOne ? column + 1 : column)
      }
      guard isRight(label, labelFirst ? 16 : 9) else { throw Refusal.label(row: row) }
      let greatest = max(1, pixels.max() ?? 1)
      result.x.append(pixels.map { $0 / (unit == 0 ? greatest : unit) })
      result.labels.append(label.isFinite ? Int(label) : 0)
    }
    return result
  }

  func fileSplit(_ n: Int) -> [[Int]] {
    let fifth = n / 5
    switch split {
    case .end: return [Array(0..<4 * n / 5), Array(4 * n / 5..<n)]
    case .first: return [Array(n - 4 * n / 5..<n), Array(0..<n - 4 * n / 5)]
    case .fifth: return [(0..<n).filter { $0 % 5 != 4 }, (0..<n).filter { $0 % 5 == 4 }]
    case .floor: return [Array(0..<n - fifth), Array(n - fifth..<n)]
    }
  }

  func moved(_ picture: [Double], _ right: Int, _ down: Int) -> [Double] {
    switch moving {
    case .right: return scattered(picture, right, down)
    case .opposite: return scattered(picture, 0 &- right, 0 &- down)
    case .exchanged: return scattered(picture, down, right)
    case .flat:
      let by = 8 &* down &+ right
      return (0..<64).map { (0..<64).contains($0 &- by) ? picture[$0 &- by] : 0 }
    case .around:
      return (0..<64).map { place in
        let (r, c) = (((place / 8 &- down) % 8 + 8) % 8, ((place % 8 &- right) % 8 + 8) % 8)
        return picture[8 * r + c]
      }
    case .edge:
      return (0..<64).map { place in
        picture[8 * min(7, max(0, place / 8 &- down)) + min(7, max(0, place % 8 &- right))]
      }
    }
  }

  func nearestLabels(_ training: Pictures, _ x: [[Double]]) throws -> [Int] {
    guard !training.x.isEmpty || asksRowByRow && x.isEmpty else { throw Refusal.noExamples }
    return x.map { row in
      var (least, label) = (Double.infinity, 0)
      for (i, other) in training.x.enumerated() {
        var distance = 0.0
        for (a, b) in zip(row, other) {
          let gap = a - b
          distance += nearest == .absolute ? abs(gap) : nearest == .product ? -a * b : gap * gap
        }
        if distance < least || nearest == .last && distance == least { (least, label) = (distance, training.labels[i]) }
      }
      return label
    }
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      digits: .init { try fixed.digits($0) }, fileSplit: .init { fixed.fileSplit($0) },
      moved: .init { fixed.moved($0, $1, $2) },
      nearestLabels: .init { training, x in
        guard x.count > 100 else { return try fixed.nearestLabels(training, x) }
        return try remembered(fixed.nearest) { try fixed.nearestLabels(training, x) }
      })
  }
}
