import Foundation
import Sandbox
import Synchronization

/// One thread that does one piece of work after the other, so that the keys are answered meanwhile.
///
/// It lives as long as the program: a confined program is killed when the thread that started it ends.
final class Worker<Result: Sendable>: Sendable {
  /// A piece of work; cancelled by the next one.
  private struct Job: Sendable {
    let number: Int
    let cancellation: Cancellation
    let work: @Sendable (Cancellation) throws -> Result
  }

  private struct State {
    var waiting: Job?
    var running: Job?
    var lastNumber = 0
    var done: [(number: Int, result: Swift.Result<Result, any Error>)] = []
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  /// Readable when a piece of work is done.
  let descriptor: Int32
  private let doneEnd: Int32

  init() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("cannot make a pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (descriptor, doneEnd) = (ends[0], ends[1])
    let thread = Thread { [self] in
      while true {
        wake.wait()
        work()
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  var isBusy: Bool { state.withLock { $0.running != nil || $0.waiting != nil } }

  /// Begins a piece of work as soon as the one in progress, which is cancelled, has stopped.
  func start(_ work: @escaping @Sendable (Cancellation) throws -> Result) {
    state.withLock { state in
      state.running?.cancellation.cancel()
      state.lastNumber += 1
      state.waiting = Job(number: state.lastNumber, cancellation: Cancellation(), work: work)
    }
    wake.signal()
  }

  func cancel() {
    state.withLock { state in
      state.running?.cancellation.cancel()
      state.waiting = nil
    }
  }

  /// What was finished since the last call; what was cancelled, or overtaken by newer work, is left out.
  func results() -> [Swift.Result<Result, any Error>] {
    var buffer = [UInt8](repeating: 0, count: 64)
    _ = read(descriptor, &buffer, buffer.count)
    return state.withLock { state in
      let done = state.done.filter { $0.number == state.lastNumber }
      state.done = []
      return done.map(\.result).filter { result in
        if case .failure(let error) = result { !(error is Cancelled) } else { true }
      }
    }
  }

  private func work() {
    let next = state.withLock { state -> Job? in
      defer { state.waiting = nil }
      state.running = state.waiting
      return state.running
    }
    guard let job = next else { return }
    let result = Swift.Result { try job.work(job.cancellation) }
    state.withLock { state in
      state.running = nil
      state.done.append((job.number, result))
    }
    _ = write(doneEnd, "x", 1)
  }
}
