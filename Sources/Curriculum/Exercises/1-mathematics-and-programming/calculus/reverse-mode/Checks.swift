import Checking
import Glibc

/// A number that remembers how it was made.
protocol Scalar: AnyObject {
  init(_ data: Double)
  var data: Double { get }
  var grad: Double { get }
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  func exp() -> Self
  func log() -> Self
  func tanh() -> Self
  func relu() -> Self
  func backward()
}

/// One operation; values are numbered from 0, the inputs first, then what each step makes.
enum Step {
  case add(Int, Int), subtract(Int, Int), multiply(Int, Int), divide(Int, Int)
  case exp(Int), log(Int), tanh(Int), relu(Int)

  var text: String {
    switch self {
    case .add(let i, let j): "\(name(i)) + \(name(j))"
    case .subtract(let i, let j): "\(name(i)) - \(name(j))"
    case .multiply(let i, let j): "\(name(i)) * \(name(j))"
    case .divide(let i, let j): "\(name(i)) / \(name(j))"
    case .exp(let i): "\(name(i)).exp()"
    case .log(let i): "\(name(i)).log()"
    case .tanh(let i): "\(name(i)).tanh()"
    case .relu(let i): "\(name(i)).relu()"
    }
  }
}

/// Steps on inputs a, b, …, and on which of the values `backward` is called, one call after the other.
struct Program: CustomStringConvertible {
  var inputs: [Double]
  var steps: [Step]
  var backward: [Int]

  init(_ inputs: [Double], _ steps: [Step], backward: [Int]? = nil) {
    (self.inputs, self.steps) = (inputs, steps)
    self.backward = backward ?? [inputs.count + steps.count - 1]
  }

  var description: String {
    let given = inputs.indices.map { "\(name($0)) = \(inputs[$0])" }
    let made = steps.indices.map { "\(name(inputs.count + $0)) = \(steps[$0].text)" }
    return (given + made + backward.map { "\(name($0)).backward()" }).joined(separator: "; ")
  }
}

private func name(_ index: Int) -> String {
  index < 26 ? String(UnicodeScalar(UInt8(97 + index))) : "v\(index)"
}

struct Submission {
  /// The value on which `backward` was called last, then `grad` of all values: inputs, then steps.
  var grads: Function<Program, [Double]>

  init<Value: Scalar>(_: Value.Type) {
    grads = .init { program in
      var values = program.inputs.map { Value($0) }
      for step in program.steps {
        switch step {
        case .add(let i, let j): values.append(values[i] + values[j])
        case .subtract(let i, let j): values.append(values[i] - values[j])
        case .multiply(let i, let j): values.append(values[i] * values[j])
        case .divide(let i, let j): values.append(values[i] / values[j])
        case .exp(let i): values.append(values[i].exp())
        case .log(let i): values.append(values[i].log())
        case .tanh(let i): values.append(values[i].tanh())
        case .relu(let i): values.append(values[i].relu())
        }
      }
      for root in program.backward { values[root].backward() }
      return [values[program.backward.last!].data] + values.map(\.grad)
    }
  }
}

