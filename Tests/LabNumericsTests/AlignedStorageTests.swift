import Testing

@testable import LabNumerics

@Suite struct AlignedStorageTests {
  @Test(arguments: [0, 1, 7, 1000, (1 << 19) - 1, 1 << 19, 1_000_003])
  func `elements begin on a cache line, and survive the change of a copy`(count: Int) {
    let x = Vector<Double>(count: count) { Double($0) }
    #expect(UInt(bitPattern: x.storage.start) % 64 == 0)
    var y = x
    #expect(x.storage === y.storage)
    for i in 0..<count { y[i] += 1 }
    #expect((0..<count).allSatisfy { x[$0] == Double($0) && y[$0] == Double($0 + 1) })
    #expect(UInt(bitPattern: y.storage.start) % 64 == 0)
    #expect(x.storage === y.storage || count > 0)
  }

  @Test func `small blocks begin on a cache line wherever malloc puts them`() {
    let blocks = (0..<200).map { AlignedStorage<Float>(repeating: Float($0), count: $0) }
    for (n, block) in blocks.enumerated() {
      #expect(UInt(bitPattern: block.start) % 64 == 0 && block.count == n)
      #expect((0..<n).allSatisfy { block.start[$0] == Float(n) })
    }
  }

  @Test func `what is not shared is changed where it lies`() {
    var x = Vector<Double>.zeros(5)
    let start = x.storage.start
    for i in 0..<5 { x[i] = Double(i) }
    x.makeUnique()
    #expect(x.storage.start == start)
    x.storage.makeUniqueForOverwriting()
    #expect(x.storage.start == start)
    let y = x
    x.storage.makeUniqueForOverwriting()
    #expect(x.storage.start != start && y.storage.start == start && x.count == 5)
  }

  @Test func `a copy made between two writes keeps what it saw`() {
    var a = Matrix<Double>.zeros(3, 3)
    var snapshots: [Matrix<Double>] = []
    for i in 0..<3 {
      for j in 0..<3 {
        let old = a
        a[i, j] += 1
        #expect(old[i, j] == 0 && a[i, j] == 1)
        snapshots.append(a)
      }
    }
    for (n, snapshot) in snapshots.enumerated() { #expect(snapshot.sum() == Double(n + 1)) }
  }

  @Test func `a vector that shares a matrix's block is not changed through the matrix, nor the other way`() {
    var a: Matrix<Double> = [[1, 2], [3, 4]]
    var flat = a.flattened
    let shared = a.storage === flat.storage
    #expect(shared)
    a[0, 0] = 9
    flat[3] = 7
    #expect(a == [[9, 2], [3, 4]] && flat == [1, 2, 3, 7])
    var column = Matrix(column: flat)
    let row = Matrix(row: flat)
    for i in 0..<4 { column[i, 0] = 0 }
    #expect(flat == [1, 2, 3, 7] && row == [[1, 2, 3, 7]] && column == .zeros(4, 1))
    let view = a.view
    a[1, 1] = 0
    #expect(view[1, 1] == 4 && a[1, 1] == 0)
  }

  @Test func `an element can be passed inout, and is changed though the function throws`() {
    struct Failure: Error {}
    func double(_ x: inout Double, thenThrow: Bool) throws {
      x *= 2
      if thenThrow { throw Failure() }
    }
    var a: Matrix<Double> = [[1, 2], [3, 4]]
    var x: Vector<Double> = [1, 2]
    let (oldMatrix, oldVector) = (a, x)
    #expect(throws: Failure.self) {
      try double(&a[1, 0], thenThrow: true)
    }
    #expect(throws: Failure.self) {
      try double(&x[1], thenThrow: true)
    }
    #expect(a == [[1, 2], [6, 4]] && x == [1, 4])
    #expect(oldMatrix == [[1, 2], [3, 4]] && oldVector == [1, 2])
    #expect(throws: Never.self) { try double(&a[1, 0], thenThrow: false) }
    #expect(a[1, 0] == 12)
  }

  @Test func `elements of one matrix and of two are exchanged`() {
    var (a, b): (Matrix<Double>, Matrix<Double>) = ([[1, 2]], [[3, 4]])
    swap(&a[0, 0], &b[0, 1])
    #expect(a == [[4, 2]] && b == [[3, 1]])
    var x: Vector<Double> = [1, 2, 3]
    x.swapAt(0, 2)
    #expect(x == [3, 2, 1])
  }

  @Test func `tasks that share a matrix each write their own`() async {
    let a = Matrix<Double>(rows: 20, columns: 20) { Double($0 - $1) }
    let sums = await withTaskGroup(of: Double.self) { group in
      for task in 0..<8 {
        group.addTask {
          var mine = a
          for i in 0..<20 {
            for j in 0..<20 { mine[i, j] = Double(task) }
          }
          return mine.sum()
        }
      }
      return await group.reduce(into: [Double]()) { $0.append($1) }
    }
    #expect(sums.sorted() == (0..<8).map { Double(400 * $0) })
    #expect(a == Matrix(rows: 20, columns: 20) { Double($0 - $1) })
  }

  @Test func `the blocks of values that are gone are freed`() {
    weak var block: Block?
    do {
      var a = Matrix<Double>.zeros(4, 4)
      a[1, 1] = 1
      let b = a
      a[2, 2] = 1
      block = b.storage.block
      #expect(block != nil)
    }
    #expect(block == nil)
    do {
      let large = AlignedStorage<Double>(repeating: 0, count: 1 << 19)
      block = large.block
      #expect(block != nil)
    }
    #expect(block == nil)
  }
}
