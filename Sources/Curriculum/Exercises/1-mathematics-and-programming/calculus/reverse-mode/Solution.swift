import Glibc

/// A number that remembers what it was made from, so that slopes can be handed back to all of it.
final class Value {
  let data: Double
  /// The slope by self of the value whose `backward` last came here; 0 before.
  var grad = 0.0
  /// What self was made from: no, one or two values.
  private let parents: [Value]
  /// ∂self/∂parent for each of the parents, as it was in the forward pass.
  private let slopes: [Double]

  private init(_ data: Double, parents: [Value], slopes: [Double]) {
    (self.data, self.parents, self.slopes) = (data, parents, slopes)
  }

  /// A value made from nothing else: an input, a parameter.
  init(_ data: Double) {
    // BEGIN SOLUTION
    (self.data, parents, slopes) = (data, [], [])
    // END SOLUTION
  }

  /// The sum.
  static func + (a: Value, b: Value) -> Value {
    // BEGIN SOLUTION
    Value(a.data + b.data, parents: [a, b], slopes: [1, 1])
    // END SOLUTION
  }

  /// The difference.
  static func - (a: Value, b: Value) -> Value {
    // BEGIN SOLUTION
    Value(a.data - b.data, parents: [a, b], slopes: [1, -1])
    // END SOLUTION
  }

  /// The product.
  static func * (a: Value, b: Value) -> Value {
    // BEGIN SOLUTION
    Value(a.data * b.data, parents: [a, b], slopes: [b.data, a.data])
    // END SOLUTION
  }

  /// The quotient.
  static func / (a: Value, b: Value) -> Value {
    // BEGIN SOLUTION
    let quotient = a.data / b.data
    return Value(quotient, parents: [a, b], slopes: [1 / b.data, -quotient / b.data])
    // END SOLUTION
  }

  /// e to the power of self.
  func exp() -> Value {
    // BEGIN SOLUTION
    let power = Glibc.exp(data)
    return Value(power, parents: [self], slopes: [power])
    // END SOLUTION
  }

  /// The natural logarithm; of 0 it is −∞, with slope ∞.
  func log() -> Value {
    // BEGIN SOLUTION
    Value(Glibc.log(data), parents: [self], slopes: [1 / data])
    // END SOLUTION
  }

  /// The hyperbolic tangent.
  func tanh() -> Value {
    // BEGIN SOLUTION
    let t = Glibc.tanh(data)
    return Value(t, parents: [self], slopes: [1 - t * t])
    // END SOLUTION
  }

  /// self where it is positive, else 0; the slope at 0 is 0.
  func relu() -> Value {
    // BEGIN SOLUTION
    Value(max(0, data), parents: [self], slopes: [data > 0 ? 1 : 0])
    // END SOLUTION
  }

  /// Sets `grad` to ∂self/∂v in every value v that self was made from, and to 1 in self.
  ///
  /// Whatever `grad` held there before is forgotten; a second call changes nothing.
  func backward() {
    // BEGIN SOLUTION
    var order: [Value] = []  // parents before what is made from them
    var visited: Set<ObjectIdentifier> = []
    func visit(_ value: Value) {
      guard visited.insert(ObjectIdentifier(value)).inserted else { return }
      value.parents.forEach(visit)
      order.append(value)
    }
    visit(self)
    for value in order { value.grad = 0 }
    grad = 1
    for value in order.reversed() {  // when a value's turn comes, all that is made from it has spoken
      for (parent, slope) in zip(value.parents, value.slopes) { parent.grad += value.grad * slope }
    }
    // END SOLUTION
  }
}
