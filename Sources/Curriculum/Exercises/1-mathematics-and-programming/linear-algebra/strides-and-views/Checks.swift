import Checking
import LabData

struct InvalidSlice: Error {}

protocol StridedView {
  var storage: [Double] { get }
  var rows: Int { get }
  var columns: Int { get }
  subscript(i: Int, j: Int) -> Double { get }
  func transposed() -> Self
  func slicedRows(from start: Int, to end: Int, by step: Int) throws -> Self
  func slicedColumns(from start: Int, to end: Int, by step: Int) throws -> Self
  func elements() -> [Double]
  func isEqual(to other: Self) -> Bool
}

/// How to come to a view: the first one, and what is then asked of it.
struct Recipe: CustomStringConvertible {
  enum Base {
    case whole(rows: Int, columns: Int)
    case strided(offset: Int, rows: Int, columns: Int, rowStride: Int, columnStride: Int)
  }

  enum Step: CustomStringConvertible {
    case transposed
    case rows(from: Int, to: Int, by: Int)
    case columns(from: Int, to: Int, by: Int)

    var description: String {
      switch self {
      case .transposed: "transposed()"
      case .rows(let start, let end, let step): "slicedRows(from: \(start), to: \(end), by: \(step))"
      case .columns(let start, let end, let step): "slicedColumns(from: \(start), to: \(end), by: \(step))"
      }
    }
  }

  var storage: [Double]
  var base: Base
  var steps: [Step] = []

  var description: String {
    let first =
      switch base {
      case .whole(let rows, let columns): "View(x, rows: \(rows), columns: \(columns))"
      case .strided(let offset, let rows, let columns, let rowStride, let columnStride):
        "(offset \(offset), shape \(rows) × \(columns), strides \(rowStride) and \(columnStride))"
      }
    return ([first] + steps.map(\.description)).joined(separator: ".")
  }
}

/// What can be seen of a view.
struct Seen: Observable {
  let rows: Int
  let columns: Int
  /// Read one by one through the subscript.
  let entries: [Double]
  let elements: [Double]
  let sharesStorage: Bool

  var observation: Observation {
    Observation(
      rows.observation, columns.observation, entries.observation, elements.observation, sharesStorage.observation)
  }
}

struct Submission {
  var look: Function<Recipe, Seen>
  var isEqual: Function<Recipe, Recipe, Bool>

  init<V: StridedView>(
    whole: @escaping ([Double], Int, Int) -> V, strided: @escaping ([Double], Int, Int, Int, Int, Int) -> V
  ) {
    func view(_ recipe: Recipe) throws -> V {
      var view =
        switch recipe.base {
        case .whole(let rows, let columns): whole(recipe.storage, rows, columns)
        case .strided(let offset, let rows, let columns, let rowStride, let columnStride):
          strided(recipe.storage, offset, rows, columns, rowStride, columnStride)
        }
      for step in recipe.steps {
        switch step {
        case .transposed: view = view.transposed()
        case .rows(let start, let end, let step): view = try view.slicedRows(from: start, to: end, by: step)
        case .columns(let start, let end, let step): view = try view.slicedColumns(from: start, to: end, by: step)
        }
      }
      return view
    }
    look = .init { recipe in
      let view = try view(recipe)
      let entries = stride(from: 0, to: view.rows, by: 1).flatMap { i in
        stride(from: 0, to: view.columns, by: 1).map { j in view[i, j] }
      }
      return Seen(
        rows: view.rows, columns: view.columns, entries: entries, elements: view.elements(),
        sharesStorage: isSameArray(view.storage, recipe.storage))
    }
    isEqual = .init { try view($0).isEqual(to: view($1)) }
  }
}

private func isSameArray(_ a: [Double], _ b: [Double]) -> Bool {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in a.count == b.count && (a.isEmpty || a.baseAddress == b.baseAddress) }
  }
}

