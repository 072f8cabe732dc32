import Checking
import Glibc
import LabPlot

struct Submission {
  var taylorCoefficients: Function<[Double], [Double]>
  var taylorValue: Function<[Double], Double, Double, Double>
  var remainderBound: Function<Double, Int, Double, Double>
  var degreeNeeded: Function<Double, Double, Int, (Int) -> Double, Int?>
  var exponential: Function<Double, Double>
}

enum Taylor: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          try s.taylorCoefficients([5, 4, 6, 12]), equals: [5, 4, 3, 2], "Divided by 0!, 1!, 2! and 3!: 1, 1, 2 and 6.")
        expect(try s.taylorValue([5, 4, 3, 2], 1, 3), equals: 41, "x − a is 2: 5 + 4·2 + 3·4 + 2·8.")
        expect(
          try s.remainderBound(6, 2, 0.5), equals: 0.125, within: .ulps(5), "The first power left out is the third.")
        expectDegree(try s.degreeNeeded(1, 1e-10, 100, { _ in exp(1) }), 13, "eˣ at distance 1, t = 10⁻¹⁰")
        expectDegree(try s.degreeNeeded(1.5, 0.5, 100, { tgamma(Double($0)) }), nil, "log(1 + x) at 1.5, t = 0.5")
      },
      // k! rounds k/2 times at most and once more in the division; Float80 has 11 digits more.
      Check("divides by factorials") { s, random in
        let d = (0..<171).map { _ in Double.random(in: 1...2, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
        var factorial: Float80 = 1
        let expected = d.enumerated().map { k, derivative in
          factorial *= Float80(max(1, k))
          return Double(Float80(derivative) / factorial)
        }
        let c = try s.taylorCoefficients(d)
        expect(c.count, equals: 171, "A coefficient for each derivative.", what: "the number of coefficients")
        let doubts = expected.indices.map { Double($0 + 2) * 0x1p-52 * abs(expected[$0]) }
        let wrong = (0..<min(c.count, 171)).first { !(abs(c[$0] - expected[$0]) <= doubts[$0]) }
        let first = wrong.map { "c[\($0)] is \(c[$0]), expected \(expected[$0])" }
        expect(
          first == nil, "of 171 coefficients \(first ?? "")",
          "c₀ and c₁ are divided by 1, c₂ by 2, c₃ by 6, cₖ by k!, up to 170! = 7·10³⁰⁶.")
        expect(try s.taylorCoefficients([]), equals: [Double](), "Nothing in, nothing out.")
        expect(try s.taylorCoefficients([-2.5]), equals: [-2.5])
      },
      // Multiples of 2⁻¹⁸ below 2²¹: exact in every order.
      Check("is the polynomial itself, from every centre", holdingFor: 40) { s, draws in
        let p = draws.vector(draws.integer(in: 0...5))
        let (a, x) = (draws.eighth(), draws.eighth())
        var power = 1.0
        let direct = p.reduce(0) { sum, c in
          defer { power *= x - a }
          return sum + c * power
        }
        expect(
          try s.taylorValue(p, a, x), equals: direct, "Σ cₖ·(x − a)ᵏ, the constant first.",
          what: "taylorValue(\(p), around: \(a), at: \(x))")
      },
      Check("bounds what is left out") { s in
        let advice = "M·rⁿ⁺¹/(n + 1)!: the first term that is left out, with M for the derivative."
        for (m, n, r, bound) in [
          (3.0, 0, 2.0, 6.0), (3, 1, 2, 6), (3, 2, 2, 4), (3, 3, 2, 2), (0, 5, 7, 0), (1, 0, 0, 0),
          (2, 4, 1, 2.0 / 120),
          (1, 9, 10, 1e10 / 3_628_800),
        ] {
          expect(try s.remainderBound(m, n, r), equals: bound, within: .ulps(Double(2 * n + 4)), advice)
        }
        // 50²⁰¹ and 201! are beyond the Doubles; their ratio, by logarithms of the Gamma function, is not.
        for (n, r) in [(200, 50.0), (300, 110), (170, 300)] {
          let bound = exp(Double(n + 1) * log(r) - lgamma(Double(n + 2)))
          expect(
            try s.remainderBound(1, n, r), equals: bound, within: .relative(1e-10),
            "Neither the power nor the factorial fits a Double, but the factors r/1, r/2, r/3 … do.")
        }
        // Far below e¹⁰⁰⁰ and above e⁻¹⁰⁰⁰, but the products of r/1, r/2, … and of r/(n + 1), r/n, … pass them on the way.
        for (m, n, r) in [
          (1.0, 3000, 1000.0), (1e290, 19, 30), (1, 13_600, 5000), (1e-200, 2600, 1000), (1e300, 3000, 900),
        ] {
          let bound = exp(log(m) + Double(n + 1) * log(r) - lgamma(Double(n + 2)))
          expect(
            try s.remainderBound(m, n, r), equals: bound, within: .relative(1e-10),
            "The product of r/1, r/2, r/3 … rises to about eʳ, for r > 710 beyond the Doubles; from the other end it falls "
              + "as low. Take large and small factors in turn.")
        }
      },
      // Σ|cₖ|·rᵏ ≤ 1.5⁴¹/2 here; 2·n + 2 roundings of it.
      Check("keeps to its bounds where series converge and where not") { s in
        for (name, x, isGrowing) in [("0.5", 0.5, false), ("1.5", 1.5, true)] {
          var bounds: [Double] = []
          for n in [5, 10, 20, 40] {
            let c = logarithmCoefficients(n)
            let bound = try s.remainderBound(tgamma(Double(n + 1)), n, x)
            let error = abs(log1p(x) - (try s.taylorValue(c, 0, x)))
            let sizes = c.enumerated().reduce(0) { $0 + abs($1.element) * pow(x, Double($1.offset)) }
            expect(
              "|log(1 + x) − Tₙ| at x = \(name) for n = \(n)", error,
              atMost: pow(x, Double(n + 1)) / Double(n + 1) * (1 + 1e-10) + Double(2 * n + 2) * 0x1p-52 * sizes,
              "Around 0: x − x²/2 + x³/3 − …")
            bounds.append(bound)
          }
          expect(
            bounds, is: isGrowing ? .increasing : .decreasing,
            "M is n!, so the bound is xⁿ⁺¹/(n + 1): it falls for x ≤ 1 only. Adding terms makes it worse.",
            what: "the bound for log(1 + x) at \(name), n = 5, 10, 20, 40,")
        }
      },
      Check("finds the least degree that is enough") { s in
        let e: (Int) -> Double = { _ in exp(1) }
        for (t, n) in [(10.0, 0), (1.4, 1), (0.5, 2), (1e-3, 6), (1e-16, 18)] {
          expectDegree(try s.degreeNeeded(1, t, 50, e), n, "eˣ at distance 1, t = \(t)")
        }
        let one: (Int) -> Double = { _ in 1 }
        expectDegree(try s.degreeNeeded(20, 1e-3, 100, one), 58, "sin x at distance 20: the bound grows to 4·10⁷ first")
        expectDegree(
          try s.degreeNeeded(720, 1e-3, 2000, one), 1959, "sin x at distance 720: the bound grows to 10³¹¹ first")
        expectDegree(try s.degreeNeeded(0, 0, 9, one), 0, "distance 0: nothing is left out")
        expectDegree(try s.degreeNeeded(1, 1e-3, 6, one), 6, "sin x at distance 1, t = 10⁻³, m = 6: m itself is tried")
        expectDegree(try s.degreeNeeded(1, 1e-3, 5, one), nil, "sin x at distance 1, t = 10⁻³, m = 5")
        expectDegree(
          try s.degreeNeeded(0.5, 1e-6, 90, { tgamma(Double($0)) }), 15, "log(1 + x) at 0.5: M(k) = (k − 1)!")
        expectDegree(
          try s.degreeNeeded(1.5, 1e-3, 90, { tgamma(Double($0)) }), nil, "log(1 + x) at 1.5: the bound grows")
        expectDegree(
          try s.degreeNeeded(2, 0.1, 20, { $0 <= 3 ? 6 : 0 }), 3,
          "a cubic with f''' = 6: nothing is left out from degree 3 on")
        expectDegree(try s.degreeNeeded(1, 7, 0, { _ in 7 }), 0, "a bound of 7 for t = 7: at most t is enough")
      },
      // Term k has k roundings, on average |x|; N ≈ |x| + 10·√|x| + 20 additions; a reciprocal. glibc's exp is right to
      // 1 ulp.
      Check("sums the exponential without loss") { s, random in
        let points: [Double] = [-700, -100, -20, -19.5, -5, -1, -1e-5, 1e-9, 0.5, 1, 20, 100, 700, 705, 709.5, 709.78]
        for x: Double in points + [Double.random(in: -40 ... -10, using: &random)] {
          expect(
            try s.exponential(x), equals: exp(x), within: .ulps(4 * (abs(x) + 10)),
            x < 0
              ? "The terms of the series have both signs and cancel: take 1/e⁻ˣ."
              : "Go on until a term no longer changes the sum; each is the one before times x/k, and x/k is formed first."
          )
        }
      },
      Check("knows the ends of the exponential") { s in
        expect(try s.exponential(0), equals: 1, "All terms but the first are 0.")
        let advice = "The terms overflow, and so does the sum: ∞. For −x it is 1/∞ = 0."
        expect(try s.exponential(1000), equals: .infinity, advice)
        expect(try s.exponential(.infinity), equals: .infinity, advice)
        expect(try s.exponential(-1000), equals: 0, advice)
        expect(try s.exponential(-.infinity), equals: 0, advice)
        expect(try s.exponential(.nan), equals: .nan, "NaN compares as false with everything: does your loop end?")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      variant(
        "factorial missing",
        """
        These are the derivatives themselves. Differentiate c₃·(x − a)³ three times: 6·c₃ is what stands in f'''(a), so \
        divide by 3!.
        """
      ) { $0.taylorCoefficients = .init { $0 } },
      variant(
        "divided by k", "You divide by k. k differentiations bring down k·(k − 1)·…·1: divide by k!."
      ) { $0.taylorCoefficients = .init { $0.enumerated().map { k, d in d / Double(max(1, k)) } } },
      variant(
        "factorials one ahead",
        "f is divided by 1!, f' by 2! and so on. The constant is f(a) itself and f'(a) is the slope: 0! = 1! = 1."
      ) { $0.taylorCoefficients = .init { $0.enumerated().map { k, d in d / tgamma(Double(k + 2)) } } },
      variant(
        "centre forgotten",
        "You take powers of x. The polynomial is one in x − a: at x = a it must give c₀."
      ) { $0.taylorValue = .init { c, _, x in value(c, x) } },
      variant(
        "a − x for x − a", "a − x has the other sign, and every odd term with it."
      ) { $0.taylorValue = .init { c, a, x in value(c, a - x) } },
      variant(
        "coefficients from the wrong end",
        """
        Your scheme takes the first coefficient for the highest power. They come in ascending order, the constant first; \
        Horner's scheme starts from the last.
        """
      ) { $0.taylorValue = .init { c, a, x in value(c.reversed(), x - a) } },
      variant(
        "the last term left out",
        "Degree n has n + 1 coefficients, c₀ to cₙ. Yours stops one short."
      ) { $0.taylorValue = .init { c, a, x in value(c.dropLast(), x - a) } },
      variant(
        "bound with the wrong power",
        """
        You bound by M·rⁿ/n!, which is the last term that is kept. The remainder begins with the first that is left \
        out: n + 1.
        """
      ) { $0.use { m, n, r in bound(m, n, r) } },
      variant(
        "power and factorial of different orders",
        "rⁿ goes with n! and rⁿ⁺¹ with (n + 1)!. You divide rⁿ⁺¹ by n!, a bound that is right but n + 1 times too large."
      ) { $0.use { m, n, r in bound(m, n + 1, r) * Double(n + 1) } },
      variant(
        "factorial missing in the bound",
        "M·rⁿ⁺¹ alone hardly falls. It is the factorial that makes Taylor polynomials good: divide by (n + 1)!."
      ) { $0.use { m, n, r in m * pow(r, Double(n + 1)) } },
      variant(
        "power and factorial by themselves",
        """
        50²⁰¹ and 201! are both infinite in a Double, and ∞/∞ is NaN, though the bound is small. Multiply by the factors \
        r/1, r/2, …, large and small ones in turn.
        """
      ) { $0.use { m, n, r in m * pow(r, Double(n + 1)) / tgamma(Double(n + 2)) } },
      variant(
        "factors in ascending order",
        """
        You multiply by r/1, r/2, r/3 … in this order. The product grows until k = r, to about eʳ: for r = 1000 that is \
        10⁴³⁴, infinite in a Double, and no small factor brings it back. Take a large factor while the product is below 1, \
        a small one from the other end while it is not.
        """
      ) { $0.use { m, n, r in (0...n).reduce(m) { $0 * (r / Double($1 + 1)) } } },
      variant(
        "factors in descending order",
        """
        You multiply by r/(n + 1), r/n, … down to r/1. For n far above r the first of these are small: their product is \
        0 in a Double before the large ones come, and stays 0. Take a large factor while the product is below 1, a small \
        one from the other end while it is not.
        """
      ) { $0.use { m, n, r in (0...n).reversed().reduce(m) { $0 * (r / Double($1 + 1)) } } },
      variant(
        "terms counted, not the degree",
        "You return how many terms are needed. Degree n has n + 1 of them."
      ) { $0.degreeNeeded = .init { r, t, m, f in (0...m).first { bound(f($0 + 1), $0 + 1, r) <= t }.map { $0 + 1 } } },
      variant(
        "given up when the bound grows",
        """
        Far from the centre the bound grows at first: 20ᵏ/k! does until k = 20, and then the factorial wins. Only the \
        limit ends the search.
        """
      ) {
        $0.degreeNeeded = .init { r, t, m, f in
          var last = Double.infinity
          for n in 0...m {
            let bound = bound(f(n + 1), n + 1, r)
            if bound <= t { return n }
            if bound > last { return nil }
            last = bound
          }
          return nil
        }
      },
      variant(
        "the limit not tried", "The degrees go up to m, m included; 0..<m stops one before."
      ) { $0.degreeNeeded = .init { r, t, m, f in (0..<m).first { bound(f($0 + 1), $0 + 1, r) <= t } } },
      variant(
        "less than the tolerance", "A bound that equals t is good enough: ≤, not <."
      ) { $0.degreeNeeded = .init { r, t, m, f in (0...m).first { bound(f($0 + 1), $0 + 1, r) < t } } },
      variant(
        "the bound of the wrong derivative",
        "For degree n the remainder has the derivative of order n + 1 in it; you ask M for n."
      ) { $0.degreeNeeded = .init { r, t, m, f in (0...m).first { bound(f($0), $0 + 1, r) <= t } } },
      variant(
        "the limit where none is enough",
        """
        Where no degree is enough you return the largest, and the caller believes in a remainder that is not small. nil \
        says that the series does not do it.
        """
      ) { $0.degreeNeeded = .init { r, t, m, f in (0...m).first { bound(f($0 + 1), $0 + 1, r) <= t } ?? m } },
      variant(
        "the alternating series summed",
        """
        At −20 terms of 4·10⁷ and both signs must leave 2·10⁻⁹. Each is rounded at its sixteenth digit, about 10⁻⁸: of the \
        answer nothing is left. Sum for +20, where all terms are positive, and take the reciprocal.
        """
      ) { $0.exponential = .init { x in exponential(x, isRight: { _, _ in false }) } },
      variant(
        "a fixed number of terms",
        "The largest term of Σ xᵏ/k! is that with k = |x|; 30 terms do not even reach it for x = 100."
      ) { $0.exponential = .init { x in reciprocal(x) { exponential($0, isRight: { k, _ in k > 30 }) } } },
      variant(
        "stopped at a small term",
        """
        You stop at a term that is small, below 10⁻¹⁰ perhaps or below some share of the sum, but not too small to be \
        seen in it. It and those that follow are missing in your last digits. Stop when a term no longer changes the sum.
        """
      ) { $0.exponential = .init { x in reciprocal(x) { exponential($0, isRight: { _, term in term < 1e-10 }) } } },
      variant(
        "a term times x before the division",
        """
        xᵏ/k! fits a Double whenever eˣ does, but x times the term before need not: at 709 it is 10³⁰⁹. Divide first, and \
        multiply by x/k.
        """
      ) {
        $0.exponential = .init { x in
          reciprocal(x) { exponential($0, next: { $0 * $1 / $2 }, isRight: { _, _ in false }) }
        }
      },
      variant(
        "e⁻ˣ as −eˣ", "e⁻ˣ is not the negative of eˣ but its reciprocal, as e⁻ˣ·eˣ = e⁰ = 1."
      ) {
        $0.exponential = .init { x in
          x < 0 ? -exponential(-x, isRight: { _, _ in false }) : exponential(x, isRight: { _, _ in false })
        }
      },
      variant(
        "NaN gives 1",
        """
        Your loop does not run for NaN, and the sum is still 1. An input that is no number must not turn into one.
        """
      ) {
        $0.exponential = .init { x in
          x.isNaN ? 1 : reciprocal(x) { exponential($0, isRight: { _, _ in false }) }
        }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "powers instead of Horner's scheme; the exponent counted apart; the argument halved and the result squared",
        Submission(
          taylorCoefficients: .init { d in d.enumerated().map { k, d in d / tgamma(Double(k + 1)) } },
          taylorValue: .init { c, a, x in c.enumerated().reduce(0) { $0 + $1.element * pow(x - a, Double($1.offset)) }
          },
          remainderBound: .init { m, n, r in
            var (significand, exponent) = (m, 0)
            for k in 1...n + 1 where significand != 0 {
              exponent += Int(significand.exponent)
              significand = significand.significand * r / Double(k)
            }
            return scalbn(significand, Int32(exponent))
          },
          degreeNeeded: .init { r, t, m, f in
            for n in 0...m where bound(f(n + 1), n + 1, r) <= t { return n }
            return nil
          },
          exponential: .init { x in
            guard abs(x) < 800 else { return x.isNaN ? .nan : x > 0 ? .infinity : 0 }
            var halvings = 0
            while abs(x) / pow(2, Double(halvings)) > 1 { halvings += 1 }
            var result = exponential(abs(x) / pow(2, Double(halvings)), isRight: { _, _ in false })
            for _ in 0..<halvings { result *= result }
            return x < 0 ? 1 / result : result
          }))
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let places = (0...80).map { -4 + 0.1 * Double($0) }
        var plot = Plot("sin and your polynomials at 0", x: "x", y: "")
        plot.guide(places, places.map { sin($0) }, name: "sin")
        for degree in [1, 3, 5, 7] {
          let c = try s.taylorCoefficients.unrecorded((0...degree).map { [0, 1, 0, -1][$0 % 4] })
          plot.line(places, try places.map { try s.taylorValue.unrecorded(c, 0, $0) }, name: "degree \(degree)")
        }
        plot.yRange = -3...3
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private func expectDegree(
  _ got: @autoclosure () throws -> Int?, _ expected: Int?, _ circumstance: String, line: Int = #line
) {
  do {
    let got = try got()
    expect(
      got == expected,
      "degreeNeeded for \(circumstance): \(got.map(String.init) ?? "nil"), expected \(expected.map(String.init) ?? "nil")",
      "The first n from 0 to m with M(n + 1)·rⁿ⁺¹/(n + 1)! ≤ t.", line: line)
  } catch {
    expect(false, "degreeNeeded for \(circumstance) throws \(error)", line: line)
  }
}

/// c₀ = 0 and cₖ = (−1)ᵏ⁻¹·(k − 1)!/k!, of log(1 + x).
private func logarithmCoefficients(_ degree: Int) -> [Double] {
  var c = [0.0]
  for k in 1...degree {
    let size = 1 / Double(k)
    c.append(k % 2 == 1 ? size : -size)
  }
  return c
}

// MARK: - Wrong and right ways

private func variant(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Submission(
    taylorCoefficients: .init { d in d.enumerated().map { k, d in d / tgamma(Double(k + 1)) } },
    taylorValue: .init { c, a, x in value(c, x - a) }, remainderBound: .init { m, n, r in bound(m, n + 1, r) },
    degreeNeeded: .init { r, t, m, f in (0...m).first { bound(f($0 + 1), $0 + 1, r) <= t } },
    exponential: .init { x in reciprocal(x) { exponential($0, isRight: { _, _ in false }) } })
  change(&submission)
  return Misconception(name, submission, explanation)
}

extension Submission {
  /// Takes a bound of the remainder, and the degrees that follow from it.
  fileprivate mutating func use(_ bound: @escaping (Double, Int, Double) -> Double) {
    remainderBound = .init(bound)
    degreeNeeded = .init { r, t, m, f in (0...m).first { bound(f($0 + 1), $0, r) <= t } }
  }
}

/// Horner's scheme.
private func value(_ c: [Double], _ u: Double) -> Double { c.reversed().reduce(0) { $0 * u + $1 } }

/// M·rᵏ/k!.
private func bound(_ m: Double, _ k: Int, _ r: Double) -> Double {
  var (result, first, last) = (m, 1.0, Double(k))
  while first <= last {
    if result < 1 {
      result *= r / first
      first += 1
    } else {
      result *= r / last
      last -= 1
    }
  }
  return result
}

private func reciprocal(_ x: Double, _ exponential: (Double) -> Double) -> Double {
  x < 0 ? 1 / exponential(-x) : exponential(x)
}

/// The series of eˣ until terms change nothing, or `isRight` says of a term's number and value that it is enough.
private func exponential(
  _ x: Double, next: (Double, Double, Double) -> Double = { $0 * ($1 / $2) }, isRight: (Int, Double) -> Bool
) -> Double {
  var (sum, term, k) = (1.0, x, 1)
  while sum + term != sum, !term.isNaN, !isRight(k, term), k < 10_000 {
    sum += term
    k += 1
    term = next(term, x, Double(k))
  }
  return term.isNaN ? sum + term : sum
}
