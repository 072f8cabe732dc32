import Events
import Foundation
import Sandbox

extension Verdict {
  /// The verdict as the learner reads it, one string a line.
  ///
  /// - Parameters:
  ///   - ink: the colours.
  ///   - width: of the terminal, in characters.
  ///   - command: what runs this judgement again; a case of it is asked for by more options behind.
  /// - Returns: lines without line feeds.
  public func words(ink: Ink, width: Int, command: String? = nil) -> [String] {
    let command = command ?? "mllab run \(exercise)"
    var lines: [String] = [heading(ink)]
    lines += diagnosticWords(ink: ink, width: width)
    if !checks.isEmpty { lines.append("") }
    var explained = 0
    var short: [Int] = []
    for check in checks {
      lines.append(check.heading(ink))
      guard check.outcome != .passed else { continue }
      let isDetailed = explained < Self.detailLimit
      if !isDetailed, case .failed = check.outcome { short.append(check.number) }
      if check.outcome != .notWritten && check.outcome != .notReached { explained += 1 }
      lines += check.details(
        rerun: "\(command) --seed \(seed) --case \(check.number)", isDetailed: isDetailed, ink: ink, width: width)
    }
    if let first = short.first {
      let numbers = short.map(String.init).joined(separator: ", ")
      lines += ["", "  " + ink.faint("Told in short: \(numbers). In full: \(command) --seed \(seed) --case \(first)")]
    }
    if headline == .timedOut {
      let words =
        "A check takes milliseconds. What takes seconds is a loop that does not end, one that does far too much, or a wait."
      lines += [""] + wrapped(words, width: width, indent: "  ").map(ink.warn)
    }
    if !medals.isEmpty { lines += [""] + medals.map { "  " + $0.words(ink: ink) } }
    for suspected in suspected.prefix(2) {
      lines += ["", "  " + ink.warn((suspected.isExact ? "This is: " : "This looks like: ") + suspected.name)]
      lines += wrapped(suspected.explanation, width: width, indent: "  ")
    }
    if !upstream.isEmpty {
      let names = upstream.joined(separator: " and ")
      lines += ["", "  " + ink.warn("The fault lies in your \(names)")]
      lines += wrapped(
        "With the reference of \(names) in place of yours, as it last passed, everything passes here. Its own checks did "
          + "not see it; what does it answer to the arguments above?", width: width, indent: "  ")
    }
    if !notes.isEmpty { lines.append("") }
    for note in notes { lines += wrapped("Note: " + note, width: width, indent: "  ") }
    lines += ["", ink.faint("  " + footer)]
    return lines
  }

  private static let diagnosticLimit = 4
  /// So many failed checks are told in full; the rest keep to their first sentence.
  private static let detailLimit = 3

  /// The compiler's messages: the first of a kind with its place and what it means, of the others the lines.
  private func diagnosticWords(ink: Ink, width: Int) -> [String] {
    var kinds: [(first: Diagnostic, lines: [Int])] = []
    for diagnostic in diagnostics {
      if let kind = kinds.firstIndex(where: { $0.first.message == diagnostic.message }) {
        kinds[kind].lines += diagnostic.line.map { [$0] } ?? []
      } else {
        kinds.append((diagnostic, diagnostic.line.map { [$0] } ?? []))
      }
    }
    var notes: Set<String> = []
    var lines: [String] = []
    for kind in kinds.prefix(Self.diagnosticLimit) {
      let isNew = kind.first.note.map { notes.insert($0).inserted } ?? false
      lines += [""] + kind.first.words(ink: ink, width: width, isExplained: isNew)
      let others = Set(kind.lines.dropFirst()).subtracting(kind.lines.prefix(1)).sorted()
      if !others.isEmpty {
        let numbers = others.map(String.init).joined(separator: ", ")
        lines += wrapped("The same in line\(others.count == 1 ? "" : "s") \(numbers).", width: width, indent: "  ")
      }
    }
    let told = kinds.prefix(Self.diagnosticLimit).reduce(0) { $0 + max(1, $1.lines.count) }
    if diagnostics.count > told {
      lines += ["", "  … and \(diagnostics.count - told) more; the first is where to begin."]
    }
    return lines
  }

