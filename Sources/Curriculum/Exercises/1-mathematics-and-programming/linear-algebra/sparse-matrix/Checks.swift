import Checking
import LabData

struct InvalidTriplet: Error {
  var index: Int
}

typealias Triplet = (row: Int, column: Int, value: Double)

/// What the learner's matrix is asked for.
protocol CompressedRows {
  init(rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int], values: [Double])
  init(rows: Int, columns: Int, triplets: [Triplet]) throws
  var rows: Int { get }
  var columns: Int { get }
  var rowStarts: [Int] { get }
  var columnIndices: [Int] { get }
  var values: [Double] { get }
  func multiply(_ x: [Double]) -> [Double]
  func multiplyTransposed(_ x: [Double]) -> [Double]
  func slicedRows(_ range: Range<Int>) -> Self
}

/// A matrix as it is stored.
struct Parts: Observable, CustomStringConvertible {
  var rows: Int
  var columns: Int
  var rowStarts: [Int]
  var columnIndices: [Int]
  var values: [Double]

  var observation: Observation {
    Observation(
      rows.observation, columns.observation, rowStarts.observation, columnIndices.observation, values.observation)
  }

  var description: String {
    "a \(rows) × \(columns) matrix with rowStarts \(rowStarts), columnIndices \(columnIndices), values \(values)"
  }
}

struct Submission {
  var build: Function<Int, Int, [Triplet], Parts>
  var multiply: Function<Parts, [Double], [Double]>
  var multiplyTransposed: Function<Parts, [Double], [Double]>
  var slicedRows: Function<Parts, Range<Int>, Parts>
}

extension Submission {
  init<M: CompressedRows>(_: M.Type) {
    func parts(_ a: M) -> Parts {
      Parts(
        rows: a.rows, columns: a.columns, rowStarts: a.rowStarts, columnIndices: a.columnIndices, values: a.values)
    }
    func matrix(_ a: Parts) -> M {
      M(rows: a.rows, columns: a.columns, rowStarts: a.rowStarts, columnIndices: a.columnIndices, values: a.values)
    }
    self.init(
      build: .init { rows, columns, triplets in parts(try M(rows: rows, columns: columns, triplets: triplets)) },
      multiply: .init { a, x in matrix(a).multiply(x) },
      multiplyTransposed: .init { a, x in matrix(a).multiplyTransposed(x) },
      slicedRows: .init { a, range in parts(matrix(a).slicedRows(range)) })
  }
}

