import CAllocationCounter
import Glibc
import LabNumerics
import Testing

@Suite(.enabled(if: allocation_counter_counts() == 1, "a sanitizer owns the heap")) struct AllocationCounterTests {
  @Test func `counts what Swift and C allocate, and nothing where nothing is allocated`() {
    final class Box { var value = 1 }
    var array: [Int] = []
    var boxes: [Box] = []
    boxes.reserveCapacity(1)
    #expect(countAllocations { array.append(1) } == 1)
    #expect(countAllocations { boxes.append(Box()) } == 1)
    #expect(countAllocations { _ = Vector<Double>(repeating: 0, count: 1000) } >= 1)
    #expect(countAllocations { array[0] += 1 } == 0)
    #expect(countAllocations { escaping = malloc(100) } == 1)
    #expect(countAllocations { escaping = realloc(escaping, 100_000) } == 1)
    #expect(countAllocations { free(escaping) } == 0)
  }

  @Test func `another thread counts for itself`() throws {
    var (thread, others) = (pthread_t(), 0)
    let ours = try countAllocations {
      try withUnsafeMutablePointer(to: &others) { others in
        let status = pthread_create(
          &thread, nil,
          { others in
            var blocks: [UnsafeMutableRawPointer?] = []
            blocks.reserveCapacity(1000)
            let count = countAllocations { for _ in 0..<1000 { blocks.append(malloc(100)) } }
            for block in blocks { free(block) }
            others?.assumingMemoryBound(to: Int.self).pointee = count
            return nil
          }, others)
        try #require(status == 0)
        pthread_join(thread, nil)
      }
    }
    #expect(others == 1000)
    #expect(ours < 100)  // what making a thread takes
  }
}

/// Where others may look, so that an optimiser cannot do without the memory.
nonisolated(unsafe) var escaping: UnsafeMutableRawPointer?

/// How many blocks of the heap this thread asks for while `work` runs.
private func countAllocations(_ work: () throws -> Void) rethrows -> Int {
  let before = allocation_counter_count()
  try work()
  return Int(allocation_counter_count() - before)
}