  private func heading(_ ink: Ink) -> String {
    let passed = checks.count { $0.outcome == .passed }
    let share = checks.isEmpty ? "" : ": \(passed) of \(checks.count) checks passed"
    if !isWhole, let only = checks.first {
      let words = "\(exercise), check \(only.number) alone"
      return only.outcome == .passed
        ? ink.good("✓ \(words)") + ": passed; for the whole: mllab run \(exercise)" : ink.bad("✗ \(words)")
    }
    return switch headline {
    case .passed:
      ink.good("✓ \(exercise) passed") + (checks.count == 1 ? ": its one check" : ": all \(checks.count) checks")
    case .failed: ink.bad("✗ \(exercise)") + share
    case .notWritten:
      passed == 0 ? ink.warn("○ \(exercise) is not written yet") : ink.warn("○ \(exercise) is not finished") + share
    case .doesNotCompile: ink.bad("✗ \(exercise) does not compile")
    case .crashed: ink.bad("✗ \(exercise) crashed") + share
    case .timedOut: ink.bad("✗ \(exercise) took too long") + share
    case .outOfMemory: ink.bad("✗ \(exercise) ran out of memory") + share
    case .endedEarly: ink.bad("✗ \(exercise) ended before it was judged") + share
    }
  }

  private var footer: String {
    let parts = [
      "\(hundredths(seconds.total)) s", checks.isEmpty ? nil : "seed \(seed)",
      checks.isEmpty ? nil : "contained: \(containment == .full ? "full" : containment.explanation)",
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }
}

extension CheckResult {
  fileprivate func heading(_ ink: Ink) -> String {
    switch outcome {
    case .passed: "  \(ink.good("✓")) \(name)" + (precision.map { "  " + ink.faint($0) } ?? "")
    case .notWritten: "  \(ink.warn("○")) \(name)  \(ink.faint("not written yet"))"
    case .notReached: "  \(ink.faint("–")) \(name)  \(ink.faint("not reached"))"
    default: "  \(ink.bad("✗")) \(ink.strong(name))"
    }
  }

  fileprivate func details(rerun: String, isDetailed: Bool, ink: Ink, width: Int) -> [String] {
    let indent = "      "
    func text(_ text: String) -> [String] { wrapped(text.harmless, width: width, indent: indent) }
    var lines: [String] = []
    switch outcome {
    case .passed, .notWritten, .notReached: return []
    case .failed(let failures):
      guard let first = failures.first else { return [] }
      lines += text(first.message)
      guard isDetailed else { return lines }
      if let difference = first.difference { lines += text(difference) }
      if let picture = first.picture { lines += picture.map { indent + $0.harmless.prefix(max(20, width - 6)) } }
      if let advice = first.advice { lines += text(advice).map(ink.warn) }
      if failures.count > 1 {
        lines += text("… and \(failures.count - 1) more expectation\(failures.count == 2 ? "" : "s") of this check")
      }
      lines.append(indent + ink.faint(rerun + (first.caseIndex.map { ".\($0 + 1)" } ?? "")))
    case .crashed(let crash):
      lines += text((crash.line.map { "line \($0): " } ?? "") + crash.reason)
      lines.append(indent + ink.faint(rerun))
    case .timedOut(let overrun):
      let place = overrun.line.map { ", in line \($0)" } ?? ""
      lines += text("It \(overrun.words) and was stopped\(place).")
      lines.append(indent + ink.faint(rerun))
    case .outOfMemory(let line):
      let place = line.map { ", in line \($0)" } ?? ""
      lines += text("It asked for more memory than a graded program gets and was stopped\(place).")
      lines.append(indent + ink.faint(rerun))
    case .endedEarly(let status):
      lines += text(
        "The program ended itself (exit status \(status)) before the check was over. Return a value instead.")
    }
    let printed = output.harmless.split(separator: "\n", omittingEmptySubsequences: false)
    if !output.isEmpty && isDetailed {
      lines.append(indent + ink.faint("printed:"))
      lines += printed.prefix(Self.printedLimit).map { indent + ink.faint("│ ") + $0.prefix(max(20, width - 8)) }
      if printed.count > Self.printedLimit { lines.append(indent + ink.faint("│ … \(printed.count) lines in all")) }
    }
    return lines
  }

