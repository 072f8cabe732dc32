import Curriculum
import Events
import Foundation
import Sandbox

/// What is heard of a training while it goes on.
public enum TrainingNews: Sendable {
  /// It starts, or goes on behind so many epochs.
  case begins(done: Int, epochs: Int)
  /// The epoch with this number is over; what is needed to go on behind it. The loss is nil if it is no finite number.
  case epoch(Int, loss: Double?, checkpoint: Data)
}

/// How a training ended.
public enum TrainingEnd: Sendable {
  case whole
  /// The exercise declares none.
  case nothingToTrain
  case doesNotCompile([Diagnostic])
  case notWritten
  /// The learner's code threw, crashed, took too much memory or ended the program.
  case failed(String)
}

extension Grader {
  /// Makes the training that an exercise declares, with the learner's code, confined, however long it takes.
  ///
  /// - Parameters:
  ///   - source: the learner's file.
  ///   - exercise: which declares the training.
  ///   - dependencies: the modules of the exercise's `uses`.
  ///   - checkpoint: the file with the checkpoint to go on from; nil to begin.
  ///   - cancellation: ends it; what was heard of before is whole.
  ///   - onNews: is told of each epoch as it is over.
  /// - Returns: how it ended.
  /// - Throws: `Cancelled`, what `onNews` throws, or what is wrong with the lab.
  public func train(
    _ source: SourceFile, by exercise: Exercise, dependencies: [Dependency], checkpoint: String?,
    cancellation: Cancellation? = nil, onNews: (TrainingNews) throws -> Void
  ) throws -> TrainingEnd {
    if let problem = source.problem { return .doesNotCompile([.about(problem)]) }
    let scratch = try Scratch(in: builds.toolchain.cache)
    switch try build(source, exercise, dependencies, scratch: scratch.path, cancellation: cancellation) {
    case .learnerFailed(let words):
      return .doesNotCompile(Diagnostic.all(in: words, file: Self.fileName(exercise)))
    case .bindingFailed(let words):
      return .doesNotCompile(try Contract(of: exercise).explain(words, source: source))
    case .program(let program, _, _):
      let differences = try Contract(of: exercise).differences(in: source)
      guard differences.isEmpty else { return .doesNotCompile(differences) }
      return try train(
        program, exercise, checkpoint: checkpoint, scratch: scratch.path, cancellation: cancellation, onNews: onNews)
    }
  }

  /// Makes the training of a program that is built.
  func train(
    _ program: String, _ exercise: Exercise, checkpoint: String?, scratch: String, cancellation: Cancellation?,
    onNews: (TrainingNews) throws -> Void
  ) throws -> TrainingEnd {
    let folder = "\(scratch)/training"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chmod(folder, 0o777)  // root becomes another user inside
    var run = Run(program: program, dataFolder: dataFolder, scratch: scratch, limits: .training)
    let key = Seal.Key.random()
    run.request = Request(key: key, seed: 0, trains: true).text
    run.data = try data(of: exercise)
    run.offer(checkpoint: checkpoint, in: sandbox)
    let mount = Mount.writing(folder, at: "/exercise/training")
    run.mounts.append(mount)
    run.environment[Request.trainingVariable] = sandbox.path(of: mount)

    var seal = Seal(key: key)
    var hasBegun = false
    var end: TrainingEnd?
    let decoder = JSONDecoder()
    let result = try sandbox.run(run, with: builds.toolchain, cancellation: cancellation) { line in
      guard let text = seal.opened(line), let event = try? decoder.decode(Event.self, from: Data(text.utf8)) else {
        throw JudgementError(description: "The program wrote to the lab's own channel. Its training does not count.")
      }
      switch event {
      case .training(let done, let epochs):
        hasBegun = true
        try onNews(.begins(done: done, epochs: epochs))
      case .epoch(let number, let loss):
        let file = "\(folder)/\(number)"
        let checkpoint = try bytesLeft(in: file)
        unlink(file)
        try onNews(.epoch(number, loss: loss, checkpoint: checkpoint))
      case .trained(let error): end = error.map { .failed("It throws \($0).") } ?? .whole
      default: break
      }
      return .goOn
    }
    if let end { return hasBegun ? end : end.withoutBeginning }
    switch (result.stop, result.ending) {
    case (.memory, _): return .failed("It took more than \(Limits.training.memoryBytes! >> 30) GB of memory.")
    case (_, .exited(Judgement.notWrittenStatus)): return .notWritten
    case (_, .exited(let status)): return .failed("It ended itself with status \(status).")
    case (_, .signalled(let signal)):
      let file = Self.fileName(exercise)
      let crash = Crash(report: result.crashReport, output: result.output(limit: 1 << 16), file: file, signal: signal)
      return .failed("\(file)\(crash.line.map { ":\($0)" } ?? "") crashed: \(crash.reason)")
    }
  }

  /// What a confined program has left in a file. It may have put a link or a pipe there, which must lead nobody out.
  private func bytesLeft(in file: String) throws -> Data {
    let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw JudgementError(description: "The program left something else in the place of its checkpoint.")
    }
    return try FileHandle(fileDescriptor: descriptor).readToEnd() ?? Data()
  }

  /// The file with the checkpoint of a whole training by a program that is built; nil if the exercise declares none.
  ///
  /// - Throws: `JudgementError` if the training fails; `Cancelled`, or what is wrong with the lab.
  func checkpoint(
    trainedBy program: String, _ exercise: Exercise, scratch: String, cancellation: Cancellation?
  ) throws -> String? {
    let path = "\(scratch)/checkpoint"
    let end = try train(program, exercise, checkpoint: nil, scratch: scratch, cancellation: cancellation) { news in
      if case .epoch(_, _, let checkpoint) = news { try checkpoint.write(to: URL(fileURLWithPath: path)) }
    }
    switch end {
    case .whole: return path
    case .failed(let words): throw JudgementError(description: "The training does not end well. \(words)")
    case .nothingToTrain, .notWritten, .doesNotCompile: return nil
    }
  }

  /// The groups of datasets/ that an exercise reads.
  ///
  /// - Throws: `JudgementError` if one is no folder there.
  func data(of exercise: Exercise) throws -> [String] {
    for name in exercise.data {
      var isFolder = ObjCBool(false)
      let isThere = FileManager.default.fileExists(atPath: "\(dataFolder)/\(name)", isDirectory: &isFolder)
      guard isThere && isFolder.boolValue else {
        throw JudgementError(
          description: "exercise.md of \(exercise.slug) asks for data: [\(name)], which is no folder of datasets/.")
      }
    }
    return exercise.data
  }
}

extension TrainingEnd {
  /// What ended well without an epoch told of was no training.
  fileprivate var withoutBeginning: TrainingEnd {
    if case .whole = self { return .nothingToTrain }
    return self
  }
}

extension Run {
  /// Lets the program read a checkpoint, if there is one.
  mutating func offer(checkpoint: String?, in sandbox: Sandbox) {
    guard let checkpoint else { return }
    chmod(checkpoint, 0o644)  // root becomes another user inside
    let mount = Mount.reading(checkpoint, at: "/exercise/checkpoint")
    mounts.append(mount)
    environment[Request.checkpointVariable] = sandbox.path(of: mount)
  }
}

extension Limits {
  /// For a training: no time, and room for what it learns from.
  static let training = Limits(memoryBytes: 2 << 30, fileBytes: 1 << 30, openFiles: 64, processes: 256)
}
