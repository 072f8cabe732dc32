import Glibc

/// A command whose output is wanted as text, to be run after others.
struct Step {
  var name: String
  var command: Command
  var after: [String] = []
  /// Asked when its turn comes: true if what it would make is there already.
  var isMade: () throws -> Bool = { false }
}

/// What came of a step.
struct StepResult: Sendable {
  var ending: Ending
  /// What it printed, stdout and stderr together.
  var output: String
  var seconds: Double

  var succeeded: Bool { ending == .exited(0) }
}

/// Runs steps, those that wait for nothing at once, the others as soon as what they wait for has succeeded.
///
/// A step whose predecessor failed is not started and is missing from the result.
///
/// - Parameters:
///   - steps: names are unique, `after` names earlier steps.
///   - scratch: a folder for the outputs.
///   - cancellation: ends all running steps.
///   - atOnce: how many may run at a time; of those that could start the first.
/// - Returns: the results by the steps' names.
/// - Throws: `Cancelled`, or `SystemError` if a step cannot be started.
func runSteps(
  _ steps: [Step], scratch: String, cancellation: Cancellation?, atOnce: Int = .max
) throws -> [String: StepResult] {
  var results: [String: StepResult] = [:]
  var running: [(step: Step, child: Child, start: Double)] = []
  var waiting = steps
  while true {
    waiting.removeAll { step in step.after.contains { results[$0].map { !$0.succeeded } ?? false } }
    let ready = waiting.filter { $0.after.allSatisfy { results[$0] != nil } }
    var isAnyMade = false
    for step in ready {
      let isMade = try step.isMade()
      guard isMade || running.count < atOnce else { continue }
      waiting.removeAll { $0.name == step.name }
      if isMade {
        results[step.name] = StepResult(ending: .exited(0), output: "", seconds: 0)
        isAnyMade = true
        continue
      }
      let output = try openForWriting("\(scratch)/\(step.name).out")
      defer { close(output) }
      let start = monotonicSeconds()
      let input = try openNull()
      defer { close(input) }
      running.append((step, try Child(step.command, descriptors: [input, output, output]), start))
    }
    if isAnyMade { continue }  // others may have waited for just that
    guard !running.isEmpty else { return results }
    let readable = waitForReadable(
      running.map(\.child.endDescriptor) + (cancellation.map { [$0.descriptor] } ?? []), until: nil)
    if let cancellation, readable.contains(cancellation.descriptor) {
      throw Cancelled()  // the children are killed when they are released
    }
    for (index, (step, child, start)) in running.enumerated().reversed()
    where readable.contains(child.endDescriptor) {
      running.remove(at: index)
      let ending = child.wait()
      results[step.name] = StepResult(
        ending: ending, output: readText("\(scratch)/\(step.name).out", limit: 1 << 20),
        seconds: monotonicSeconds() - start)
    }
  }
}

func openNull() throws(SystemError) -> Int32 {
  let descriptor = open("/dev/null", O_RDWR | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError("open /dev/null", errno) }
  return descriptor
}

func openForWriting(_ path: String) throws(SystemError) -> Int32 {
  let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw SystemError("write \(path)", errno) }
  return descriptor
}

/// Writes a file without waiting for the disk: what goes into a scratch folder need not outlive the machine.
func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
  let descriptor = try openForWriting(path)
  defer { close(descriptor) }
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { throw SystemError("write \(path)", errno) }
    written += count
  }
}

/// The beginning of a file as text, as far as it is UTF-8; empty if there is none.
func readText(_ path: String, limit: Int) -> String {
  String(decoding: readBytes(path, limit: limit), as: UTF8.self)
}

func readBytes(_ path: String, limit: Int) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: limit)
  var count = 0
  while count < limit {
    let more = bytes[count...].withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard more > 0 else { break }
    count += more
  }
  return Array(bytes[..<count])
}
