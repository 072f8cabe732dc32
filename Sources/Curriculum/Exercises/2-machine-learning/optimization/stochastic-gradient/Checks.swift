import Checking
import Glibc

enum StochasticError: Error {
  case batchSize(Int)
  case notFinite(step: Int)
}

/// What the learner's descent is given: the gradient of an example's loss, and how many there are.
struct Examples {
  var count: Int
  var gradient: ([Double], Int) -> [Double]
}

struct Submission {
  /// n, the uniform numbers.
  var shuffled: Function<Int, () -> Double, [Int]>
  var batches: Function<[Int], Int, [[Int]]>
  /// η₀, γ, k.
  var inverseTime: Function<Double, Double, Int, Double>
  /// η, w, T, k.
  var cosine: Function<Double, Int, Int, Int, Double>
  /// The examples, w, the epochs, the batch size, the rates, the uniform numbers.
  var descent: Function<Examples, [Double], Int, Int, (Int) -> Double, () -> Double, [Double]>
}

enum StochasticGradient: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          numbers(try s.shuffled(4, Script([0.9, 0.1, 0.6]).next)), equals: [2, 1, 0, 3],
          "From the last place down: i = 3, 2, 1, each with its own u.", what: "shuffled(count: 4) with 0.9, 0.1, 0.6")
        expect(
          try s.batches([2, 1, 0, 3, 4], 2).map(numbers), equals: [[2, 1], [0, 3], [4]],
          "Cut from the front; what is left over is a batch, too.", what: "batches of [2, 1, 0, 3, 4], size 2")
        let x = [2.0, 4, 6]
        expect(
          try s.descent(
            Examples(count: 3) { w, i in [w[0] - x[i]] }, [0], 1, 2, { _ in 0.5 }, Script([0.9, 0.9]).next),
          equals: [3.75], "g = −3 for the first batch; the second has one example, and g = −4.5.",
          what: "stochasticDescent of the example")
      },
      Check("shuffled makes every order, each by one choice of numbers") { s in
        var orders: Set<[Int]> = []
        for a in 0..<4 {
          for b in 0..<3 {
            for c in 0..<2 {
              let script = Script([(Double(a) + 0.5) / 4, (Double(b) + 0.5) / 3, (Double(c) + 0.5) / 2])
              let order = try s.shuffled(4, script.next)
              orders.insert(order)
              // Fisher and Yates backwards, by the definition: the last place gets a, the next the b-th of the rest.
              var left = [0, 1, 2, 3]
              var right = [0, 0, 0, 0]
              for (i, j) in zip([3, 2, 1, 0], [a, b, c, 0]) {
                right[i] = left[j]
                left[j] = left[i]
              }
              expect(
                numbers(order), equals: numbers(right), "Exchange place i with j = ⌊u·(i + 1)⌋, for i = 3, 2, 1.",
                what: "shuffled(count: 4) with j = \(a), \(b), \(c)")
              expect(script.count, equals: 3, "n − 1 exchanges need n − 1 numbers.", what: "the uniform numbers asked")
            }
          }
        }
        expect(orders.count, equals: 24, "4·3·2 choices make 24 orders, each once.", what: "the number of orders")
        for n in 0...1 {
          let script = Script([])
          expect(numbers(try s.shuffled(n, script.next)), equals: n == 0 ? [] : [0], what: "shuffled(count: \(n))")
          expect(script.count, equals: 0, "There is nothing to exchange.", what: "the uniform numbers asked")
        }
        let last = 1.0.nextDown
        expect(
          numbers(try s.shuffled(9, Script([Double](repeating: last, count: 8)).next)), equals: numbers(Array(0..<9)),
          "With u just below 1, j is i each time.", what: "shuffled(count: 9) with u just below 1")
      },
      Check("batches leaves nothing out") { s in
        for (n, b, sizes) in [
          (6, 2, [2, 2, 2]), (7, 3, [3, 3, 1]), (3, 5, [3]), (4, 4, [4]), (0, 3, []), (5, 1, [1, 1, 1, 1, 1]),
          (8, 3, [3, 3, 2]),
        ] {
          let order = (0..<n).map { 10 - $0 }
          let got = try s.batches(order, b)
          expect(
            numbers(got.map(\.count)), equals: numbers(sizes), "⌈n/b⌉ batches, only the last one shorter.",
            what: "the sizes of the batches of \(n) numbers, size \(b),")
          expect(
            numbers(got.flatMap { $0 }), equals: numbers(order), "Every number once, in order.",
            what: "the batches of \(n) numbers, size \(b), one after the other,")
        }
      },
      Check("knows its rates") { s in
        for (k, rate) in [(0, 0.5), (1, 0.4), (4, 0.25), (12, 0.125)] {
          expect(
            try s.inverseTime(0.5, 0.25, k), equals: rate, within: .ulps(2), "½/(1 + k/4).",
            what: "inverseTimeRate(first: 0.5, decay: 0.25, step: \(k))")
        }
        expect(try s.inverseTime(0.5, 0, 1000), equals: 0.5, "With γ = 0 it stays.")
        let half = 0.5.squareRoot()
        for (k, rate) in [
          (0, 1), (1, 2), (2, 2), (3, 1 + half), (4, 1), (5, 1 - half), (6, 0), (7, 0), (10, 0), (100, 0),
        ] {
          // The cosine near π/2 rounds absolutely, by about ε·π; 1 − 0.707 loses a bit or two.
          expect(
            try s.cosine(2, 2, 6, k), equals: rate, within: .absolute(8 * 0x1p-52),
            "Up in 2 steps, to the whole peak; then half a cosine over T − w = 4 steps.",
            what: "warmupCosineRate(peak: 2, warmup: 2, total: 6, step: \(k))")
        }
        expect(try s.cosine(3, 0, 4, 0), equals: 3, "Without warm-up the first step has the peak.")
        expect(try s.cosine(3, 0, 4, 2), equals: 1.5, within: .ulps(4), "Half-way the cosine is 0.")
        expect(try s.cosine(3, 5, 9, 2), equals: 1.8, within: .ulps(4), "The third of five steps up.")
      },
      // Each w is a mean of x's of size ≤ 3; a step rounds it 3 times.
      Check("averages what it has seen, with 1/(k + 1)", cases: 3) { s, random in
        let n = Int.random(in: 4...9, using: &random)
        var (x, sum) = ([[Double]](), [0.0, 0.0])
        for _ in 0..<n {
          let point = [Double.random(in: -3...3, using: &random), Double.random(in: -3...3, using: &random)]
          x.append(point)
          sum = [sum[0] + point[0], sum[1] + point[1]]
        }
        let mean = [sum[0] / Double(n), sum[1] / Double(n)]
        let points = x
        var generator = random
        let uniform = { Double.random(in: 0..<1, using: &generator) }
        let examples = Examples(count: n) { w, i in [w[0] - points[i][0], w[1] - points[i][1]] }
        let got = try s.descent(examples, [50, -70], 3, 1, { 1 / Double($0 + 1) }, uniform)
        let bound = 0x1p-52 * (12 * Double(3 * n) + 280)
        expect(
          got, equals: mean, within: .absolute(bound),
          "w is the mean of all x so far, if k counts the steps from 0 over all epochs: after an epoch the exact mean.",
          what: "w after 3 epochs over \(n) points, ∇Jᵢ = w − xᵢ, ηₖ = 1/(k + 1), batches of one,")
      },
      Check("visits every example once an epoch, in a fresh order") { s, random in
        let (n, epochs, size) = (7, 4, 3)
        let uniforms = (0..<24).map { _ in Double.random(in: 0..<1, using: &random) }
        var visits: [Int] = []
        var places: [Double] = []
        var steps: [Int] = []
        let script = Script(uniforms)
        // The second parameter only tells one order of visits, and of rates, from another.
        _ = try s.descent(
          Examples(count: n) { w, i in
            visits.append(i)
            places.append(w[0])
            return [1, w[1] / 2 + Double(i)]
          }, [0, 0], epochs, size,
          { k in
            steps.append(k)
            return k % 2 == 0 ? 1 : 0.5
          }, script.next)
        var right: [Int] = []
        for epoch in 0..<epochs {
          var order = Array(0..<n)
          for (t, i) in [6, 5, 4, 3, 2, 1].enumerated() {
            order.swapAt(i, Int(uniforms[6 * epoch + t] * Double(i + 1)))
          }
          right += order
        }
        expect(
          numbers(visits), equals: numbers(right),
          "One gradient for each example and epoch, in the order of a fresh shuffle, made from the next six numbers.",
          what: "the examples asked in 4 epochs over 7 examples")
        expect(
          numbers(steps), equals: (0..<12).map(Double.init), "Three batches an epoch: k = 0 … 11, once each.",
          what: "the k that the rate was asked for")
        // The first gradient is 1 and the rates 1, ½, 1, ½, …
        var (each, place) = ([Double](), 0.0)
        for k in 0..<3 * epochs {
          each += [Double](repeating: place, count: k % 3 == 2 ? 1 : 3)
          place -= k % 2 == 0 ? 1 : 0.5
        }
        expect(
          places, equals: each, "All examples of a batch are asked at the same w; then comes one step.",
          what: "the w at which the gradients were asked")
      },
      // Powers of two: nothing rounds.
      Check("weighs each example of a batch alike") { s in
        let g: [[Double]] = [[1, 8], [2, -8], [4, 16], [8, 4], [16, 64], [32, -2]]
        let stay = Script([Double](repeating: 0.99, count: 40))  // the order 0, 1, 2, …
        for (n, size, sum) in [
          (4, 4, [3.75, 5]), (4, 2, [7.5, 10]), (5, 4, [19.75, 69]), (6, 4, [27.75, 36]), (3, 2, [5.5, 16]),
          (2, 8, [1.5, 0]),
          (5, 1, [31, 84]),
        ] {
          expect(
            try s.descent(Examples(count: n) { _, i in g[i] }, [0, 0], 1, size, { _ in 0.5 }, stay.next),
            equals: sum.map { -0.5 * $0 },
            "w moves by the rate times the mean of each batch; a short batch has a mean of its own, over fewer.",
            what: "w after an epoch over \(n) examples, batches of \(size),")
        }
        var rates = [0.5, 0.25, 2].makeIterator()
        expect(
          try s.descent(Examples(count: 5) { _, i in g[i] }, [0, 0], 1, 2, { _ in rates.next() ?? 0 }, stay.next),
          equals: [-(0.75 + 1.5 + 32), -(0 + 2.5 + 128)], "Each step has its own rate.",
          what: "w after batches of 2 of 5 examples with the rates ½, ¼, 2")
      },
      Check("answers at the edges") { s in
        let none = Script([])
        var asked = 0
        let examples = Examples(count: 3) { w, _ in
          asked += 1
          return w.map { _ in 1 }
        }
        expect(try s.descent(examples, [5], 0, 2, { _ in 1 }, none.next), equals: [5], what: "w after no epochs")
        expect(
          try s.descent(Examples(count: 0, gradient: examples.gradient), [5], 3, 2, { _ in 1 }, none.next), equals: [5],
          "Without examples there is no batch and no step.", what: "w without examples")
        expect(asked, equals: 0, what: "the gradients asked")
        for b in [0, -1] {
          for n in [0, 3] {
            expect(throws: StochasticError.batchSize(b), "A batch needs an example; look before anything is asked.") {
              try s.descent(Examples(count: n, gradient: examples.gradient), [5], 1, b, { _ in 1 }, none.next)
            }
          }
        }
        for bad in [Double.nan, .infinity, -.infinity] {
          let stay = Script([Double](repeating: 0.99, count: 9))
          for (example, step) in [(0, 0), (3, 1), (4, 2)] {
            expect(throws: StochasticError.notFinite(step: step), "The batch of example \(example) is number \(step).")
            {
              try s.descent(
                Examples(count: 5) { _, i in [1, i == example ? bad : 1] }, [0, 0], 1, 2, { _ in 1 }, stay.next)
            }
          }
        }
        expect(
          try s.descent(Examples(count: 2) { _, _ in [] }, [], 2, 1, { _ in 1 }, Script([0.5, 0.5]).next), equals: [],
          "No parameters, nothing to move.", what: "w without parameters")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the sum for the mean", Rule(divisor: { _, _ in 1 }).submission,
        "You add the gradients of a batch up: with larger batches the steps grow. Divide by how many there are."),
      Misconception(
        "a short batch divided by the full size", Rule(divisor: { _, size in size }).submission,
        "The last batch has fewer examples, and each of them counts too little. Divide by the batch's own count."),
      Misconception(
        "the last batch dropped", Rule(keepsShort: false).submission,
        "What does not fill a batch is lost: in every epoch some examples are never seen. Keep the short batch."),
      Misconception(
        "the same order in each epoch", Rule(reshuffles: false).submission,
        "You shuffle once. The noise of the batches is then the same in each epoch, and does not average out."),
      Misconception(
        "no shuffling", Rule(shuffles: false).submission,
        "Data often come sorted, by class or by day. A batch of neighbours is no sample of the whole."),
      Misconception(
        "the rate by the epoch", Rule(countsEpochs: true).submission,
        "k counts the steps, over all epochs. You ask for the rate of the epoch."),
      Misconception(
        "the step counted anew in each epoch", Rule(restarts: true).submission,
        "k goes on over the epochs. Begun anew, the rate jumps up again after each of them."),
      Misconception(
        "the step counted from 1", Rule(firstStep: 1).submission, "The first step is number 0: raise k after the step."),
      Misconception(
        "w moved within the batch", Rule(movesWithin: true).submission,
        "You step after every example. The gradients of a batch belong to one w; step once, by their mean."),
      Misconception(
        "up instead of down", Rule(sign: 1).submission, "The gradient points uphill. w ← w − η·g."),
      Misconception(
        "NaN not seen", Rule(seesNaN: false).submission,
        "One NaN makes w NaN, and every gradient after it. Look at g before you step, and say which step it was."),
      Misconception(
        "any place for any number", Rule(shuffle: naiveShuffle).submission,
        """
        Exchanging each place with any of the n gives nⁿ equally likely ways to n! orders: some orders are likelier than \
        others. Place i is exchanged with one of 0 … i.
        """),
      Misconception(
        "never its own place", Rule(reach: 0).submission,
        "With ⌊u·i⌋ no number ever stays where it is (Sattolo's shuffle): only cycles come out. ⌊u·(i + 1)⌋."),
      Misconception(
        "from the first place up",
        Rule(shuffle: { n, uniform in
          var order = Array(0..<n)
          for i in 0..<max(n - 1, 0) { order.swapAt(i, i + Int(uniform() * Double(n - i))) }
          return order
        }).submission,
        "That is as fair, but the same numbers make another order of it. Asked is from the last place down."),
      Misconception(
        "warm-up from 0", Rule(warm: 0).submission,
        "Your first step has the rate 0 and is lost, and the peak comes a step too late. η·(k + 1)/w."),
      Misconception(
        "the cosine from the start", Rule(shifts: false).submission,
        "The cosine begins where the warm-up ends: (k − w)/(T − w) goes from 0 to 1."),
      Misconception(
        "the cosine again after the end", Rule(stops: false).submission,
        "Beyond T the cosine rises again. The rate is 0 from T on."),
      Misconception(
        "geometric decay", Rule(inverse: { $0 * pow(1 - $1, $2) }).submission,
        "η₀·(1 − γ)ᵏ falls so fast that w stops before it has arrived. 1/(1 + γ·k) has an infinite sum."),
      Misconception(
        "the root of time", Rule(inverse: { $0 / (1 + $1 * $2).squareRoot() }).submission,
        "1/√k falls too slowly to average the noise away. Asked is η₀/(1 + γ·k)."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the sum first, then divided", Rule(dividesLast: true).submission)]
  }
}

