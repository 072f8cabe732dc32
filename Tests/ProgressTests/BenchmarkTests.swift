import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct BenchmarkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static func benchmark(
    _ number: Int = 1, time: Double = 1_772_357_400.25, kernel: String = "gemm", size: Int = 512
  ) -> Benchmark {
    Benchmark(
      id: UUID(uuidString: "6E0C0F0A-0000-4000-8000-\(String(format: "%012d", number))")!,
      time: Date(timeIntervalSince1970: time), kernel: kernel, size: size, scalar: "double", contender: "yours",
      median: 0.25, lowerQuartile: 0.125, upperQuartile: 0.5, gflops: 1.073741824, machine: "a processor, Haswell")
  }

  /// As logs on learners' disks have it: never to be edited.
  static let line = """
    {"contender":"yours","gflops":1.073741824,"id":"6E0C0F0A-0000-4000-8000-000000000001","kernel":"gemm",\
    "lowerQuartile":0.125,"machine":"a processor, Haswell","median":0.25,"scalar":"double","size":512,\
    "time":"2026-03-01T09:30:00.250Z","upperQuartile":0.5}
    """

  @Test func `a measurement is one flat line of JSON, and is read from it`() throws {
    #expect(try Self.benchmark().jsonLine() == Self.line)
    #expect(try Benchmark(jsonLine: Self.line.utf8) == Self.benchmark())
    let wrong = Self.line.replacing("2026-03-01T09:30:00.250Z", with: "yesterday")
    #expect(throws: DecodingError.self) { try Benchmark(jsonLine: wrong.utf8) }
  }

  @Test func `measurements come back by run, kernel and size, and by kernel alone`() throws {
    let log = try AttemptLog(at: folder.log)
    let later = 1_772_443_800.0
    let run = [Self.benchmark(1, kernel: "lu", size: 8), Self.benchmark(2, size: 512), Self.benchmark(3, size: 64)]
    try log.append([Self.benchmark(4, time: later, size: 8)])
    try log.append(run)
    #expect(try log.benchmarks().map(\.id) == [run[2].id, run[1].id, run[0].id, Self.benchmark(4).id])
    #expect(try log.benchmarks(kernel: "gemm").map(\.size) == [64, 512, 8])
    #expect(try log.benchmarks(kernel: "qr").isEmpty)
    #expect(try log.attempts().isEmpty)
  }

  @Test func `a run is logged as a whole or not at all`() throws {
    let log = try AttemptLog(at: folder.log)
    try log.append([Self.benchmark(1)])
    #expect(throws: ProgressError.self) { try log.append([Self.benchmark(2), Self.benchmark(1)]) }
    #expect(try log.benchmarks().map(\.id) == [Self.benchmark(1).id])
  }

  @Test(arguments: [
    "UPDATE benchmark SET size = 1", "DELETE FROM benchmark",
    "INSERT OR REPLACE INTO benchmark SELECT number, id, time, kernel, 1, contender, record FROM benchmark",
  ])
  func `what was measured stays`(sql: String) throws {
    let log = try AttemptLog(at: folder.log)
    try log.append([Self.benchmark()])
    #expect(throws: DatabaseError.self) { try log.queue.write { try $0.execute(sql: sql) } }
    #expect(try log.benchmarks() == [Self.benchmark()])
  }

  @Test func `a damaged log gives its measurements to the new one`() throws {
    let log = try AttemptLog(at: folder.log)
    try log.append((1...3).map { Self.benchmark($0, size: $0) })
    try log.append(Attempt(exercise: "mean"))
    try log.queue.close()
    var bytes = try Data(contentsOf: folder.log)
    let record = try #require(bytes.range(of: Data(#""size":2"#.utf8)))
    bytes.replaceSubrange(record, with: Data(#""size":9"#.utf8))
    try bytes.write(to: folder.log)
    let next = try AttemptLog(at: folder.log, thorough: true)
    #expect(
      next.setAside?.reason == "the columns of measurement \(Self.benchmark(2).id) do not say what its record says")
    #expect(try next.benchmarks().map(\.size) == [1, 3, 9])
    #expect(try next.attempts().count == 1)
  }
}
