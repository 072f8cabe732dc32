import Testing

@testable import LabNumerics

@Suite struct AlignedStorageTests {
  @Test(arguments: [1, 7, (1 << 19) - 1, 1 << 19, 1_000_003])
  func `elements begin on a cache line, many on a page of 2 MiB`(count: Int) {
    let x = Vector<Double>(count: count) { Double($0) }
    let alignment = count < 1 << 19 ? 64 : 2 << 20
    #expect(UInt(bitPattern: x.storage.start) % UInt(alignment) == 0)
    var y = x
    y[count - 1] += 1
    #expect((x[count - 1], y[count - 1]) == (Double(count - 1), Double(count)))
    #expect(!(x.storage === y.storage) && UInt(bitPattern: y.storage.start) % UInt(alignment) == 0)
  }
}
