import Foundation
import Sandbox
import Testing

@testable import mllab

/// Answers as it is told, and writes down when it was asked.
private final class FakeContender: Contender {
  let name: BenchContender
  var prepared: Prepared?
  var failure: ContenderFailure?
  /// The first sample that fails, counted from 0.
  var firstFailingSample = Int.max
  var has = true
  private(set) var asked: [Int] = []
  private let journal: Journal

  final class Journal { var names: [BenchContender] = [] }

  init(
    _ name: BenchContender, seconds: Double = 1e-4, residual: Double = 0.5, digest: Double = 7,
    journal: Journal = .init()
  ) {
    self.name = name
    prepared = Prepared(residual: residual, digest: digest, seconds: seconds)
    self.journal = journal
  }

  func isReady(for problem: BenchProblem) -> Bool { has }

  func prepare(_ problem: BenchProblem, cancellation: Cancellation?) throws -> Prepared? {
    if cancellation?.isCancelled == true { throw Cancelled() }
    if let failure { throw failure }
    return prepared
  }

  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double {
    defer { asked.append(repeats) }
    if asked.count >= firstFailingSample { throw ContenderFailure(reason: "crashed, signal 11") }
    journal.names.append(name)
    return Double(repeats) * (prepared?.seconds ?? 1) * (1 + 0.01 * Double(asked.count))
  }
}

@Suite struct BenchMeasurementTests {
  static let problem = BenchProblem(kernel: .gemm, size: 8, scalar: .double)

  private func measure(_ contenders: [FakeContender], _ problem: BenchProblem = problem) throws -> [BenchResult] {
    var measurement = BenchMeasurement(contenders)
    return try measurement.measure(problem)
  }

  @Test func `samples are taken in turns, and nobody always follows the same one`() throws {
    let journal = FakeContender.Journal()
    let results = try measure([.naive, .labNumerics, .raw].map { FakeContender($0, journal: journal) })
    let rounds = stride(from: 0, to: journal.names.count, by: 3).map { Array(journal.names[$0..<$0 + 3]) }
    #expect(rounds.count == 9)
    #expect(rounds.allSatisfy { Set($0).count == 3 })
    #expect(Set(rounds.map { $0[0] }).count == 3)
    #expect(results.map(\.contender) == [.naive, .labNumerics, .raw])
    let samples = try #require(results[0].samples)
    #expect(samples.count == 9)
    #expect(abs(samples.median - 1.04e-4) < 1e-12)
    #expect(abs(samples.lowerQuartile - 1.02e-4) < 1e-12 && abs(samples.upperQuartile - 1.06e-4) < 1e-12)
  }

  @Test func `a sample repeats a short call until it lasts a millisecond`() throws {
    let (short, long) = (FakeContender(.raw, seconds: 3e-8), FakeContender(.naive, seconds: 0.5))
    _ = try measure([short, long])
    #expect(Set(short.asked) == [33_334])
    #expect(Set(long.asked) == [1])
  }

  @Test func `a wrong answer is not timed`() throws {
    for residual in [31, Double.infinity, .nan] {
      let wrong = FakeContender(.yours, residual: residual)
      let results = try measure([wrong, FakeContender(.labNumerics)])
      #expect(results[0].state == "wrong" && results[0].samples == nil)
      #expect(results[0].reason?.hasPrefix("wrong: ") == true)
      #expect(wrong.asked.isEmpty)
      #expect(results[1].state == "measured")
    }
  }

  @Test func `the right answer to another problem is not timed`() throws {
    let other = FakeContender(.numPy, digest: 7.1)
    let results = try measure([FakeContender(.labNumerics), other, FakeContender(.yours, digest: .nan)])
    #expect(results.map(\.state) == ["measured", "failed", "measured"])
    #expect(other.asked.isEmpty)
  }

  @Test func `a crash or a hang is told in its row and the others go on`() throws {
    let (dead, dying) = (FakeContender(.yours), FakeContender(.blocked))
    dead.failure = ContenderFailure(reason: "no answer within 20 s")
    dying.firstFailingSample = 4
    let results = try measure([FakeContender(.naive), dying, dead, FakeContender(.labNumerics)])
    #expect(results.map(\.state) == ["measured", "failed", "failed", "measured"])
    #expect(results.map(\.reason) == [nil, "crashed, signal 11", "no answer within 20 s", nil])
    #expect(dying.asked.count == 5)
    #expect(results[3].samples?.count == 9)
  }

