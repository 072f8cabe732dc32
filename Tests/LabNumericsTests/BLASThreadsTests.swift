import Foundation
import LabNumerics
import Testing

@Suite(.serialized) struct BLASThreadsTests {
  @Test func `one thread is the default, unless the environment says otherwise`() async {
    let isChosen = ProcessInfo.processInfo.environment["OPENBLAS_NUM_THREADS"] != nil
    #expect(BLASBackend.report().threads == 1 || isChosen)
  }

  @Test func `the environment's number is left alone`() async {
    await #expect(processExitsWith: .success) {
      setenv("OPENBLAS_NUM_THREADS", "2", 1)
      let before = BLASBackend.report().threads
      _ = Vector<Double>.zeros(1)
      #expect(BLASBackend.report().threads == before)
    }
  }

  // In processes of their own: the number of threads is one for all tests that run at the same time.

  @Test func `a scope has its threads and gives them back, also when it throws`() async {
    await #expect(processExitsWith: .success) {
      let before = BLASBackend.report().threads
      let inside = withBLASThreads(2) { BLASBackend.report().threads }
      #expect(inside == 2)
      #expect(BLASBackend.report().threads == before)
      #expect(throws: LinearAlgebraError.singular(pivot: 0)) {
        try withBLASThreads(2) { () throws(LinearAlgebraError) in
          try solve([[0]] as Matrix<Double>, [1] as Vector<Double>)
        }
      }
      #expect(BLASBackend.report().threads == before)
    }
  }

  @Test func `products are right with several threads`() async {
    await #expect(processExitsWith: .success) {
      var generator = SplitMix64(seed: 1)
      let a = Matrix<Double>.randomNormal(150, 150, using: &generator)
      withBLASThreads(2) { #expect((a • a).isProduct(a, a)) }
    }
  }

  @Test func `no threads at all stop the program`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      withBLASThreads(0) {}
    }
    #expect(try message(of: result).contains("0 threads asked for"))
  }
}
