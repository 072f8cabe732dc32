import Foundation
import Sandbox
import Synchronization

/// The same checks once more, by a new process and in the opposite order: a right answer depends neither on what was
/// asked before nor on chance, the time or the order of a set's elements.
///
/// A run on a thread of its own, which lives until it is over: a confined program is killed with the thread that started
/// it. It can go on beside the first run, for somebody is waiting.
final class OppositeOrder: Sendable {
  private let judgement: Judgement
  private let scratch: String
  private let cancellation = Cancellation()
  private let isStarted = Mutex(false)
  private let outcome = Mutex<Result<Judgement.Result, any Error>?>(nil)
  private let over = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - judgement: what is asked, in order.
  ///   - scratch: the folder of the first run; this one writes below it.
  init(of judgement: Judgement, scratch: String) {
    var judgement = judgement
    judgement.isReversed = true
    judgement.options.makesPictures = false
    self.judgement = judgement
    self.scratch = scratch + "/opposite"
  }

  /// Starts the run, unless it is started already.
  func start() {
    let isFirst = isStarted.withLock { isStarted in
      defer { isStarted = true }
      return !isStarted
    }
    guard isFirst else { return }
    Thread { [self] in
      let result = Result {
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        return try judgement.run(scratch: scratch, cancellation: cancellation)
      }
      outcome.withLock { $0 = result }
      over.signal()
    }.start()
  }

  /// Waits for the result, of a run that is started now if it was not before.
  ///
  /// - Throws: `Cancelled`, or what the run throws.
  func result(cancellation other: Cancellation?) throws -> Judgement.Result {
    start()
    while over.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
      if let other, other.isCancelled { throw Cancelled() }
    }
    over.signal()  // for whoever asks next
    guard let result = outcome.withLock({ $0 }) else { fatalError("a run that is over has no outcome") }
    return try result.get()
  }

  /// Ends the run if it is not over, and waits until nothing of it is left.
  func end() {
    guard isStarted.withLock({ $0 }) else { return }
    cancellation.cancel()
    over.wait()
    over.signal()
  }
}