  private static let printedLimit = 8

  /// How near a right answer came: exact, or within rounding by so many digits. nil where digits say nothing, as of a
  /// share that a gate lets differ by per cents.
  private var precision: String? {
    guard let error else { return nil }
    if error == 0 { return "exact" }
    guard error < 1e-4 else { return nil }
    let tenths = min(Int(-log10(error) * 10), 160)  // a Double has no more
    return "\(tenths / 10).\(tenths % 10) digits"
  }
}

extension MedalResult {
  /// What came of it, in one line.
  public func words(ink: Ink) -> String { medalWords(name, value: value, goal: goal, unit: unit, ink: ink) }
}

/// A goal beyond passing in one line: what for, what was measured, what earns the medal.
///
/// - Parameters:
///   - name: what the medal is for.
///   - value: what was measured.
///   - goal: what earns it: the larger the better.
///   - unit: behind the numbers.
///   - ink: the colours.
/// - Returns: one line.
public func medalWords(_ name: String, value: Double, goal: Double, unit: String, ink: Ink) -> String {
  func short(_ value: Double) -> String {
    let digits = abs(value) < 10 ? 100.0 : 10
    let rounded = (value * digits).rounded() / digits
    return abs(rounded) < 1e15 && rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
  return value >= goal
    ? ink.good("★ ") + ink.strong(name) + ": \(short(value)) \(unit)"
    : ink.faint("☆ \(name): \(short(value)) \(unit), the medal is for \(short(goal))")
}

extension Diagnostic {
  /// The message as the learner reads it, with the line and the mark under the place and, unless it was given already,
  /// what it means.
  public func words(ink: Ink, width: Int, isExplained: Bool = true) -> [String] {
    let place = line.map { "line \($0): " } ?? ""
    let message = wrapped((place + self.message).harmless, width: width, indent: "  ")
    return message.enumerated().map { $0.offset == 0 ? ink.bad($0.element) : $0.element }
      + Self.window(on: excerpt.map(\.harmless), room: width - 4).map { "    " + ink.faint($0) }
      + ((isExplained ? note : nil).map { wrapped($0, width: width, indent: "  ").map(ink.warn) } ?? [])
  }

  /// The part of a long line of source around the mark below it, and the mark: a terminal would break both lines, and
  /// the mark would stand under another place.
  private static func window(on excerpt: [String], room: Int) -> [String] {
    guard let source = excerpt.first, let mark = excerpt.last?.firstIndex(of: "^"),
      let longest = excerpt.map(\.count).max(), longest > room, room > 2
    else { return excerpt }
    let place = excerpt[excerpt.count - 1].distance(from: excerpt[excerpt.count - 1].startIndex, to: mark)
    let start = max(0, min(place - room / 2, longest - room))
    return excerpt.enumerated().map { index, line in
      var part = Array(line.dropFirst(start).prefix(room))
      guard index == 0 else { return String(part) }
      if start > 0 { part[0] = "…" }
      if source.count > start + room { part[part.count - 1] = "…" }
      return String(part)
    }
  }
}

/// Seconds with two digits: 0.19.
public func hundredths(_ seconds: Double) -> String {
  let count = Int((seconds * 100).rounded())
  return "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)"
}
