/// A function of the learner's (or of a variant) that remembers what it answered.
///
/// It is called like the function itself: `try s.softmax([1, 2, 3])`. A thrown error is an answer too. Arguments that
/// are not what they were afterwards are a failure, for the check may compare the answer with what it makes of them:
/// Swift's values cannot change under a reader, but a pointer into an array's buffer can change them.
public struct Function<each Input, Output: Observable> {
  fileprivate let body: (repeat each Input) throws -> Output
  let recorder = Recorder()

  public init(_ body: @escaping (repeat each Input) throws -> Output) {
    self.body = body
  }

  public func callAsFunction(_ input: repeat each Input) throws -> Output {
    var arguments: [Any] = []
    repeat arguments.append(each input)
    let before = arguments.map(bufferCopy)
    defer {
      if let changed = arguments.indices.first(where: { !isUnchanged(arguments[$0], since: before[$0]) }) {
        Session.current.fail(
          message: "\(recorder.name) changes its argument number \(changed + 1), which is the caller's",
          difference: "it is \(describe(arguments[changed])) afterwards",
          advice: "Work on a copy: var copy = x", line: 0)
      }
    }
    let call: @Sendable () -> String
    do {
      nonisolated(unsafe) let captured = arguments
      let name = recorder.name
      call = { "\(name)(\(captured.map { describe($0) }.joined(separator: ", ")))" }
    }
    Session.current.willCall(call)
    do {
      let output = try body(repeat each input)
      Session.current.didCall(call, output.observation)
      return output
    } catch {
      Session.current.didCall(call, Observation(text: "throws \(describe(error))"))
      throw error
    }
  }
}

extension Function {
  /// Calls the function for a medal: nothing is remembered, and nothing but its own work takes time.
  public func unrecorded(_ input: repeat each Input) throws -> Output { try body(repeat each input) }
}

/// What is in an array's buffer, copied; nil for a value that has none.
private func bufferCopy(_ value: Any) -> Observation? {
  guard var copy = (value as? any ObservableArray)?.observation else { return nil }
  copy.numbers = copy.numbers.map { $0 }  // the observation of [Double] is the array itself
  return copy
}

private func isUnchanged(_ value: Any, since before: Observation?) -> Bool {
  guard let before else { return true }
  return (value as? any ObservableArray)?.observation.identical(to: before) ?? false
}

private protocol ObservableArray: Observable {}
extension Array: ObservableArray where Element: Observable {}

/// What `grade` needs of a `Function` whatever its types.
protocol NamedFunction {
  var recorder: Recorder { get }
}

extension Function: NamedFunction {}

/// The name under which a function's calls are reported; a class, so that it can be set after the fact.
final class Recorder {
  var name = "function"
}

/// Gives each `Function` among the submission's members the member's name.
func nameFunctions(of submission: some Any) {
  for (label, value) in Mirror(reflecting: submission).children {
    if let label, let function = value as? any NamedFunction { function.recorder.name = label }
  }
}
