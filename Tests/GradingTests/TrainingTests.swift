import Foundation
import Sandbox
import Testing

@testable import Grading

/// A training is made epoch by epoch, and goes on from what was kept of it.
@Suite struct TrainingTests {
  /// The fixture's training has three epochs: the nth appends n, and its loss is the mean of 1 … n.
  private func train(
    _ text: String, from checkpoint: [UInt8]? = nil, onNews: (TrainingNews) throws -> Void = { _ in }
  ) throws -> (end: TrainingEnd, news: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "kept")
    if let checkpoint { try Data(checkpoint).write(to: file) }
    var news: [String] = []
    let exercise = try #require(try Fixture.curriculum().exercise(named: "mean"))
    let end = try Fixture.grader().train(
      SourceFile(path: "mean.swift", bytes: Array(text.utf8)), by: exercise, dependencies: [],
      checkpoint: checkpoint == nil ? nil : file.path
    ) { item in
      try onNews(item)
      switch item {
      case .begins(let done, let epochs): news.append("\(done) of \(epochs)")
      case .epoch(let number, let loss, let checkpoint):
        news.append("\(number): \(loss.map { "\($0)" } ?? "none") \(Array(checkpoint))")
      }
    }
    return (end, news)
  }

  @Test func `each epoch is told of with its loss and its checkpoint`() throws {
    let (end, news) = try train(try Fixture.solution())
    guard case .whole = end else { throw Failed("\(end)") }
    #expect(news == ["0 of 3", "1: 1.0 [1]", "2: 1.5 [1, 2]", "3: 2.0 [1, 2, 3]"])
  }

  @Test func `it goes on behind a checkpoint, and a whole one is whole`() throws {
    #expect(try train(try Fixture.solution(), from: [1, 2]).news == ["2 of 3", "3: 2.0 [1, 2, 3]"])
    let (end, news) = try train(try Fixture.solution(), from: [1, 2, 3])
    guard case .whole = end else { throw Failed("\(end)") }
    #expect(news == ["3 of 3"])
  }

  @Test func `a loss that is no number is told of as such`() throws {
    let text = try Fixture.solution().replacing("Double(x.count)", with: "(x.count == 2 ? Double.nan : 1)")
    #expect(try train(text).news[2] == "2: none [1, 2]")
  }

  @Test func `what fails says where, and what was whole before stays told`() throws {
    let fault = "return 0 }\n  if x.count == 3 { fatalError(\"no\") }"
    let crash = try Fixture.solution().replacing("return 0 }", with: fault)
    let (end, news) = try train(crash)
    guard case .failed(let words) = end else { throw Failed("\(end)") }
    #expect(words.contains("mean.swift") && words.contains("no"), "\(words)")
    #expect(news == ["0 of 3", "1: 1.0 [1]", "2: 1.5 [1, 2]"])
    let starter = try #require(try Fixture.curriculum().exercise(named: "mean")).starter()
    guard case .notWritten = try train(starter).end else { throw Failed("the starter trains") }
    guard case .doesNotCompile(let diagnostics) = try train("func mean(").end else { throw Failed("it compiles") }
    #expect(!diagnostics.isEmpty)
  }

  @Test func `cancelled, it ends at once`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let exercise = try #require(try Fixture.curriculum().exercise(named: "mean"))
    let source = SourceFile(path: "mean.swift", bytes: Array(try Fixture.solution().utf8))
    #expect(throws: Cancelled.self) {
      try Fixture.grader().train(
        source, by: exercise, dependencies: [], checkpoint: nil, cancellation: cancellation
      ) { _ in }
    }
  }
}

private struct Failed: Error {
  let what: String

  init(_ what: String) { self.what = what }
}