  @Test func `who lacks the kernel is left out`() throws {
    let (absent, unready) = (FakeContender(.blocked), FakeContender(.yours))
    absent.prepared = nil
    unready.has = false
    #expect(try measure([FakeContender(.naive), absent, unready]).map(\.contender) == [.naive])
  }

  @Test func `what would take too long is not tried`() throws {
    let (naive, library) = (FakeContender(.naive, seconds: 1e-3), FakeContender(.labNumerics, seconds: 1e-5))
    var measurement = BenchMeasurement([naive, library])
    _ = try measurement.measure(BenchProblem(kernel: .gemm, size: 64, scalar: .double))
    let asked = naive.asked.count
    let results = try measurement.measure(BenchProblem(kernel: .gemm, size: 1024, scalar: .double))
    #expect(results.map(\.state) == ["tooSlow", "measured"])
    #expect(results[0].reason == "not tried: about 4.10 s a call")  // (1024/64)³ ms
    #expect(naive.asked.count == asked)
    #expect(
      try measure([FakeContender(.naive)], BenchProblem(kernel: .lu, size: 4096, scalar: .double))[0].state == "tooSlow"
    )
  }

  @Test func `a wish to stop leaves at once`() throws {
    var measurement = BenchMeasurement([FakeContender(.naive)])
    let cancellation = Cancellation()
    cancellation.cancel()
    measurement.cancellation = cancellation
    #expect(throws: Cancelled.self) { try measurement.measure(Self.problem) }
  }

  // MARK: - The protocol

  @Test func `answers are read, and what is none is a failure`() throws {
    #expect(try ContenderAnswer("ready 0.5 -3 1e-06") == .ready(.init(residual: 0.5, digest: -3, seconds: 1e-6)))
    #expect(try ContenderAnswer("absent") == .absent)
    #expect(try ContenderAnswer("seconds 0.25") == .seconds(0.25))
    for line in ["", "ready", "ready 1 2", "ready 1 2 0", "ready a b c", "seconds -1", "seconds nan", "hello"] {
      let failure = #expect(throws: ContenderFailure.self) { try ContenderAnswer(line) }
      #expect(failure?.reason.hasPrefix("not an answer: ") == true, "\(line)")
    }
    let failure = #expect(throws: ContenderFailure.self) { try ContenderAnswer("failed MemoryError: too much") }
    #expect(failure?.reason == "MemoryError: too much")
  }

  private func speaking(_ script: String, patience: Double = 60) -> SpeakingContender {
    SpeakingContender(.raw, patience: patience) { try Dialogue(Command("/bin/sh", ["-c", script])) }
  }

  @Test func `a program that speaks the protocol is a contender`() throws {
    let contender = speaking(
      "while read a b c d; do case $a in prepare) echo ready 0 $c 0.5;; *) echo seconds $b;; esac; done")
    let prepared = try contender.prepare(Self.problem, cancellation: nil)
    #expect(prepared == Prepared(residual: 0, digest: 8, seconds: 0.5))
    #expect(try contender.sample(3, cancellation: nil) == 3)
  }

  @Test func `a program that crashes, hangs or babbles fails, and is started again`() throws {
    signal(SIGPIPE, SIG_IGN)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (trouble, reason) in [
      ("kill -SEGV $$", "crashed, signal 11"), ("exit 1", "ended with status 1"),
      ("sleep 1000", "no answer within 0.2 s"),
      ("echo hello; read a", "not an answer: hello"),
    ] {
      try? FileManager.default.removeItem(atPath: folder)
      let contender = speaking(
        "read a; if mkdir \(folder) 2>/dev/null; then \(trouble); else echo ready 1 1 1; fi", patience: 0.2)
      let failure = #expect(throws: ContenderFailure.self) { try contender.prepare(Self.problem, cancellation: nil) }
      #expect(failure?.reason == reason)
      if trouble.contains("hello") { continue }
      let patient = speaking("read a; echo ready 1 1 1")
      #expect(try patient.prepare(Self.problem, cancellation: nil)?.residual == 1)
    }
  }
}
