import Foundation
import Sandbox

extension Crash {
  /// Reads the report of Swift's backtracer and what the program printed last.
  ///
  /// - Parameters:
  ///   - report: the backtracer's JSON; may be empty.
  ///   - output: what was printed; the runtime's own message stands there when the standard library was not inlined.
  ///   - file: the learner's file, as it was called when compiled.
  ///   - signal: what ended the process.
  public init(report: String, output: String, file: String, signal: Int32) {
    let backtrace = Backtrace(report: report)
    // What the standard library lends, inlined, also bears the learner's file; its caller's frame has the line.
    let learners = backtrace.frames.filter { $0.file == file && ($0.line > 0 || !$0.isInlined) }
    self.init(
      reason: Self.reason(backtrace, output: output, signal: signal),
      line: learners.first { $0.line > 0 }?.line,
      checksLine: backtrace.frames.first { $0.file == "Checks.swift" && $0.line > 0 }?.line,
      isLineLost: learners.first?.line == 0)
  }

  /// What two runs of the same program tell of the same crash: without optimisation `y[j] += 1` has a reason and no line,
  /// with it a line and no reason.
  public func completed(by other: Crash) -> Crash {
    var crash = self
    if (line == nil || isLineLost), other.line != nil, !other.isLineLost {
      crash.line = other.line
      crash.isLineLost = false
    }
    if isReasonUnknown { crash.reason = other.reason }
    return crash
  }

  /// Whether a rerun without optimisation could tell more.
  public var isVague: Bool {
    isLineLost || (line == nil && !reason.hasPrefix(Self.uncaught)) || isReasonUnknown
  }

  /// Whether all that is known is that the program stopped itself.
  public var isReasonUnknown: Bool { reason == Self.unknownTrap }

  /// Whether the stack was too small, which optimised functions need less of.
  var isStackOverflow: Bool { reason == Self.stackOverflow }

  private static let stackOverflow = "stack overflow: the function calls itself without end"
  private static let failure = "Swift runtime failure: "
  /// No line is known of it, with optimisation or without.
  private static let uncaught = "nobody caught the error "
  private static let unknownTrap = "the program stopped itself (a trap)"

  private static func reason(_ backtrace: Backtrace, output: String, signal: Int32) -> String {
    if let range = output.range(of: "Fatal error: ", options: .backwards) {
      let message = output[range.upperBound...].prefix { $0 != "\n" }
      return inWords(String(message))
    }
    for frame in backtrace.frames {
      if let range = frame.symbol.range(of: failure) {
        let message = frame.symbol[range.upperBound...]
        let end = message.range(of: failure)?.lowerBound ?? message.endIndex  // description and symbol are often alike
        return inWords(message[..<end].trimmingCharacters(in: .whitespaces))
      }
    }
    if let cast = output.matches(of: /Could not cast value of type '(.+)' \(0x\w+\) to '(.+)' \(0x\w+\)/).last {
      let types = [cast.1, cast.2].map { $0.replacing("Swift.", with: "") }
      return "as! found a value of type \(types[0]), not of type \(types[1])"
    }
    // Of a program whose output went elsewhere.
    if backtrace.frames.contains(where: { $0.symbol.contains("swift_errorInMain") }) {
      return "nobody caught the error that it has printed"
    }
    if backtrace.frames.contains(where: { $0.symbol.contains(/_assertionFailure|_fatalErrorMessage/) }) {
      return "it has printed why"
    }
    if backtrace.frames.first?.symbol.contains(/\babort\b/) ?? false { return "the program aborted" }
    switch signal {
    case SIGSEGV, SIGBUS:
      return backtrace.isAtEndOfStack
        ? stackOverflow : "access to memory that is not yours"
    case SIGILL, SIGTRAP: return unknownTrap
    case SIGABRT: return "the program aborted"
    case SIGFPE: return "division by zero"
    default: return "ended by signal \(signal)"
    }
  }

  private static let noInteger = "a value that is NaN, infinite or too large was made an integer"

  /// The runtime's commonest messages as a learner would say them.
  private static func inWords(_ message: String) -> String {
    if let error = message.wholeMatch(of: /Error raised at top level: (.*)/)?.1 {
      return uncaught + String(error).withoutParts.replacing(/\bProgram\./, with: "")
    }
    let known = [
      ("Index out of range", "index out of range"),
      ("Negative Array index is out of range", "index out of range (negative)"),
      ("arithmetic overflow", "integer overflow: the result does not fit in an Int"),
      ("Division by zero", "division of an Int by zero"),
      ("division by zero", "division of an Int by zero"),
      ("Unexpectedly found nil", "a nil was unwrapped with !"),
      ("Range requires lowerBound <= upperBound", "a range whose end is before its beginning"),
      ("Can't form Range with upperBound < lowerBound", "a range whose end is before its beginning"),
      ("because it is either infinite or NaN", noInteger),
      ("because the result would be", noInteger),
      ("float-to-int", noInteger),
      ("Not enough bits to represent", "an integer was made one of a type that is too small for it"),
      ("Negative value is not representable", "a negative number was made an unsigned integer"),
      ("precondition failure", "a precondition does not hold"),
    ]
    let words = known.first { message.contains($0.0) }?.1 ?? message
    return words
  }
}

/// What the backtracer tells of the crashed thread.
private struct Backtrace {
  struct Frame {
    var file: String
    var line: Int
    var symbol: String
    var isInlined: Bool
  }

  /// Innermost first.
  var frames: [Frame] = []
  /// The fault lies just below the stack: it has no room left.
  var isAtEndOfStack = false

  init(report: String) {
    guard let start = report.firstIndex(of: "{"),
      let decoded = try? JSONDecoder().decode(Report.self, from: Data(report[start...].utf8)),
      let thread = decoded.threads.first(where: { $0.crashed ?? false }) ?? decoded.threads.first
    else { return }
    frames = thread.frames.map { raw in
      Frame(
        file: raw.sourceLocation?.file.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "",
        line: raw.sourceLocation?.line ?? 0, symbol: "\(raw.description ?? "") \(raw.symbol ?? "")",
        isInlined: raw.inlined ?? false)
    }
    if let fault = number(decoded.faultAddress), let top = number(thread.registers?["rsp"]) {
      isAtEndOfStack = (fault > top ? fault - top : top - fault) < 1 << 16
    }
  }

  private func number(_ hexadecimal: String?) -> UInt64? {
    hexadecimal.flatMap { UInt64($0.dropFirst(2), radix: 16) }
  }

  /// The parts of the backtracer's JSON that are used.
  private struct Report: Decodable {
    struct Thread: Decodable {
      struct Raw: Decodable {
        struct Location: Decodable {
          var file: String?
          var line: Int?
        }
        var symbol: String?
        var description: String?
        var inlined: Bool?
        var sourceLocation: Location?
      }
      var crashed: Bool?
      var registers: [String: String]?
      var frames: [Raw]
    }
    var faultAddress: String?
    var threads: [Thread]
  }
}