enum StridesAndViews: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        var recipe = Recipe(storage: (0..<12).map(Double.init), base: .whole(rows: 3, columns: 4))
        expect(s, recipe, is: Table([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]), "Row i begins at i·columns.")
        recipe.steps.append(.rows(from: 2, to: -1, by: -2))
        expect(
          s, recipe, is: Table([[8, 9, 10, 11], [0, 1, 2, 3]]), "Rows 2 and 0; then −2 would lie behind the end.")
        recipe.steps.append(.columns(from: 1, to: 4, by: 2))
        expect(
          s, recipe, is: Table([[9, 11], [1, 3]]), "Column 1 of this view begins one number after its offset, 8.")
        recipe.steps.append(.transposed)
        expect(s, recipe, is: Table([[9, 1], [11, 3]]), "The shape and the strides change places, the offset stays.")
      },
      Check("reads where offset and strides say") { s in
        let x: [Double] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
        let advice = "Entry (i, j) is storage[offset + i·rowStride + j·columnStride], whatever the strides are."
        func expectEntries(_ base: Recipe.Base, _ table: [[Double]], _ advice: String) {
          expect(s, Recipe(storage: x, base: base), is: Table(table), advice)
        }
        expectEntries(
          .strided(offset: 1, rows: 2, columns: 3, rowStride: 5, columnStride: 2), [[1, 1, 9], [2, 5, 5]], advice)
        expectEntries(
          .strided(offset: 11, rows: 2, columns: 3, rowStride: -1, columnStride: -4), [[8, 6, 1], [5, 2, 4]], advice)
        expectEntries(
          .strided(offset: 2, rows: 4, columns: 3, rowStride: 1, columnStride: 1),
          [[4, 1, 5], [1, 5, 9], [5, 9, 2], [9, 2, 6]],
          "Windows that overlap: each row begins one number after the last. " + advice)
        expectEntries(
          .strided(offset: 4, rows: 2, columns: 3, rowStride: 0, columnStride: 1), [[5, 9, 2], [5, 9, 2]],
          "With stride 0 one row is seen again and again; that is how NumPy broadcasts. " + advice)
      },
      Check("slices views whose strides have any signs") { s in
        let numbers = Table(rows: 5, columns: 7) { Double(10 * $0 + $1 + 1) }
        for (rows, columns) in [(false, false), (true, false), (false, true), (true, true)] {
          let (recipe, table) = view(of: numbers, rowsReversed: rows, columnsReversed: columns)
          for step in [1, 2, -1, -3] {
            let (rowStart, columnStart) = step > 0 ? (1, 2) : (4, 5)
            let (rowEnd, columnEnd) = step > 0 ? (5, 7) : (0, -1)
            let inRows = Recipe.Step.rows(from: rowStart, to: rowEnd, by: step)
            let inColumns = Recipe.Step.columns(from: columnStart, to: columnEnd, by: step)
            let allColumns = Recipe.Step.columns(from: 0, to: 7, by: 1)
            for steps in [
              [inRows], [inColumns], [inRows, inColumns], [.transposed, inColumns.turned, inRows.turned],
              [inRows, allColumns], [.transposed, inColumns.turned, .rows(from: 0, to: 1, by: 1)],
            ] {
              expect(
                s, recipe.adding(steps), is: steps.reduce(table) { $0.after($1) },
                """
                offset + start·stride is where the first selected row begins, whatever the sign of the stride; step·stride \
                leads from it to the next, forwards again if both are negative.
                """)
            }
          }
        }
      },
      Check("sees arrays of every shape, and their transposes") { s, random in
        for (rows, columns) in [(2, 3), (3, 2), (5, 7), (1, 4), (4, 1), (3, 3)] {
          let table = Table((0..<rows).map { _ in (0..<columns).map { _ in Double.random(in: 1...9, using: &random) } })
          let recipe = Recipe(storage: table.entries, base: .whole(rows: rows, columns: columns))
          expect(s, recipe, is: table, "Row by row: from one row to the next it is as far as a row is long.")
          expect(
            s, recipe.adding(.transposed), is: table.transposed,
            "Entry (i, j) of the transpose is entry (j, i): the shape changes, and so does the way through memory.")
          expect(s, recipe.adding(.transposed, .transposed), is: table, "Transposed twice is what it was.")
        }
      },
      Check("slices a slice of a slice as copies would be", holdingFor: 80) { s, draws in
        let numbers = Table(
          rows: draws.integer(in: 0...5), columns: draws.integer(in: 0...5), entry: { i, j in Double(10 * i + j + 1) })
        var (recipe, table) = view(of: numbers, rowsReversed: draws.flag(), columnsReversed: draws.flag())
        for _ in 0..<draws.integer(in: 1...4) {
          let step = draws.step(in: table)
          recipe = recipe.adding(step)
          table = table.after(step)
        }
        expect(
          s, recipe, is: table,
          """
          x is 1, 2, 3 … by columns, 11, 12 … in the next row. A slice counts in the view it is taken from: \
          its offset and its strides start from that view's.
          """)
      },
      Check("refuses slices that are not there, and no others") { s in
        let recipe = Recipe(storage: (0..<15).map(Double.init), base: .whole(rows: 5, columns: 3))
        let (copy, turned) = (Table(rows: 5, columns: 3) { Double(3 * $0 + $1) }, recipe.adding(.transposed))
        let advice =
          "Rows 0 to 4 are there, and columns 0 to 2. A slice with fewer rows than asked is a surprise later."
        let refused: [Recipe.Step] = [
          .rows(from: 3, to: 6, by: 1), .rows(from: -1, to: 2, by: 1), .rows(from: 5, to: 2, by: -1),
          .rows(from: 1, to: -2, by: -1), .columns(from: 0, to: 4, by: 1), .columns(from: 3, to: 4, by: 1),
          .columns(from: 2, to: -3, by: -2),
        ]
        for step in refused { expect(throws: InvalidSlice(), advice) { try s.look(recipe.adding(step)) } }
        expect(throws: InvalidSlice(), "The transpose has three rows.") {
          try s.look(turned.adding(.rows(from: 1, to: 5, by: 1)))
        }
        expect(throws: InvalidSlice(), "With step 0 one would never arrive.") {
          try s.look(recipe.adding(.rows(from: 1, to: 3, by: 0)))
        }
        expect(throws: InvalidSlice(), "With step 0 one would never arrive.") {
          try s.look(recipe.adding(.columns(from: 1, to: 1, by: 0)))
        }
        let allowed: [Recipe.Step] = [
          .rows(from: 4, to: -1, by: -1), .rows(from: 4, to: -2, by: -4), .rows(from: 1, to: 7, by: 3),
          .rows(from: 2, to: 6, by: 2), .columns(from: 0, to: 3, by: 1), .columns(from: 2, to: 30, by: 28),
        ]
        for step in allowed {
          expect(
            s, recipe.adding(step), is: copy.after(step),
            "end is only where to stop. What counts is whether the rows that are selected are there.")
        }
        for step: Recipe.Step in [
          .rows(from: 5, to: 5, by: 1), .rows(from: 3, to: 1, by: 1), .rows(from: 9, to: 12, by: -1),
          .columns(from: -7, to: -7, by: 2),
        ] {
          expect(s, recipe.adding(step), is: copy.after(step), "Nothing is selected, so nothing is missing.")
        }
      },
      Check("keeps the shape of what is empty") { s in
        let advice = "Without entries a view still has its shape: 0 × 3 is not 3 × 0."
        for (rows, columns) in [(0, 3), (3, 0), (0, 0)] {
          let recipe = Recipe(storage: [], base: .whole(rows: rows, columns: columns))
          expect(s, recipe, is: Table(rows: rows, columns: columns) { _, _ in 0 }, advice)
          expect(s, recipe.adding(.transposed), is: Table(rows: columns, columns: rows) { _, _ in 0 }, advice)
        }
        let x = Recipe(storage: [1, 2, 3, 4, 5, 6], base: .whole(rows: 2, columns: 3))
        expect(
          s, x.adding(.rows(from: 2, to: 2, by: 1), .columns(from: 2, to: -1, by: -2)),
          is: Table(rows: 0, columns: 2) { _, _ in 0 }, advice)
      },
      Check("compares what is seen, not where it lies") { s in
        let x = Recipe(storage: [1, 2, 3, 4, 5, 6], base: .whole(rows: 2, columns: 3))
        let turned = Recipe(storage: [1, 4, 2, 5, 3, 6], base: .whole(rows: 3, columns: 2))
        let wide = Recipe(storage: [0, 1, 2, 3, 9, 4, 5, 6], base: .whole(rows: 2, columns: 4))
        let tail = Recipe(
          storage: [0, 1, 2, 3, 9, 4, 5, 6],
          base: .strided(offset: 1, rows: 2, columns: 3, rowStride: 4, columnStride: 1))
        func expectEqual(_ a: Recipe, _ b: Recipe, _ isEqual: Bool, _ advice: String) {
          expect(try s.isEqual(a, b), equals: isEqual, advice)
        }
        let same = "The shapes are equal and so is every entry; the arrays behind need not be."
        expectEqual(x, x, true, same)
        expectEqual(x, turned.adding(.transposed), true, same)
        expectEqual(x.adding(.transposed), turned, true, same)
        expectEqual(tail, x, true, same)
        let shape = "A 2 × 3 matrix equals no 3 × 2 matrix, though the same numbers come in the same order."
        expectEqual(x, Recipe(storage: x.storage, base: .whole(rows: 3, columns: 2)), false, shape)
        expectEqual(
          Recipe(storage: [], base: .whole(rows: 0, columns: 3)),
          Recipe(storage: [], base: .whole(rows: 0, columns: 2)),
          false, "Without entries the shapes still differ.")
        let other = "One entry differs."
        expectEqual(x, Recipe(storage: [1, 2, 3, 4, 5, 7], base: .whole(rows: 2, columns: 3)), false, other)
        expectEqual(x, Recipe(storage: [0, 2, 3, 4, 5, 6], base: .whole(rows: 2, columns: 3)), false, other)
        expectEqual(
          wide.adding(.columns(from: 0, to: 3, by: 1)), x, false, "The first view begins with 0, the other with 1.")
        expectEqual(
          wide.adding(.columns(from: 0, to: 3, by: 1)), wide.adding(.columns(from: 1, to: 4, by: 1)), false,
          "Two parts of one array are not equal because they share it.")
        let odd: [Double] = [.nan, 0]
        expectEqual(
          Recipe(storage: odd, base: .whole(rows: 1, columns: 2)),
          Recipe(storage: odd, base: .whole(rows: 1, columns: 2)),
          false, "NaN is not == NaN.")
      },
      Check("cuts, turns and mirrors images without copying them") { s in
        let (count, width) = (20, 65)  // 64 pixels and the label
        let digits = try firstDigits(count)
        let image = 7 * width
        let whole = Recipe(
          storage: digits, base: .strided(offset: image, rows: 8, columns: 8, rowStride: 8, columnStride: 1))
        let pixels = Table(rows: 8, columns: 8) { digits[image + 8 * $0 + $1] }
        for steps: [Recipe.Step] in [
          [.columns(from: 7, to: -1, by: -1)], [.rows(from: 1, to: 7, by: 1), .columns(from: 1, to: 7, by: 1)],
          [.transposed, .rows(from: 7, to: -1, by: -1)],
          [.rows(from: 0, to: 8, by: 2), .columns(from: 0, to: 8, by: 2)],
        ] {
          expect(
            s, whole.adding(steps), is: steps.reduce(pixels) { $0.after($1) },
            "The image is part of a longer array: its offset is \(image), and no step may lose it.")
        }
        let pixel = Recipe.Step.columns(from: 20, to: 21, by: 1)
        expect(
          s, Recipe(storage: digits, base: .whole(rows: count, columns: width), steps: [pixel, .transposed]),
          is: Table(rows: 1, columns: count) { digits[width * $1 + 20] },
          "One pixel of all images: a column, whose numbers lie \(width) apart.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      .init(
        .stridesKept, "strides not exchanged",
        """
        The transpose has the other shape, but still walks through memory as before, so the numbers come in their old \
        order. From one row of the transpose to the next is as far as from one column to the next was.
        """),
      .init(
        .shapeKept, "shape not exchanged",
        "The strides are exchanged, but an m × n view has an n × m transpose. On square matrices nobody sees it."),
      .init(
        .stridesMistaken, "row stride used for columns",
        """
        You go one columnStride further for each row and one rowStride for each column. rowStride is the distance from \
        one row to the next, so it belongs to the row index i.
        """),
      .init(
        .rowsAsStride, "as far as there are rows",
        """
        In an array row by row the next row begins after one whole row, and a row is as long as there are columns. Your \
        stride is the number of rows, which is the same only for square matrices.
        """),
      .init(
        .offsetNotRead, "offset not read",
        "You read from the beginning of the array. Row 0 and column 0 of a view lie at its offset."),
      .init(
        .offsetForgotten, "offset forgotten in a view of a view",
        """
        A slice begins start·rowStride after the beginning of the view it is taken from, and that view does not begin \
        at 0 if it is a slice itself: add to its offset.
        """),
      .init(
        .offsetInRows, "offset counted in rows",
        """
        The offset counts numbers in the array. Row start lies start·rowStride behind row 0, not start numbers behind \
        it.
        """),
      .init(
        .offsetWithStep, "start multiplied by the step",
        """
        start is a row of the view it is taken from, so it is as far away as the old stride says. The step counts from \
        there on.
        """),
      .init(
        .stepForgotten, "step counts the rows but does not move",
        """
        As many rows as asked, but they lie next to each other. Between rows start and start + step are step rows: \
        the stride grows by this factor.
        """),
      .init(
        .strideReplaced, "the stride of a whole array taken for granted",
        """
        You compute the new stride from the number of columns, as if the view were the whole array, row by row. A view \
        of a view has strides already; multiply these by the step.
        """),
      .init(
        .endIncluded, "end of the slice included",
        """
        You select end, too. As in 0..<n, end is the first one not taken: then the count is a difference, and the end \
        of one slice is the start of the next.
        """),
      .init(
        .roundedDown, "count rounded down",
        """
        Of 5 rows every second one is 0, 2 and 4: three, while 5/2 is 2 in whole numbers. A last step that does not \
        fill up still takes a row with it.
        """),
      .init(
        .roundedForPositive, "rounded as if steps were positive",
        """
        (end − start + step − 1)/step rounds up for a positive step. With a negative one it moves away by too much and \
        counts rows that lie behind the end; there it takes + step + 1.
        """),
      .init(
        .clamped, "cut to what is there",
        """
        Python cuts a slice to the rows there are. Here it is an error: a batch that is shorter than asked is noticed \
        much later, if at all.
        """),
      .init(
        .endRefused, "end taken for a row",
        """
        You ask whether start and end lie in the matrix. end need not: backwards to row 0 it is −1, and with steps it \
        may lie anywhere beyond. Ask about the rows that are selected.
        """),
      .init(
        .emptyRefused, "an empty slice refused",
        """
        A slice without rows has no row that could be missing, wherever it starts. The last batch of a loop is often \
        such a slice.
        """),
      .init(
        .zeroStepEmpty, "step 0 selects nothing",
        "With step 0 one stays at start for ever: no answer is right, and the caller has made a mistake. Throw."),
      .init(
        .sameMemory, "compared by where it lies",
        """
        You compare the arrays and the five numbers (that is what `==` written by the compiler would do). A view and \
        its copy then differ. Two matrices are equal if their shapes and their entries are.
        """),
      .init(
        .shapeless, "compared without the shape",
        "The same numbers in the same order can be 2 × 3 or 3 × 2. Compare the shapes first."),
      .init(
        .wholeStorage, "the array for the elements",
        """
        storage is what the view looks at, not what it sees: a slice sees a part of it, a transpose another order. Read \
        the entries by row and column.
        """),
      .init(
        .copies, "copied",
        """
        Entries are right, but each view has an array of its own. Then a transpose takes as long as there are numbers; \
        with other strides on the same storage it takes no time at all.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "rows listed by stride(from:to:by:), columns by themselves",
        Submission(
          whole: { Listed(storage: $0, offset: 0, rows: $1, columns: $2, rowStride: $2, columnStride: 1) },
          strided: Listed.init))
    ]
  }
}

// MARK: - Parts of the checks

/// A matrix as it is copied out: the oracle.
private struct Table {
  var rows: Int
  var columns: Int
  var entries: [Double]

  init(rows: Int, columns: Int, entry: (Int, Int) -> Double) {
    self.rows = rows
    self.columns = columns
    entries = (0..<rows * columns).map { entry($0 / columns, $0 % columns) }
  }

  init(_ table: [[Double]]) { self.init(rows: table.count, columns: table[0].count) { table[$0][$1] } }

  var transposed: Table { Table(rows: columns, columns: rows) { entries[$1 * columns + $0] } }

  /// The copy of what a step selects that is not refused.
  func after(_ step: Recipe.Step) -> Table {
    switch step {
    case .transposed: return transposed
    case .rows(let start, let end, let step):
      let selected = Array(stride(from: start, to: end, by: step))
      return Table(rows: selected.count, columns: columns) { entries[selected[$0] * columns + $1] }
    case .columns(let start, let end, let step):
      return transposed.after(.rows(from: start, to: end, by: step)).transposed
    }
  }
}

extension Recipe {
  fileprivate func adding(_ steps: Step...) -> Recipe { adding(steps) }

  fileprivate func adding(_ steps: [Step]) -> Recipe {
    var recipe = self
    recipe.steps += steps
    return recipe
  }
}

extension Draws {
  /// A step that is not refused by a view of this shape.
  fileprivate mutating func step(in table: Table) -> Recipe.Step {
    switch integer(in: 0...2) {
    case 0:
      let (start, end, step) = slice(of: table.rows)
      return .rows(from: start, to: end, by: step)
    case 1:
      let (start, end, step) = slice(of: table.columns)
      return .columns(from: start, to: end, by: step)
    default: return .transposed
    }
  }

  private mutating func slice(of count: Int) -> (Int, Int, Int) {
    let step = one(of: [1, -1, 2, -2, 3])
    guard count > 0 else { return (0, 0, step) }
    let start = integer(in: 0...count - 1)
    let most = step > 0 ? (count - 1 - start) / step + 1 : start / -step + 1
    let selected = most - integer(in: 0...most)
    let spare = selected == 0 ? 0 : integer(in: 0...abs(step) - 1)
    return (start, start + step * selected - step.signum() * spare, step)
  }
}

extension Recipe.Step {
  /// The same slice of the transpose.
  fileprivate var turned: Self {
    switch self {
    case .transposed: .transposed
    case .rows(let start, let end, let step): .columns(from: start, to: end, by: step)
    case .columns(let start, let end, let step): .rows(from: start, to: end, by: step)
    }
  }
}

/// A view of all the numbers that begins at the last row, the last column or both and runs backwards there; and what it
/// shows.
private func view(of numbers: Table, rowsReversed: Bool, columnsReversed: Bool) -> (Recipe, Table) {
  let (rows, columns) = (numbers.rows, numbers.columns)
  guard rowsReversed || columnsReversed, rows * columns > 0 else {
    return (Recipe(storage: numbers.entries, base: .whole(rows: rows, columns: columns)), numbers)
  }
  let base = Recipe.Base.strided(
    offset: (rowsReversed ? (rows - 1) * columns : 0) + (columnsReversed ? columns - 1 : 0), rows: rows,
    columns: columns, rowStride: rowsReversed ? -columns : columns, columnStride: columnsReversed ? -1 : 1)
  let table = Table(rows: rows, columns: columns) { i, j in
    numbers.entries[(rowsReversed ? rows - 1 - i : i) * columns + (columnsReversed ? columns - 1 - j : j)]
  }
  return (Recipe(storage: numbers.entries, base: base), table)
}

private func expect(
  _ s: Submission, _ recipe: Recipe, is table: Table, _ advice: String, line: Int = #line
) {
  let seen: Seen
  do { seen = try s.look(recipe) } catch {
    return expect(false, "\(recipe) throws \(error), expected a view", advice, line: line)
  }
  guard seen.rows == table.rows, seen.columns == table.columns else {
    return expect(
      false, "\(recipe) is \(seen.rows) × \(seen.columns), expected \(table.rows) × \(table.columns)", advice,
      line: line)
  }
  expect(
    seen.entries, equals: table.entries, advice, what: "\(recipe), read row by row through view[i, j],", line: line)
  expect(
    seen.elements, equals: table.entries, "The entries of this view, row by row: rows·columns numbers.",
    what: "\(recipe).elements()", line: line)
  expect(
    seen.sharesStorage, "\(recipe) has an array of its own",
    "A view hands on the storage it was given; only the five numbers change.", line: line)
}

/// The pixels and the label of the first images of the digits, 65 numbers each.
private func firstDigits(_ count: Int) throws -> [Double] {
  let lines = try Dataset("images/digits_8x8.csv.gz").bytes().split(
    separator: UInt8(ascii: "\n"), maxSplits: count + 1)
  return lines[1...count].flatMap { line in
    line.split(separator: UInt8(ascii: ",")).map { Double(String(decoding: $0, as: UTF8.self)) ?? .nan }
  }
}

// MARK: - Wrong and right ways

private enum Fault {
  case stridesKept, shapeKept, stridesMistaken, rowsAsStride, offsetNotRead, offsetForgotten, offsetInRows
  case offsetWithStep, stepForgotten, strideReplaced, endIncluded, roundedDown, roundedForPositive, clamped, endRefused
  case emptyRefused, zeroStepEmpty, sameMemory, shapeless, wholeStorage, copies
}

extension Misconception<Submission> {
  fileprivate init(_ fault: Fault, _ name: String, _ explanation: String) {
    self.init(
      name,
      Submission(
        whole: { storage, rows, columns in
          Wrong(
            storage: storage, offset: 0, rows: rows, columns: columns,
            rowStride: fault == .rowsAsStride ? rows : columns, columnStride: 1, fault: fault)
        },
        strided: {
          Wrong(storage: $0, offset: $1, rows: $2, columns: $3, rowStride: $4, columnStride: $5, fault: fault)
        }),
      explanation)
  }
}

/// A view with one fault; what it reads beyond the array is NaN.
private struct Wrong: StridedView {
  var storage: [Double]
  var offset: Int
  var rows: Int
  var columns: Int
  var rowStride: Int
  var columnStride: Int
  let fault: Fault

  subscript(i: Int, j: Int) -> Double {
    let (perRow, perColumn) = fault == .stridesMistaken ? (columnStride, rowStride) : (rowStride, columnStride)
    let place = (fault == .offsetNotRead ? 0 : offset) + i * perRow + j * perColumn
    return storage.indices.contains(place) ? storage[place] : .nan
  }

  func transposed() -> Wrong { fault == .copies ? turned(exchangesAll: true).copied() : turned() }

  private func turned(exchangesAll: Bool = false) -> Wrong {
    var view = self
    if exchangesAll || fault != .stridesKept { (view.rowStride, view.columnStride) = (columnStride, rowStride) }
    if exchangesAll || fault != .shapeKept { (view.rows, view.columns) = (columns, rows) }
    return view
  }

  func slicedRows(from start: Int, to end: Int, by step: Int) throws -> Wrong {
    try sliced(start, end, step, wholeStride: columns)
  }

  func slicedColumns(from start: Int, to end: Int, by step: Int) throws -> Wrong {
    try turned(exchangesAll: true).sliced(start, end, step, wholeStride: 1).turned(exchangesAll: true)
  }

  private func sliced(_ first: Int, _ end: Int, _ step: Int, wholeStride: Int) throws -> Wrong {
    var (start, end) = (first, end)
    if step == 0, fault != .zeroStepEmpty { throw InvalidSlice() }
    if fault == .clamped {
      let allowed = step > 0 ? 0...rows : -1...rows - 1
      start = min(max(start, allowed.lowerBound), allowed.upperBound)
      end = min(max(end, allowed.lowerBound), allowed.upperBound)
    }
    var count = 0
    if step != 0 {
      switch fault {
      case .endIncluded: count = (end - start + step) / step
      case .roundedDown: count = (end - start) / step
      case .roundedForPositive: count = (end - start + step - 1) / step
      default: count = (end - start + step - step.signum()) / step
      }
    }
    count = max(0, count)
    let places = fault == .endRefused ? [start, end - 1] : [start, start + (count - 1) * step]
    guard count == 0 && fault != .emptyRefused || places.allSatisfy((0..<rows).contains) else { throw InvalidSlice() }
    var view = self
    view.rows = count
    view.rowStride = fault == .stepForgotten ? step.signum() * rowStride : step * rowStride
    if fault == .strideReplaced { view.rowStride = step * wholeStride }
    view.offset = offset + start * rowStride
    if fault == .offsetForgotten { view.offset = start * rowStride }
    if fault == .offsetInRows { view.offset = offset + start }
    if fault == .offsetWithStep { view.offset = offset + start * step * rowStride }
    return fault == .copies ? view.copied() : view
  }

  private func copied() -> Wrong {
    var view = self
    (view.storage, view.offset) = (elements(), 0)
    (view.rowStride, view.columnStride) = (columns, 1)
    return view
  }

  func elements() -> [Double] {
    if fault == .wholeStorage { return storage }
    return (0..<rows).flatMap { i in (0..<columns).map { j in self[i, j] } }
  }

  func isEqual(to other: Wrong) -> Bool {
    if fault == .sameMemory {
      return storage == other.storage && offset == other.offset && rows == other.rows && columns == other.columns
        && rowStride == other.rowStride && columnStride == other.columnStride
    }
    return (fault == .shapeless || rows == other.rows && columns == other.columns) && elements() == other.elements()
  }
}

/// A right view by other means.
private struct Listed: StridedView {
  let storage: [Double]
  let offset: Int
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int

  subscript(i: Int, j: Int) -> Double { storage[offset + j * columnStride + i * rowStride] }

  func transposed() -> Listed {
    Listed(
      storage: storage, offset: offset, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  func slicedRows(from start: Int, to end: Int, by step: Int) throws -> Listed {
    let selected = try Self.selected(start, end, step, of: rows)
    return Listed(
      storage: storage, offset: offset + (selected.first ?? 0) * rowStride, rows: selected.count, columns: columns,
      rowStride: rowStride * step, columnStride: columnStride)
  }

  func slicedColumns(from start: Int, to end: Int, by step: Int) throws -> Listed {
    let selected = try Self.selected(start, end, step, of: columns)
    return Listed(
      storage: storage, offset: offset + (selected.first ?? 0) * columnStride, rows: rows, columns: selected.count,
      rowStride: rowStride, columnStride: columnStride * step)
  }

  private static func selected(_ start: Int, _ end: Int, _ step: Int, of count: Int) throws -> [Int] {
    guard step != 0 else { throw InvalidSlice() }
    let selected = Array(stride(from: start, to: end, by: step))
    guard selected.allSatisfy({ $0 >= 0 && $0 < count }) else { throw InvalidSlice() }
    return selected
  }

  func elements() -> [Double] {
    var copy: [Double] = []
    for i in 0..<rows { for j in 0..<columns { copy.append(self[i, j]) } }
    return copy
  }

  func isEqual(to other: Listed) -> Bool {
    guard (rows, columns) == (other.rows, other.columns) else { return false }
    return (0..<rows).allSatisfy { i in (0..<columns).allSatisfy { j in self[i, j] == other[i, j] } }
  }
}
