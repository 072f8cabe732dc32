import Foundation
import LabNumerics
import Measuring

/// NumPy and SciPy in a process of its own, which answers one question after the other.
final class Python {
  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  private var unread = Data()

  /// What answers: versions and BLAS.
  private(set) var description = ""
  private let folder: String

  /// Starts `peers/python/worker.py` with one BLAS thread.
  ///
  /// The interpreter is `MLLAB_PYTHON`, or `python3`; it needs the packages of `peers/requirements.txt`.
  ///
  /// - Throws: `Missing` without them.
  init() throws {
    let worker = try "\(Environment.repository)/Benchmarks/peers/python/worker.py"
    var variables = ProcessInfo.processInfo.environment
    let interpreter = variables["MLLAB_PYTHON"] ?? "python3"
    variables["OPENBLAS_NUM_THREADS"] = "1"
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, worker]
    process.environment = variables
    process.standardInput = questions
    process.standardOutput = answers
    folder = FileManager.default.temporaryDirectory.appending(path: "mllab-numerics-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    signal(SIGPIPE, SIG_IGN)  // a worker that ended is told by the missing answer
    try process.run()
    guard let answer = try? ask(["ask": "versions"]), let versions = answer.versions, let blas = answer.blas,
      let threads = answer.threads
    else { throw Missing(interpreter: interpreter) }
    guard threads == 1 else { throw Failure("the BLAS of NumPy uses \(threads) threads, not 1") }
    description = "\(versions), on \(blas.joined(separator: " and ")) with one thread"
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
    try? questions.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// There is no Python with what it takes.
  struct Missing: Error, CustomStringConvertible {
    let interpreter: String

    var description: String {
      "NumPy and SciPy: \(interpreter) does not run, or lacks a package of Benchmarks/peers/requirements.txt"
    }
  }

  /// What the worker may say.
  struct Answer: Decodable {
    var versions: String?
    var blas: [String]?
    var threads: Int?
    var seconds: Double?
    var value: Double?
    var bytes: Double?
  }

  /// Gives Python a matrix, as a name.
  func load<Scalar>(_ name: String, _ matrix: Matrix<Scalar>) throws {
    try matrix.withUnsafeBufferPointer { try load(name, $0, shape: [matrix.rowCount, matrix.columnCount]) }
  }

  /// Gives Python a vector, as a name.
  func load<Scalar>(_ name: String, _ vector: Vector<Scalar>) throws {
    try vector.withUnsafeBufferPointer { try load(name, $0, shape: [vector.count]) }
  }

  private func load<Scalar>(_ name: String, _ elements: UnsafeBufferPointer<Scalar>, shape: [Int]) throws {
    let path = "\(folder)/\(name)"
    try Data(buffer: elements).write(to: URL(filePath: path))
    let type = "float\(8 * MemoryLayout<Scalar>.size)"
    _ = try ask(["ask": "load", "name": name, "path": path, "shape": shape, "type": type])
    try FileManager.default.removeItem(atPath: path)
  }

  /// A statement as a contender.
  func contender(_ statement: String) -> Contender {
    Contender(name: statement) { repeats in
      try self.number(self.ask(["ask": "time", "statement": statement, "repeats": repeats]).seconds)
    }
  }

  /// The value of an expression.
  func value(_ expression: String) throws -> Double {
    try number(ask(["ask": "value", "statement": expression]).value)
  }

  /// How many bytes a statement needs at its peak above what was resident before.
  func peakBytes(_ statement: String) throws -> Double {
    try number(ask(["ask": "memory", "statement": statement]).bytes)
  }

  private func ask(_ question: [String: Any]) throws -> Answer {
    let line = try JSONSerialization.data(withJSONObject: question) + Data("\n".utf8)
    try questions.fileHandleForWriting.write(contentsOf: line)
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeSubrange(...end) }
        return try JSONDecoder().decode(Answer.self, from: unread[..<end])
      }
      let more = answers.fileHandleForReading.availableData
      if more.isEmpty { throw Failure("Python gave no answer to \(question)") }
      unread += more
    }
  }

  private func number(_ number: Double?) throws -> Double {
    guard let number else { throw Failure("Python's answer lacks a number") }
    return number
  }
}
