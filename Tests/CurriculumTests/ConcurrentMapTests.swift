import Testing

@testable import Curriculum

@Suite struct ConcurrentMapTests {
  @Test(arguments: [0, 1, 2, 1000]) func `is map`(count: Int) {
    #expect(Array(0..<count).concurrentMap { "\($0 * $0)" } == (0..<count).map { "\($0 * $0)" })
  }
}