enum ReverseMode: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (a, b, c) = (0, 1, 2)
        expect(
          try s.grads(Program([2, -3, 10], [.multiply(a, b), .add(3, c)])), equals: [4, -3, 2, 1, 1, 1],
          "∂(a·b)/∂a is b, and the sum hands on what it has received.", what: asked("a·b + c at 2, −3, 10", "a·b, L"))
      },
      Check("adds up what reaches a value along several paths") { s in
        let total = "A value that is used in several places receives a share from each, and they add up."
        expect(
          try s.grads(Program([3], [.multiply(0, 0), .multiply(1, 0), .add(2, 0)])), equals: [30, 28, 3, 1, 1], total,
          what: asked("a·a·a + a at 3", "a·a, a·a·a, L"))
        expect(
          try s.grads(Program([5], [.add(0, 0)])), equals: [10, 2, 1], total, what: asked("a + a at 5", "L"))
        expect(
          try s.grads(Program([5], [.subtract(0, 0)])), equals: [0, 0, 1], total, what: asked("a − a at 5", "L"))
      },
      // 1.5 has few digits: every product is exact.
      Check("lets a value speak when all that use it have spoken") { s in
        let advice =
          "b is used twice: by b + a and by the product. It may hand on when both have handed it their share."
        let square = Step.multiply(0, 0)
        expect(
          try s.grads(Program([1.5], [square, .add(1, 0), .multiply(1, 2)])), equals: [8.4375, 20.25, 6, 2.25, 1],
          advice, what: asked("b·(b + a) with b = a·a at 1.5", "b, b + a, L"))
        expect(
          try s.grads(Program([1.5], [square, .add(1, 0), .multiply(2, 1)])), equals: [8.4375, 20.25, 6, 2.25, 1],
          advice, what: asked("(b + a)·b with b = a·a at 1.5", "b, b + a, L"))
      },
      // Slopes of eighths and powers of two are exact; those of exp, log and tanh have a few roundings.
      Check("knows the slope of each operation") { s in
        expect(
          try s.grads(Program([7, 4], [.divide(0, 1)])), equals: [1.75, 0.25, -0.4375, 1],
          "∂(a/b)/∂a = 1/b and ∂(a/b)/∂b = −a/b².", what: asked("a/b at 7, 4", "L"))
        expect(
          try s.grads(Program([7, 4], [.subtract(0, 1)])), equals: [3, 1, -1, 1],
          "When b grows, a − b falls.", what: asked("a − b at 7, 4", "L"))
        expect(
          try s.grads(Program([-1.5], [.exp(0)])), equals: [exp(-1.5), exp(-1.5), 1], within: .ulps(4),
          "exp is its own slope.", what: asked("exp(a) at −1.5", "L"))
        expect(
          try s.grads(Program([8], [.log(0)])), equals: [log(8), 0.125, 1], within: .ulps(4),
          "∂ log(a)/∂a = 1/a.", what: asked("log(a) at 8", "L"))
        let kink = "relu is max(0, a): the slope is 1 where a > 0, and 0 at 0 and below."
        for (a, value, slope) in [(2.5, 2.5, 1.0), (-2.5, 0, 0), (0, 0, 0)] {
          expect(
            try s.grads(Program([a], [.relu(0)])), equals: [value, slope, 1], kink, what: asked("relu(a) at \(a)", "L"))
        }
        // Where e²ᵃ is infinite, and where e²ᵃ − 1 has lost most digits of 2a; 1 − tanh² is 1 there, and 0.
        for (a, value, slope) in [(800, 1.0, 0.0), (-800, -1, 0), (0x1p-30, 0x1p-30, 1)] {
          expect(
            try s.grads(Program([a], [.tanh(0)])), equals: [value, slope, 1], within: .ulps(4),
            "The function of the C library, Glibc.tanh, has all digits everywhere; the slope is 1 − tanh(a)².",
            what: asked("tanh(a) at \(a)", "L"))
        }
        // w·x + b = asinh 1, where tanh is 1/√2 and its slope 1/2; half a dozen roundings of numbers up to 3.
        let neuron = Program(
          [1, -2, 3, 0.5, asinh(1) - 2],
          [.multiply(0, 2), .multiply(1, 3), .add(5, 6), .add(7, 4), .tanh(8)])
        expect(
          try s.grads(neuron), equals: [sqrt(0.5), 1.5, 0.25, 0.5, -1, 0.5, 0.5, 0.5, 0.5, 0.5, 1],
          within: .rounding(operations: 8, scale: 3), "The slope of tanh(z) is 1 − tanh(z)², here 1/2.",
          what: "tanh(x₀·w₀ + x₁·w₁ + b), then its slopes by x, w, b and the five values made from them")
      },
      // The bound is a running error analysis of both ways, see `Forward`.
      Check("agrees with forward mode", holdingFor: 20) { s, draws in
        let (program, values) = drawProgram(&draws)
        let root = values[values.count - 1]
        let got = try s.grads(program)
        guard got.count == values.count + 1 else { return expect(false, "grads are missing") }
        expect(
          got[0], equals: root.value, within: .absolute(root.doubt), "Is what you compute forwards what was asked?",
          what: "the value of \(program)")
        for i in values.indices {
          expect(
            got[i + 1], equals: root.slopes[i], within: .absolute(root.slopeDoubts[i]),
            "Compute the slopes by hand, from the last step to the first.",
            what: "\(name(i)).grad after \(program)")
        }
      },
      Check("starts anew each time") { s in
        let advice = "Old gradients are still in `grad`. Which values must be set to 0 before you begin?"
        let diamond: [Step] = [.multiply(0, 0), .add(1, 0), .multiply(1, 2)]
        expect(
          try s.grads(Program([1.5], diamond, backward: [3, 3])), equals: [8.4375, 20.25, 6, 2.25, 1], advice,
          what: "After two calls of backward: " + asked("b·(b + a), b = a·a, at 1.5", "b, b + a, L"))
        expect(
          try s.grads(Program([2, -3], [.multiply(0, 1), .multiply(2, 0)], backward: [3, 2])),
          equals: [-6, -3, 2, 1, 1], advice + " The second result, c, was not made from d: d.grad stays 1.",
          what: "d = c·a, c = a·b at 2, −3: after d.backward() and then c.backward(), c and the slopes")
        expect(
          try s.grads(Program([2, -3], [.multiply(0, 1), .multiply(2, 0)], backward: [3, 2, 3])),
          equals: [-12, -12, 4, 2, 1], advice + " Another call came between: d must be done anew.",
          what: "d = c·a, c = a·b at 2, −3: after d.backward(), c.backward() and d.backward(), d and the slopes")
        expect(
          try s.grads(Program([4], [], backward: [0, 0])), equals: [4, 1], advice,
          what: "a and a.grad after two calls of a.backward()")
      },
      Check("does the edges") { s in
        expect(
          try s.grads(Program([4], [])), equals: [4, 1], "A value moves with itself: the slope is 1.",
          what: "a and a.grad after a.backward()")
        expect(
          try s.grads(Program([4, 5], [.add(0, 0)])), equals: [8, 2, 0, 1],
          "b has no part in the result: its slope is 0.", what: "a + a at 4, then its slopes by a, by an unused b, L")
        expect(
          try s.grads(Program([0], [.log(0)])), equals: [-.infinity, .infinity, 1],
          "log(0) is −∞ in Doubles and 1/0 is ∞: let them.", what: asked("log(a) at 0", "L"))
        let quotient = "Doubles divide by 0, too: 1/0 is ∞ and 0/0 NaN. Let them."
        expect(
          try s.grads(Program([3, 0], [.divide(0, 1)])), equals: [.infinity, .infinity, -.infinity, 1], quotient,
          what: asked("a/b at 3, 0", "L"))
        expect(
          try s.grads(Program([0, 0], [.divide(0, 1)])), equals: [.nan, .infinity, .nan, 1], quotient,
          what: asked("a/b at 0, 0", "L"))
      },
      // 2⁶⁰ paths lead from the result to a: who hands on once for each of them never ends.
      Check("hands on once, however many paths there are") { s in
        let n = 60
        let doublings = Program([1], (0..<n).map { .add($0, $0) })
        expect(
          try s.grads(doublings), equals: [0x1p60] + (0...n).reversed().map { scalbn(1, $0) },
          "Hand on when the gradient is complete, once: then the work grows with the values, not with the paths.",
          what: "a doubled 60 times at 1, and its slopes")
      },
      Check("walks a chain of 5000 sums") { s in
        let n = 5000
        let chain = Program([1], (0..<n).map { .add($0, 0) })
        expect(
          try s.grads(chain), equals: [Double(n + 1)] + [Double(n + 1)] + [Double](repeating: 1, count: n),
          "The sum of 5001 times a: it moves 5001 times as fast as a.",
          what: "a + a + … + a (5001 times) at 1, and its slopes")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the last message kept",
        Submission(Node<Assigned>.self),
        """
        A value that is used twice gets two messages, and you keep the last. The total derivative is the sum over all \
        paths: add.
        """),
      Misconception(
        "handed on at the first visit",
        Submission(Node<Hasty>.self),
        """
        Some value handed its gradient on before its second consumer had spoken, and what came later never went \
        further. A value may speak only when all that was made from it have: take the reverse of an order in which \
        parents come first.
        """),
      Misconception(
        "each factor its own slope",
        Submission(Node<OwnFactor>.self),
        """
        ∂(a·b)/∂a is b, not a: how fast a product grows with one factor is how large the other one is.
        """),
      Misconception(
        "old gradients kept",
        Submission(Node<Unreset>.self),
        """
        What the last backward left in grad is added to again, so that two calls give twice the slopes. Training calls \
        backward thousands of times on the same parameters: set grad to 0 in all that will be reached.
        """),
      Misconception(
        "only the parameters reset",
        Submission(Node<LeavesReset>.self),
        """
        Values without parents start at 0 again, those in the middle still hold what the last backward left there, and \
        hand it on. Set grad to 0 in all that self was made from.
        """),
      Misconception(
        "nothing to start with",
        Submission(Node<Unseeded>.self),
        """
        All gradients are 0 because there was nothing to hand on: ∂L/∂L is 1, and with it the walk begins.
        """),
      Misconception(
        "a difference taken for a sum",
        Submission(Node<PlusForMinus>.self),
        """
        a − b falls when b grows: its slope by b is −1.
        """),
      Misconception(
        "the divisor's sign",
        Submission(Node<QuotientSign>.self),
        """
        A quotient falls when a positive divisor grows: ∂(a/b)/∂b = −a/b². The minus is missing.
        """),
      Misconception(
        "tanh's slope at the input",
        Submission(Node<TanhOfInput>.self),
        """
        The slope is 1 − tanh(a)², with the value that came out. You squared the one that went in, and 1 − a² is far \
        below 0 soon.
        """),
      Misconception(
        "tanh from exponentials",
        Submission(Node<TanhOfExp>.self),
        """
        (e²ᵃ − 1)/(e²ᵃ + 1) is tanh(a) on paper. In Doubles e²ᵃ is infinite from a = 355 on, and ∞/∞ is NaN; and near 0 \
        the difference loses the digits. Glibc.tanh knows better.
        """),
      Misconception(
        "exp by the rule for powers",
        Submission(Node<PowerRule>.self),
        """
        x^n has the slope n·x^(n−1) because its exponent stands still. In exp(a) the exponent moves and the base \
        stands still: exp is its own slope.
        """),
      Misconception(
        "slope 1 at the kink",
        Submission(Node<KinkOne>.self),
        """
        At 0 relu has no slope; any number between 0 and 1 could be handed on, and here, as in all frameworks, it is \
        0. Ask for a > 0, not for a ≥ 0.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("walked in the reverse order of creation, as a tape", Submission(Node<Tape>.self)),
      Alternative("each value waits until it has heard as many times as it is used", Submission(Node<Counting>.self)),
    ]
  }
}

// MARK: - Parts of the checks

private func asked(_ result: String, _ made: String) -> String {
  "L = \(result) and its slopes by the inputs, \(made)"
}

/// A value with its slopes by all values before it, by forward mode, and bounds of the errors of both.
///
/// To first order a rounding error of a value moves those made from it by their slopes, and the slopes by the second
/// derivatives (a running error analysis: Higham, Accuracy and Stability, §3.3). Each operation and each local slope
/// has four roundings granted. Reverse mode sums the same products in another order: as many roundings as there are
/// steps, relative to the sum of the magnitudes of the paths.
private struct Forward {
  var value: Double
  var doubt = 0.0
  var slopes: [Double]
  var paths: [Double]
  var slopeDoubts: [Double]

  /// The value number `index` of `count`, made with the local slopes given, each with what rounding does to it.
  init(
    _ value: Double, index: Int, count: Int, from parents: [(Forward, slope: Double, doubt: Double)], scale: Double = 0
  ) {
    self.value = value
    slopes = [Double](repeating: 0, count: count)
    (paths, slopeDoubts) = (slopes, slopes)
    if !parents.isEmpty { doubt = 4 * 0x1p-52 * max(abs(value), scale) }
    for (parent, slope, uncertainty) in parents {
      doubt += abs(slope) * parent.doubt
      let steps = Double(4 + count) * 0x1p-52 * abs(slope)
      for i in 0..<count {
        slopes[i] += slope * parent.slopes[i]
        paths[i] += abs(slope) * parent.paths[i]
        slopeDoubts[i] += abs(slope) * parent.slopeDoubts[i] + (steps + uncertainty) * parent.paths[i]
      }
    }
    (slopes[index], paths[index]) = (1, 1)
  }
}

/// A program of 1 to 24 steps on 4 inputs, and what its values are: sizes up to 8, no divisor or argument of log below
/// 1/4, no relu at its kink.
private func drawProgram(_ draws: inout Draws) -> (Program, [Forward]) {
  let count = 4 + draws.integer(in: 1...24)
  var program = Program((0..<4).map { _ in draws.eighth() }, [], backward: [count - 1])
  var values = program.inputs.indices.map { Forward(program.inputs[$0], index: $0, count: count, from: []) }
  while values.count < count {
    let n = values.count
    let i = draws.flag() ? draws.number(below: n) : n - 1
    let j = draws.number(below: n)
    let (a, b) = (values[i], values[j])
    func made(_ value: Double, _ parents: (Forward, slope: Double, doubt: Double)..., scale: Double = 0) -> Forward {
      Forward(value, index: n, count: count, from: parents, scale: scale)
    }
    let (step, next): (Step, Forward)
    switch draws.number(below: 8) {
    case 0: (step, next) = (.add(i, j), made(a.value + b.value, (a, 1, 0), (b, 1, 0)))
    case 1: (step, next) = (.subtract(i, j), made(a.value - b.value, (a, 1, 0), (b, -1, 0)))
    case 2:
      (step, next) = (.multiply(i, j), made(a.value * b.value, (a, b.value, b.doubt), (b, a.value, a.doubt)))
    case 3 where abs(b.value) >= 0.25:
      let (x, y) = (a.value, b.value)
      let slopeDoubt = a.doubt / (y * y) + 2 * abs(x / (y * y * y)) * b.doubt
      (step, next) = (.divide(i, j), made(x / y, (a, 1 / y, b.doubt / (y * y)), (b, -x / (y * y), slopeDoubt)))
    case 4:
      let power = exp(a.value)
      (step, next) = (.exp(i), made(power, (a, power, power * a.doubt)))
    case 5 where a.value >= 0.25:
      (step, next) = (.log(i), made(log(a.value), (a, 1 / a.value, a.doubt / (a.value * a.value))))
    case 6 where abs(a.value) >= 1e-6:
      (step, next) = (.relu(i), made(max(0, a.value), (a, a.value > 0 ? 1 : 0, 0)))
    default:
      let t = tanh(a.value)
      // 1 − t² cancels: its roundings are those of 1. Its own slope is below 1.
      (step, next) = (.tanh(i), made(t, (a, 1 - t * t, 8 * 0x1p-52 + a.doubt), scale: 1))
    }
    guard abs(next.value) <= 8 else {  // brought back by tanh, like what may be neither divided by nor logged
      let t = tanh(a.value)
      program.steps.append(.tanh(i))
      values.append(made(t, (a, 1 - t * t, 8 * 0x1p-52 + a.doubt), scale: 1))
      continue
    }
    program.steps.append(step)
    values.append(next)
  }
  return (program, values)
}

// MARK: - Wrong and right ways

/// How a `Node` differs from a right one.
private protocol Way {
  static var adds: Bool { get }
  static var resets: (_ isLeaf: Bool) -> Bool { get }
  static var seed: Double { get }
  static var order: Order { get }
  static func productSlopes(_ a: Double, _ b: Double) -> [Double]
  static var minus: Double { get }
  static var divisorSign: Double { get }
  static func tanh(_ x: Double) -> Double
  static func tanhSlope(_ x: Double) -> Double
  static func expSlope(_ x: Double) -> Double
  static var kinkSlope: Double { get }
}

private enum Order { case parentsFirst, creation, firstVisit, counted }

extension Way {
  static var adds: Bool { true }
  static var resets: (_ isLeaf: Bool) -> Bool { { _ in true } }
  static var seed: Double { 1 }
  static var order: Order { .parentsFirst }
  static func productSlopes(_ a: Double, _ b: Double) -> [Double] { [b, a] }
  static var minus: Double { -1 }
  static var divisorSign: Double { -1 }
  static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  static func tanhSlope(_ x: Double) -> Double { 1 - tanh(x) * tanh(x) }
  static func expSlope(_ x: Double) -> Double { Glibc.exp(x) }
  static var kinkSlope: Double { 0 }
}

private enum Assigned: Way { static var adds: Bool { false } }
private enum Hasty: Way { static var order: Order { .firstVisit } }
private enum OwnFactor: Way { static func productSlopes(_ a: Double, _ b: Double) -> [Double] { [a, b] } }
private enum Unreset: Way { static var resets: (_ isLeaf: Bool) -> Bool { { _ in false } } }
private enum LeavesReset: Way { static var resets: (_ isLeaf: Bool) -> Bool { { $0 } } }
private enum Unseeded: Way { static var seed: Double { 0 } }
private enum PlusForMinus: Way { static var minus: Double { 1 } }
private enum QuotientSign: Way { static var divisorSign: Double { 1 } }
private enum TanhOfInput: Way { static func tanhSlope(_ x: Double) -> Double { 1 - x * x } }
private enum TanhOfExp: Way {
  static func tanh(_ x: Double) -> Double { (exp(2 * x) - 1) / (exp(2 * x) + 1) }
}
private enum PowerRule: Way { static func expSlope(_ x: Double) -> Double { x * Glibc.exp(x - 1) } }
private enum KinkOne: Way { static var kinkSlope: Double { 1 } }
private enum Tape: Way { static var order: Order { .creation } }
private enum Counting: Way { static var order: Order { .counted } }

nonisolated(unsafe) private var nodesMade = 0

private final class Node<W: Way>: Scalar {
  let data: Double
  var grad = 0.0
  let parents: [Node]
  let slopes: [Double]
  let serial: Int

  init(_ data: Double, _ parents: [Node], _ slopes: [Double]) {
    (self.data, self.parents, self.slopes, serial) = (data, parents, slopes, nodesMade)
    nodesMade += 1
  }

  convenience init(_ data: Double) { self.init(data, [], []) }

  static func + (a: Node, b: Node) -> Node { Node(a.data + b.data, [a, b], [1, 1]) }
  static func - (a: Node, b: Node) -> Node { Node(a.data - b.data, [a, b], [1, W.minus]) }
  static func * (a: Node, b: Node) -> Node { Node(a.data * b.data, [a, b], W.productSlopes(a.data, b.data)) }
  static func / (a: Node, b: Node) -> Node {
    Node(a.data / b.data, [a, b], [1 / b.data, W.divisorSign * a.data / (b.data * b.data)])
  }
  func exp() -> Node { Node(Glibc.exp(data), [self], [W.expSlope(data)]) }
  func log() -> Node { Node(Glibc.log(data), [self], [1 / data]) }
  func tanh() -> Node { Node(W.tanh(data), [self], [W.tanhSlope(data)]) }
  func relu() -> Node { Node(data > 0 ? data : 0, [self], [data > 0 ? 1 : data == 0 ? W.kinkSlope : 0]) }

  func backward() {
    let order = speakers()
    for node in order where W.resets(node.parents.isEmpty) { node.grad = 0 }
    grad = W.seed
    for node in order {
      for (parent, slope) in zip(node.parents, node.slopes) {
        parent.grad = (W.adds ? parent.grad : 0) + node.grad * slope
      }
    }
  }

  /// All that self was made from, in the order in which they hand on.
  private func speakers() -> [Node] {
    var (first, last) = ([Node](), [Node]())  // at the first visit, and after the parents
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: Node) {
      guard seen.insert(ObjectIdentifier(node)).inserted else { return }
      first.append(node)
      node.parents.forEach(visit)
      last.append(node)
    }
    visit(self)
    switch W.order {
    case .parentsFirst: return last.reversed()
    case .firstVisit: return first
    case .creation: return first.sorted { $0.serial > $1.serial }
    case .counted:
      var uses: [ObjectIdentifier: Int] = [:]
      for parent in first.flatMap(\.parents) { uses[ObjectIdentifier(parent), default: 0] += 1 }
      var (ready, order) = ([self], [Node]())
      while let node = ready.popLast() {
        order.append(node)
        for parent in node.parents {
          uses[ObjectIdentifier(parent)]! -= 1
          if uses[ObjectIdentifier(parent)] == 0 { ready.append(parent) }
        }
      }
      return order
    }
  }
}
