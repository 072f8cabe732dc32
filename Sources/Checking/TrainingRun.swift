import Events
@preconcurrency import Glibc

/// A long training under way: so many epochs are behind it, and each further one leaves a checkpoint.
public struct TrainingRun {
  let done: Int
  let epochs: Int
  let epoch: () throws -> (loss: Double, checkpoint: [UInt8])

  /// - Parameters:
  ///   - done: how many epochs are behind it.
  ///   - epochs: how many make the whole training.
  ///   - epoch: makes the next one; returns its mean loss, and all that is needed to go on behind it.
  public init(done: Int, epochs: Int, epoch: @escaping () throws -> (loss: Double, checkpoint: [UInt8])) {
    self.done = done
    self.epochs = epochs
    self.epoch = epoch
  }

  /// Makes the epochs that are missing, and tells of each.
  func finish(_ send: (Event) -> Void) throws {
    send(.training(done: done, epochs: epochs))
    for number in done..<max(done, epochs) {
      let (loss, checkpoint) = try epoch()
      try write(checkpoint, number: number + 1)
      send(.epoch(number + 1, loss: loss))
    }
  }

  /// A file for each epoch: what has been told of is not written to any more.
  private func write(_ checkpoint: [UInt8], number: Int) throws {
    guard let folder = getenv(Request.trainingVariable).map({ String(cString: $0) }),
      let file = fopen("\(folder)/\(number)", "w")
    else { throw CheckpointError.notWritten(reason: String(cString: strerror(errno))) }
    let written = checkpoint.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard fclose(file) == 0, written == checkpoint.count else {
      throw CheckpointError.notWritten(reason: String(cString: strerror(errno)))
    }
  }
}

private enum CheckpointError: Error {
  case notWritten(reason: String)
}

/// The checkpoint that `mllab train` has kept of the learner's training; where there is none, the check fails and says so.
///
/// - Parameters:
///   - advice: how to get one, and how long that takes.
///   - line: of the check.
/// - Returns: its bytes; nil if there is none.
public func expectCheckpoint(_ advice: String, line: Int = #line) -> [UInt8]? {
  let bytes = keptCheckpoint()
  if bytes == nil {
    Session.current.fail(message: "no training is kept yet", advice: advice, line: line)
  }
  return bytes
}

/// The bytes of the checkpoint that the tool has kept; nil if there is none.
public func keptCheckpoint() -> [UInt8]? {
  guard let path = getenv(Request.checkpointVariable), let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var status = stat()
  guard fstat(fileno(file), &status) == 0 else { return nil }
  return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
    count = fread(buffer.baseAddress, 1, buffer.count, file)
  }
}