// MARK: - Parts of the checks

/// Uniform numbers from a list; 0.5 after its end.
private final class Script {
  private(set) var count = 0
  private let list: [Double]

  init(_ list: [Double]) { self.list = list }

  var next: () -> Double {
    {
      defer { self.count += 1 }
      return self.count < self.list.count ? self.list[self.count] : 0.5
    }
  }
}

private func numbers(_ x: [Int]) -> [Double] { x.map(Double.init) }

// MARK: - Wrong and right ways

/// From n and the uniform numbers.
private func naiveShuffle(_ n: Int, _ uniform: () -> Double) -> [Int] {
  var order = Array(0..<n)
  for i in order.indices.reversed().dropLast() { order.swapAt(i, Int(uniform() * Double(n))) }
  return order
}

/// The rules of the statement; each option can break one of them.
private struct Rule {
  /// From a batch's count and the full size.
  var divisor: (Int, Int) -> Int = { count, _ in count }
  var keepsShort = true
  var reshuffles = true
  var shuffles = true
  var countsEpochs = false
  var restarts = false
  var firstStep = 0
  var movesWithin = false
  var sign = -1.0
  var seesNaN = true
  var shuffle: ((Int, () -> Double) -> [Int])?
  var reach = 1
  var warm = 1
  var shifts = true
  var stops = true
  /// From η₀, γ, k.
  var inverse: (Double, Double, Double) -> Double = { $0 / (1 + $1 * $2) }
  var dividesLast = false