enum SparseMatrix: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let triplets: [Triplet] = [(2, 1, 4), (0, 2, 5), (2, 0, 3), (2, 1, 2), (3, 2, 7)]
        let a = Parts(Table([[0, 0, 5], [0, 0, 0], [3, 6, 0], [0, 0, 7]]))
        expect(
          try s.build(4, 3, triplets), is: a, "Row 1 is empty: it starts where row 2 starts. 4 and 2 meet in one place."
        )
        expect(try s.multiply(a, [1, 2, 3]), equals: [15, 0, 15, 21], "Row 2 is 3·1 + 6·2.")
        expect(try s.multiplyTransposed(a, [1, 2, 3, 4]), equals: [9, 18, 33], "Column 2 is 5·1 + 7·4.")
        expect(
          try s.slicedRows(a, 2..<4),
          is: Parts(rows: 2, columns: 3, rowStarts: [0, 2, 3], columnIndices: [0, 1, 2], values: [3, 6, 7]),
          "A slice is a matrix of its own: its rowStarts begin at 0.")
      },
      // Sums of a few eighths are exact in every order.
      Check("stores the sums of any triplets", holdingFor: 60) { s, draws in
        let (rows, columns) = (draws.integer(in: 0...6), draws.integer(in: 0...5))
        let triplets = draws.triplets(rows, columns, count: draws.integer(in: 0...14))
        expect(
          try s.build(rows, columns, triplets), is: Parts(rows, columns, summing: triplets),
          """
          Each place once, its values added, zeros too; columns ascend within a row; row i lies from rowStarts[i] up to \
          rowStarts[i + 1].
          """, of: "the \(rows) × \(columns) matrix of \(list(triplets))")
      },
      Check("multiplies as its dense twin", holdingFor: 40) { s, draws in
        let table = draws.table()
        let x = draws.vector(table.columns)
        expect(
          try s.multiply(Parts(table), x), equals: table.times(x),
          "yᵢ is the sum of the stored entries of row i, each times the entry of x that its column names.")
      },
      Check("multiplies as the transpose of its dense twin", holdingFor: 40) { s, draws in
        let table = draws.table()
        let x = draws.vector(table.rows)
        expect(
          try s.multiplyTransposed(Parts(table), x), equals: table.transposed.times(x),
          "An entry in row i and column j takes xᵢ and adds to yⱼ.")
      },
      Check("cuts out rows", holdingFor: 40) { s, draws in
        let table = draws.table()
        let start = draws.integer(in: 0...table.rows)
        let range = start..<draws.integer(in: start...table.rows)
        expect(
          try s.slicedRows(Parts(table), range),
          is: Parts(Table(range.map { table.entries[$0] }, columns: table.columns)),
          "The entries of these rows, all columns, and rowStarts that begin at 0 again.",
          of: "slicedRows(\(range)) of \(Parts(table))")
      },
      Check("touches nothing that is not stored") { s in
        let a = Parts(
          rows: 2, columns: 4, rowStarts: [0, 2, 3], columnIndices: [1, 3, 1], values: [2, 0, 5])
        let advice = "Column 0 and column 2 store nothing. Products run over the stored entries alone, as 0·∞ is NaN."
        expect(try s.multiply(a, [.infinity, 3, .nan, 1]), equals: [6, 15], advice)
        expect(try s.multiplyTransposed(a, [2, 0.5]), equals: [0, 6.5, 0, 0])
        let tall = Parts(
          rows: 3, columns: 2, rowStarts: [0, 1, 1, 2], columnIndices: [1, 0], values: [4, 3])
        expect(
          try s.multiplyTransposed(tall, [1, .infinity, 2]), equals: [6, 4], "Row 1 stores nothing. " + advice)
      },
      Check("leaves out nothing that is stored") { s in
        let zero = Parts(
          rows: 3, columns: 3, rowStarts: [0, 2, 3, 4], columnIndices: [0, 2, 1, 2], values: [3, 0, 5, 0])
        let advice = "A stored 0 is an entry like any other, and 0·∞ is NaN: what is lost is not to look like a number."
        expect(try s.multiply(zero, [2, 1, .infinity]), equals: [.nan, 5, .nan], advice)
        expect(try s.multiply(zero, [2, 1, .nan]), equals: [.nan, 5, .nan], advice)
        expect(try s.multiplyTransposed(zero, [1, 2, .infinity]), equals: [3, 10, .nan], advice)
        expect(try s.multiplyTransposed(zero, [.infinity, 2, 1]), equals: [.infinity, 10, .nan], advice)
        let infinite = Parts(
          rows: 2, columns: 2, rowStarts: [0, 2, 3], columnIndices: [0, 1, 1], values: [.infinity, 4, 7])
        let product = "The stored entry is ∞, and ∞·0 is NaN; so a 0 in x leaves nothing out."
        expect(try s.multiply(infinite, [0, 2]), equals: [.nan, 14], product)
        expect(try s.multiplyTransposed(infinite, [0, 2]), equals: [.nan, 14], product)
        let tiny = Parts(
          rows: 2, columns: 2, rowStarts: [0, 2, 3], columnIndices: [0, 1, 1], values: [0x1p-1000, -0x1p-900, 0x1p-50])
        let scale = "An entry of 2⁻¹⁰⁰⁰ is small in one unit and 1 in another."
        expect(try s.multiply(tiny, [0x1p1000, 0x1p901]), equals: [-1, 0x1p851], scale)
        expect(try s.multiply(tiny, [1, 0]), equals: [0x1p-1000, 0], scale)
        expect(try s.multiplyTransposed(tiny, [0x1p1000, 0]), equals: [1, -0x1p100], scale)
        expect(
          try s.build(2, 2, [(1, 1, 1), (0, 1, -0x1p-900), (0, 0, 0x1p-1000), (1, 1, 0x1p-52 - 1)]),
          is: Parts(
            rows: 2, columns: 2, rowStarts: [0, 2, 3], columnIndices: [0, 1, 1],
            values: [0x1p-1000, -0x1p-900, 0x1p-52]), scale)
        let least = Double.leastNonzeroMagnitude
        expect(
          try s.build(1, 2, [(0, 1, least), (0, 0, -least)]),
          is: Parts(rows: 1, columns: 2, rowStarts: [0, 2], columnIndices: [0, 1], values: [-least, least]),
          "5·10⁻³²⁴ is the smallest Double, and a value.")
      },
      Check("names the first triplet that is not in the shape") { s in
        let advice = "Rows are 0 to 1, columns 0 to 2; index counts the triplets from 0 in the order given."
        for (index, triplets) in [
          (1, [(0, 2, 1), (2, 0, 1), (1, 3, 1)]), (0, [(0, 3, 1), (0, 0, 1)]), (2, [(1, 2, 1), (1, 0, 0), (-1, 0, 5)]),
          (1, [(1, 1, 4), (1, -1, 0), (9, 9, 9)]),
        ] as [(Int, [Triplet])] {
          expect(throws: InvalidTriplet(index: index), advice) { try s.build(2, 3, triplets) }
        }
        let many: [Triplet] = (0..<5000).map { ($0 % 2, $0 % 3, 1) }
        expect(throws: InvalidTriplet(index: 5000), "Each triplet is looked at, the last of 5001, too.") {
          try s.build(2, 3, many + [(1, 3, 1)])
        }
        expect(throws: InvalidTriplet(index: 4000), "The one at 4000 comes before that at 5000.") {
          try s.build(2, 3, many[..<4000] + [(2, 2, 1)] + many[4000...] + [(1, 3, 1)])
        }
        expect(throws: InvalidTriplet(index: 0), "A matrix without columns has no place at all.") {
          try s.build(2, 0, [(0, 0, 1)])
        }
      },
      Check("keeps its shape without entries, and the zeros it is given") { s in
        expect(
          try s.build(2, 3, [(1, 2, 0), (0, 1, 4), (1, 0, -0.5), (0, 1, -4), (1, 0, 0.5)]),
          is: Parts(rows: 2, columns: 3, rowStarts: [0, 1, 3], columnIndices: [1, 0, 2], values: [0, 0, 0]),
          "Three places were given, so three are stored, though all values are or become 0.")
        let advice = "rowStarts has one number more than there are rows, whatever is stored."
        for (rows, columns) in [(0, 0), (0, 3), (3, 0), (2, 5)] {
          let empty = Parts(
            rows: rows, columns: columns, rowStarts: [Int](repeating: 0, count: rows + 1), columnIndices: [], values: []
          )
          expect(try s.build(rows, columns, []), is: empty, advice)
          expect(
            try s.multiply(empty, [Double](repeating: 1, count: columns)), equals: [Double](repeating: 0, count: rows),
            "Sums of no terms are 0, one for each row.")
          expect(
            try s.multiplyTransposed(empty, [Double](repeating: 1, count: rows)),
            equals: [Double](repeating: 0, count: columns), "Sums of no terms are 0, one for each column.")
        }
      },
      // Counts are whole numbers: exact.
      Check("counts the flights from New York by origin and destination") { s in
        let (flights, origins, destinations) = try flights.get()
        let counts = try s.build(origins.count, destinations.count, flights)
        expect(
          counts.rowStarts.map(Double.init), equals: [0, 82, 142, 186],
          "27004 flights, but only 186 pairs of origin and destination: each is stored once.",
          what: "rowStarts of the flights of January 2013")
        expect(
          counts.values.reduce(0, +), equals: 27004, "Each flight adds 1 to its place.", what: "the sum of the values")
        let table = flights.reduce(into: Table(rows: origins.count, columns: destinations.count)) { table, flight in
          table.entries[flight.row][flight.column] += flight.value
        }
        expect(counts, is: Parts(table), "Row by row, destinations in ascending order.")
        expect(
          try s.multiply(Parts(table), [Double](repeating: 1, count: destinations.count)), equals: [9893, 9161, 7950],
          "Departures from EWR, JFK and LGA.", what: "A·(1, …, 1), the departures from each origin,")
        let arrivals = try s.multiplyTransposed(Parts(table), [1, 1, 1])
        expect(
          ["ATL", "BOS", "LAX", "ORD"].map { name in
            destinations.firstIndex(of: name).flatMap { arrivals.indices.contains($0) ? arrivals[$0] : nil } ?? .nan
          }, equals: [1396, 1245, 1159, 1269], "Arrivals at ATL, BOS, LAX and ORD.", what: "Aᵀ·(1, 1, 1) there")
        let byDestination = Parts(table.transposed)
        expect(
          try s.multiplyTransposed(byDestination, [Double](repeating: 1, count: destinations.count)),
          equals: [9893, 9161, 7950], "A row for each destination now: the columns are EWR, JFK and LGA.",
          what: "Bᵀ·(1, …, 1) for the transpose B of the table")
        expect(
          try s.multiply(byDestination, [1, 1, 1]), equals: table.transposed.times([1, 1, 1]),
          what: "B·(1, 1, 1) for the transpose B of the table")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      .build(
        "row starts off by one",
        """
        rowStarts[i] holds where row i ends. It should hold where it begins: the entries of the rows before it, without \
        its own, so the first is 0 and one number more than rows is needed.
        """
      ) { a in a.rowStarts = Array(a.rowStarts.dropFirst()) + a.rowStarts.suffix(1) },
      .build(
        "counts for starts",
        """
        You stored how many entries each row has. A row is found at once only if the counts of all rows before it are \
        summed up already.
        """
      ) { a in
        a.rowStarts = [0] + zip(a.rowStarts.dropFirst(), a.rowStarts).map { $0 - $1 }
      },
      .build(
        "the last start left out",
        "With one start for each row nobody knows where the last row ends. rowStarts has rows + 1 numbers."
      ) { a in a.rowStarts.removeLast() },
      .build(
        "empty rows lost",
        """
        A row without entries is still a row: it starts where the next one starts, so the number is there twice. \
        Without it all rows behind it move up.
        """
      ) { a in
        let starts = a.rowStarts.indices.filter { $0 == 0 || a.rowStarts[$0] != a.rowStarts[$0 - 1] }
        a.rowStarts = starts.map { a.rowStarts[$0] }
      },
      .build(
        "zeros dropped",
        """
        A value that is or becomes 0 was given, and keeps its place: whoever changes values later, or asks where \
        something was measured, finds it there. Only what was never given is left out.
        """
      ) { a in
        let kept = a.values.indices.filter { a.values[$0] != 0 }
        a.rowStarts = a.rowStarts.map { start in kept.count { $0 < start } }
        (a.columnIndices, a.values) = (kept.map { a.columnIndices[$0] }, kept.map { a.values[$0] })
      },
      .build(
        "small entries dropped",
        """
        Whether 10⁻¹² is small depends on the unit, and a sum of many small entries need not be small. Sparse means that \
        places were never given, not that a threshold cuts them: what was given is stored.
        """
      ) { a in
        let kept = a.values.indices.filter { abs(a.values[$0]) > 1e-12 || a.values[$0] == 0 }
        a.rowStarts = a.rowStarts.map { start in kept.count { $0 < start } }
        (a.columnIndices, a.values) = (kept.map { a.columnIndices[$0] }, kept.map { a.values[$0] })
      },
      Misconception(
        "stored zeros skipped",
        submission {
          $0.multiply = .init { a, x in
            var y = [Double](repeating: 0, count: a.rows)
            a.forEach { i, j, value in if value != 0 { y[i] += value * x[j] } }
            return y
          }
          $0.multiplyTransposed = .init { a, x in
            var y = [Double](repeating: 0, count: a.columns)
            a.forEach { i, j, value in if value != 0 { y[j] += value * x[i] } }
            return y
          }
        },
        """
        You skip entries that are stored and 0. It saves nothing, as they are few, and hides a fault: 0·∞ is NaN, and a \
        stored entry takes part whatever its value.
        """),
      Misconception(
        "zeros of x skipped",
        submission {
          $0.multiplyTransposed = .init { a, x in
            var y = [Double](repeating: 0, count: a.columns)
            a.forEach { i, j, value in if x[i] != 0 { y[j] += value * x[i] } }
            return y
          }
        },
        """
        Where xᵢ is 0 you skip the whole row, as old versions of BLAS did. If ∞ or NaN is stored in it, the product is \
        NaN, and your answer looks sound.
        """),
      .combining(
        "duplicates overwrite",
        """
        Of two values for one place you keep the last. Triplets are contributions (a word seen once more, a flight), \
        and contributions add up.
        """
      ) { stored, value in stored = value },
      .combining(
        "the first of several kept",
        "Of several values for one place you keep the first. They belong together: add them."
      ) { stored, value in stored = stored ?? value },
      Misconception(
        "duplicates stored side by side",
        submission { $0.build = .init { Parts($0, $1, listing: try valid($0, $1, $2)) } },
        """
        A place that was given twice is stored twice. Products come out right, but the columns of a row ascend no \
        longer, and who looks for an entry finds half of it.
        """),
      Misconception(
        "columns as they come",
        submission {
          $0.build = .init { rows, columns, triplets in
            var a = Parts(rows, columns, summing: try valid(rows, columns, triplets))
            for i in 0..<rows {
              let places = a.rowStarts[i]..<a.rowStarts[i + 1]
              let order = places.map { k in
                (triplets.firstIndex { $0.row == i && $0.column == a.columnIndices[k] } ?? 0, k)
              }.sorted { $0.0 < $1.0 }.map(\.1)
              (a.columnIndices[places], a.values[places]) = (
                order.map { a.columnIndices[$0] }[...], order.map { a.values[$0] }[...]
              )
            }
            return a
          }
        },
        """
        The rows are right, but within a row the columns stand in the order of the triplets. Ascending columns make the \
        form unique: two equal matrices have equal arrays.
        """),
      Misconception(
        "rows taken to come in order",
        submission {
          $0.build = .init { rows, columns, triplets in
            var a = Parts(rows, columns, listing: try valid(rows, columns, triplets))
            (a.columnIndices, a.values) = (triplets.map(\.column), triplets.map(\.value))
            return a
          }
        },
        """
        You count the entries of each row rightly, but store columns and values in the order in which they came. \
        Triplets come in any order; bring them into that of the rows first.
        """),
      Misconception(
        "places outside dropped",
        submission {
          $0.build = .init { rows, columns, triplets in
            Parts(rows, columns, summing: triplets.filter { isInside($0, rows, columns) })
          }
        },
        "A triplet outside the shape is left out in silence, and a count is too small for ever. Say which one it was."),
      Misconception(
        "only the upper bound watched",
        submission {
          $0.build = .init { rows, columns, triplets in
            if let index = triplets.firstIndex(where: { $0.row >= rows || $0.column >= columns }) {
              throw InvalidTriplet(index: index)
            }
            return Parts(rows, columns, summing: triplets.filter { isInside($0, rows, columns) })
          }
        },
        "A row or column may be too small as well: −1 is what a search returns that found nothing."),
      Misconception(
        "the row watched, the column not",
        submission {
          $0.build = .init { rows, columns, triplets in
            if let index = triplets.firstIndex(where: { !(0..<rows).contains($0.row) }) {
              throw InvalidTriplet(index: index)
            }
            return Parts(rows, columns, summing: triplets.filter { isInside($0, rows, columns) })
          }
        },
        """
        A column that is not there does no harm while the matrix is built, and reads beyond the vector in the first \
        product. Both numbers must be in the shape.
        """),
      Misconception(
        "triplets counted from 1",
        submission {
          $0.build = .init { rows, columns, triplets in
            if let index = triplets.firstIndex(where: { !isInside($0, rows, columns) }) {
              throw InvalidTriplet(index: index + 1)
            }
            return Parts(rows, columns, summing: triplets)
          }
        },
        "The index is one too high: triplets[0] is the first."),
      Misconception(
        "the last product of a row alone",
        submission {
          $0.multiply = .init { a, x in
            var y = [Double](repeating: 0, count: a.rows)
            a.forEach { i, j, value in y[i] = value * x[j] }
            return y
          }
        },
        "Each product replaces the one before. An entry of A·x is a sum: add to it."),
      Misconception(
        "the transpose assigned, not added",
        submission {
          $0.multiplyTransposed = .init { a, x in
            var y = [Double](repeating: 0, count: a.columns)
            a.forEach { i, j, value in y[j] = value * x[i] }
            return y
          }
        },
        """
        yⱼ gets a share from every row that has an entry in column j, at different times. You keep the last one; add \
        them.
        """),
      Misconception(
        "Aᵀ·x by the wrong index",
        submission {
          $0.multiplyTransposed = .init { a, x in
            var y = [Double](repeating: 0, count: a.columns)
            a.forEach { i, j, value in if i < a.columns, j < a.rows { y[i] += value * x[j] } }
            return y
          }
        },
        """
        You compute A·x once more. In Aᵀ the two indices change roles: the entry in row i and column j takes xᵢ and adds \
        to yⱼ.
        """),
      Misconception(
        "zeros multiplied, too",
        submission {
          $0.multiply = .init { a, x in Table(a).times(x) }
          $0.multiplyTransposed = .init { a, x in Table(a).transposed.times(x) }
        },
        """
        You multiply by the zeros that are not stored. That takes rows times columns steps, which is what the form is \
        there to save, and 0·∞ makes NaN of an entry that has nothing to do with it.
        """),
      Misconception(
        "starts of a slice not counted anew",
        submission {
          $0.slicedRows = .init { a, range in
            var slice = a.slice(range)
            slice.rowStarts = Array(a.rowStarts[range.lowerBound...range.upperBound])
            return slice
          }
        },
        """
        The arrays of the slice begin with its own first entry, but its rowStarts still count from the beginning of A. \
        Take the first start off all of them.
        """),
      Misconception(
        "the last row of the range included",
        submission {
          $0.slicedRows = .init { a, range in a.slice(range.lowerBound..<min(range.upperBound + 1, a.rows)) }
        },
        "2..<4 are the rows 2 and 3; the upper bound is not one of them."),
      Misconception(
        "only the starts cut",
        submission {
          $0.slicedRows = .init { a, range in
            var slice = a.slice(range)
            let end = a.rowStarts[range.upperBound]
            (slice.columnIndices, slice.values) = (Array(a.columnIndices[..<end]), Array(a.values[..<end]))
            return slice
          }
        },
        """
        The entries of the rows before the range are still there, and the new starts, which begin at 0, point at them. \
        Cut columnIndices and values at the same places.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "a dictionary for each row; the transpose formed",
        Submission(
          build: .init { rows, columns, triplets in
            var table = [[Int: Double]](repeating: [:], count: rows)
            for triplet in try valid(rows, columns, triplets) {
              table[triplet.row][triplet.column, default: 0] += triplet.value
            }
            let ordered = table.map { $0.sorted { $0.key < $1.key } }
            return Parts(
              rows: rows, columns: columns, rowStarts: ordered.reduce(into: [0]) { $0.append($0.last! + $1.count) },
              columnIndices: ordered.flatMap { $0.map(\.key) }, values: ordered.flatMap { $0.map(\.value) })
          },
          multiply: .init { a, x in
            var y = [Double](repeating: 0, count: a.rows)
            a.forEach { i, j, value in y[i] += value * x[j] }
            return y
          },
          multiplyTransposed: .init { a, x in
            var triplets: [Triplet] = []
            a.forEach { i, j, value in triplets.append((j, i, value)) }
            var y = [Double](repeating: 0, count: a.columns)
            Parts(a.columns, a.rows, listing: triplets).forEach { j, i, value in y[j] += value * x[i] }
            return y
          },
          slicedRows: .init { a, range in
            var triplets: [Triplet] = []
            a.forEach { i, j, value in if range.contains(i) { triplets.append((i - range.lowerBound, j, value)) } }
            return Parts(range.count, a.columns, listing: triplets)
          })),
      Alternative(
        "counted twice: into columns, then into rows",
        submission {
          $0.build = .init { rows, columns, triplets in
            let valid = try valid(rows, columns, triplets)
            var byColumn = [[Triplet]](repeating: [], count: columns)
            for triplet in valid { byColumn[triplet.column].append(triplet) }
            var byRow = [[Triplet]](repeating: [], count: rows)
            for triplet in byColumn.joined() {
              if let last = byRow[triplet.row].last, last.column == triplet.column {
                byRow[triplet.row][byRow[triplet.row].count - 1].value += triplet.value
              } else {
                byRow[triplet.row].append(triplet)
              }
            }
            return Parts(rows, columns, listing: Array(byRow.joined()))
          }
        }),
    ]
  }
}

// MARK: - Parts of the checks

/// A matrix with all its zeros; nil where nothing is stored.
private struct Table {
  var entries: [[Double?]]
  var columns: Int
  var rows: Int { entries.count }

  init(_ entries: [[Double?]], columns: Int) { (self.entries, self.columns) = (entries, columns) }

  init(_ entries: [[Double]]) {
    self.init(entries.map { $0.map { $0 == 0 ? nil : $0 } }, columns: entries[0].count)
  }

  init(rows: Int, columns: Int) {
    self.init([[Double?]](repeating: [Double?](repeating: nil, count: columns), count: rows), columns: columns)
  }

  init(_ a: Parts) {
    self.init(rows: a.rows, columns: a.columns)
    a.forEach { i, j, value in entries[i][j] = value }
  }

  var transposed: Table { Table((0..<columns).map { j in entries.map { $0[j] } }, columns: rows) }

  /// The product with every zero.
  func times(_ x: [Double]) -> [Double] {
    entries.map { row in zip(row, x).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 } }
  }
}

extension Double? {
  fileprivate static func += (left: inout Double?, right: Double) { left = (left ?? 0) + right }
}

extension Draws {
  /// Up to 6 × 5, 40 × 3 or 2 × 41, with about a third of the places stored, zeros among them.
  fileprivate mutating func table() -> Table {
    let (rows, columns) = one(of: [(6, 5), (6, 5), (40, 3), (2, 41)])
    var table = Table(rows: integer(in: 0...rows), columns: integer(in: 0...columns))
    for i in 0..<table.rows {
      for j in 0..<table.columns where number(below: 3) == 2 { table.entries[i][j] = eighth() }
    }
    return table
  }
}

extension Parts {
  fileprivate init(_ table: Table) {
    self.init(rows: table.rows, columns: table.columns, rowStarts: [0], columnIndices: [], values: [])
    for row in table.entries {
      for (j, value) in row.enumerated() where value != nil {
        columnIndices.append(j)
        values.append(value ?? 0)
      }
      rowStarts.append(values.count)
    }
  }

  /// Triplets that are in the shape, added up.
  fileprivate init(_ rows: Int, _ columns: Int, summing triplets: [Triplet]) {
    self.init(
      triplets.reduce(into: Table(rows: rows, columns: columns)) { $0.entries[$1.row][$1.column] += $1.value })
  }

  /// Triplets that are in the shape, each stored.
  fileprivate init(_ rows: Int, _ columns: Int, listing triplets: [Triplet]) {
    let sorted = triplets.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    self.init(
      rows: rows, columns: columns, rowStarts: (0...rows).map { i in sorted.count { $0.row < i } },
      columnIndices: sorted.map(\.column), values: sorted.map(\.value))
  }

  fileprivate func forEach(_ body: (Int, Int, Double) -> Void) {
    for i in 0..<rows { for k in rowStarts[i]..<rowStarts[i + 1] { body(i, columnIndices[k], values[k]) } }
  }

  fileprivate func slice(_ range: Range<Int>) -> Parts {
    let table = Table(self)
    return Parts(Table(Array(table.entries[range]), columns: columns))
  }
}

private func list(_ triplets: [Triplet]) -> String {
  "[" + triplets.map { "(\($0.row), \($0.column), \($0.value))" }.joined(separator: ", ") + "]"
}

private func isInside(_ triplet: Triplet, _ rows: Int, _ columns: Int) -> Bool {
  (0..<rows).contains(triplet.row) && (0..<columns).contains(triplet.column)
}

private func valid(_ rows: Int, _ columns: Int, _ triplets: [Triplet]) throws -> [Triplet] {
  if let index = triplets.firstIndex(where: { !isInside($0, rows, columns) }) { throw InvalidTriplet(index: index) }
  return triplets
}

/// `subject` says what the matrix is, if the check does not.
private func expect(
  _ got: @autoclosure () throws -> Parts, is expected: Parts, _ advice: String, of subject: String = "the result",
  line: Int = #line
) {
  let a: Parts
  do { a = try got() } catch {
    return expect(false, "\(subject): it throws \(error), expected \(expected)", advice, line: line)
  }
  func expectEqual(_ got: [Int], _ expected: [Int], _ name: String) {
    expect(
      got.map(Double.init), equals: expected.map(Double.init), advice, what: "\(name) of \(subject)", line: line)
  }
  expectEqual([a.rows, a.columns], [expected.rows, expected.columns], "rows and columns")
  expectEqual(a.rowStarts, expected.rowStarts, "rowStarts")
  expectEqual(a.columnIndices, expected.columnIndices, "columnIndices")
  expect(a.values, equals: expected.values, advice, what: "values of \(subject)", line: line)
}

// MARK: - Real data

/// A triplet (origin, destination, 1) for each flight of January 2013, and the names, both ascending; read byte by byte,
/// as strings take five times as long.
private let flights = Result {
  var pairs: [(origin: UInt32, destination: UInt32)] = []
  var (field, code, origin) = (0, UInt32(0), UInt32(0))
  for byte in try Dataset("flights/flights_2013-01.csv.gz").bytes() {
    switch byte {
    case UInt8(ascii: ","):
      if field == originField { origin = code }
      if field == originField + 1 { pairs.append((origin, code)) }
      (field, code) = (field + 1, 0)
    case UInt8(ascii: "\n"): (field, code) = (0, 0)
    default: code = code << 8 | UInt32(byte)  // three letters: as numbers in the same order as in the alphabet
    }
  }
  pairs.removeFirst()  // the names of the columns
  let (origins, destinations) = (Set(pairs.map(\.origin)).sorted(), Set(pairs.map(\.destination)).sorted())
  let rows = Dictionary(uniqueKeysWithValues: zip(origins, origins.indices))
  let columns = Dictionary(uniqueKeysWithValues: zip(destinations, destinations.indices))
  let triplets: [Triplet] = pairs.compactMap { origin, destination in
    guard let row = rows[origin], let column = columns[destination] else { return nil }
    return (row, column, 1)
  }
  func name(_ code: UInt32) -> String {
    String(decoding: [16, 8, 0].map { UInt8(truncatingIfNeeded: code >> $0) }, as: UTF8.self)
  }
  return (triplets, origins.map(name), destinations.map(name))
}

/// The column `origin`; `dest` follows it.
private let originField = 12

// MARK: - Wrong and right ways

/// The right submission with something replaced.
private func submission(_ change: (inout Submission) -> Void) -> Submission {
  var submission = Submission(
    build: .init { rows, columns, triplets in Parts(rows, columns, summing: try valid(rows, columns, triplets)) },
    multiply: .init { a, x in
      var y = [Double](repeating: 0, count: a.rows)
      a.forEach { i, j, value in y[i] += value * x[j] }
      return y
    },
    multiplyTransposed: .init { a, x in
      var y = [Double](repeating: 0, count: a.columns)
      a.forEach { i, j, value in y[j] += value * x[i] }
      return y
    },
    slicedRows: .init { a, range in a.slice(range) })
  change(&submission)
  return submission
}

extension Misconception<Submission> {
  /// Built rightly, then spoilt.
  fileprivate static func build(
    _ name: String, _ explanation: String, _ spoil: @escaping (inout Parts) -> Void
  ) -> Self {
    let wrong = submission {
      $0.build = .init { rows, columns, triplets in
        var a = Parts(rows, columns, summing: try valid(rows, columns, triplets))
        spoil(&a)
        return a
      }
    }
    return Self(name, wrong, explanation)
  }

  /// Built rightly but for what becomes of a value that meets one stored before.
  fileprivate static func combining(
    _ name: String, _ explanation: String, _ combine: @escaping (inout Double?, Double) -> Void
  ) -> Self {
    let wrong = submission {
      $0.build = .init { rows, columns, triplets in
        Parts(
          try valid(rows, columns, triplets).reduce(into: Table(rows: rows, columns: columns)) {
            combine(&$0.entries[$1.row][$1.column], $1.value)
          })
      }
    }
    return Self(name, wrong, explanation)
  }
}
