/// The exercise to do now, or nil when all are passed.
///
/// It is the first of `order` that is not passed and whose needs are all passed. A need that `order` does not have
/// holds nobody back. If needs form a circle, the first exercise that is not passed is taken, so that nil never means
/// anything but "all done".
///
/// For example, with `("dot-product", [])`, `("norm", ["dot-product"])` and `("mean", [])`, and nothing passed, it is
/// "dot-product"; with "dot-product" passed, "norm".
///
/// - Parameters:
///   - order: every exercise's name and what it needs, in learning order.
///   - passed: names of exercises, also such as `order` does not have.
/// - Returns: a name of `order`, or nil.
/// - Complexity: O(number of exercises and needs).
public func nextExercise(in order: [(name: String, needs: [String])], passed: Set<String>) -> String? {
  let open = Set(order.lazy.map(\.name)).subtracting(passed)
  let ready = order.first { open.contains($0.name) && open.isDisjoint(with: $0.needs) }
  return (ready ?? order.first { open.contains($0.name) })?.name
}