  func shuffled(_ n: Int, _ uniform: () -> Double) -> [Int] {
    if let shuffle { return shuffle(n, uniform) }
    var order = Array(0..<n)
    for i in order.indices.reversed().dropLast() { order.swapAt(i, Int(uniform() * Double(i + reach))) }
    return order
  }

  func batches(_ order: [Int], _ size: Int) -> [[Int]] {
    var all: [[Int]] = []
    for i in order {
      if let last = all.last, last.count < size { all[all.count - 1].append(i) } else { all.append([i]) }
    }
    return keepsShort ? all : all.filter { $0.count == size }
  }

  func cosine(_ peak: Double, _ warmup: Int, _ total: Int, _ step: Int) -> Double {
    if step < warmup { return peak * Double(step + warm) / Double(warmup) }
    if stops, step >= total { return 0 }
    let share = shifts ? Double(step - warmup) / Double(total - warmup) : Double(step) / Double(total)
    return peak * (1 + cos(.pi * share)) / 2
  }

  func descent(
    _ examples: Examples, _ start: [Double], _ epochs: Int, _ size: Int, _ rate: (Int) -> Double,
    _ uniform: () -> Double
  ) throws -> [Double] {
    guard size >= 1 else { throw StochasticError.batchSize(size) }
    var (w, step) = (start, firstStep)
    var order = Array(0..<examples.count)
    for epoch in 0..<epochs {
      if shuffles, reshuffles || epoch == 0 { order = shuffled(examples.count, uniform) }
      if restarts { step = 0 }
      for batch in batches(order, size) {
        let share = Double(divisor(batch.count, size))
        let length = rate(countsEpochs ? epoch : step)
        var mean = w.map { _ in 0.0 }
        for example in batch {
          let g = examples.gradient(w, example)
          for i in w.indices {
            mean[i] += dividesLast ? g[i] : g[i] / share
            if movesWithin { w[i] -= length * g[i] / share }
          }
        }
        if dividesLast { mean = mean.map { $0 / share } }
        if seesNaN, !mean.allSatisfy(\.isFinite) { throw StochasticError.notFinite(step: step) }
        if !movesWithin { for i in w.indices { w[i] += sign * length * mean[i] } }
        step += 1
      }
    }
    return w
  }

  var submission: Submission {
    Submission(
      shuffled: .init { shuffled($0, $1) }, batches: .init { batches($0, $1) },
      inverseTime: .init { inverse($0, $1, Double($2)) }, cosine: .init { cosine($0, $1, $2, $3) },
      descent: .init { try descent($0, $1, $2, $3, $4, $5) })
  }
}
