import Dispatch

extension Array where Element: Sendable {
  /// `map` on every core, for work of some ten microseconds an element.
  ///
  /// Reading a tree of 250 exercises takes about two thirds of the time with two cores that it takes with one.
  ///
  /// - Parameter transform: called once for each element, on any thread.
  /// - Returns: the results in the order of the elements.
  func concurrentMap<Result>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    guard count > 1 else { return map(transform) }
    return [Result](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      // Each iteration writes its own slot, and all are done when concurrentPerform returns.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: count) { i in
        slots.initializeElement(at: i, to: transform(self[i]))
      }
      initializedCount = count
    }
  }
}
