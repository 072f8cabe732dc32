nonisolated(unsafe) private var memory: [AnyHashable: Any] = [:]

/// What `make` gives, made once for each key in a process.
///
/// For what is dear and asked for often: wrong variants differ from the right one in a place or two, and each is asked
/// for the rest again whenever a misconception is looked for.
///
/// - Parameters:
///   - key: all that the value depends on, the name of what is computed included; two values of different types may
///     have the same key.
///   - make: an error is thrown on and not remembered.
/// - Returns: the value.
public func remembered<Value>(_ key: some Hashable, _ make: () throws -> Value) rethrows -> Value {
  let key = AnyHashable([AnyHashable(key), AnyHashable(ObjectIdentifier(Value.self))])
  if let known = memory[key] as? Remembered<Value> { return known.value }
  let value = try make()
  memory[key] = Remembered(value: value)
  return value
}

/// A value in a box: an optional's nil would be taken for one that is not there.
private struct Remembered<Value> {
  let value: Value
}
