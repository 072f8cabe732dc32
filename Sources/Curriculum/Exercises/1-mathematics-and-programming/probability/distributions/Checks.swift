import Checking
import Glibc
import LabNumerics

/// The distributions of the learner's file, under a name of their own.
enum Law {
  case normal(mean: Double, standardDeviation: Double)
  case studentT(degreesOfFreedom: Double)
  case chiSquared(degreesOfFreedom: Double)
  case f(numerator: Double, denominator: Double)
  case binomial(trials: Int, probability: Double)
  case poisson(mean: Double)
}

struct Submission {
  var density: Function<Law, Double, Double>
  var cdf: Function<Law, Double, Double>
  var upperTail: Function<Law, Double, Double>
  var quantile: Function<Law, Double, Double>
}

enum Distributions: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let coin = Law.binomial(trials: 10, probability: 0.5)
        let share = Tolerance.relative(share(coin, 5))
        expect(try s.density(coin, 5), equals: 252.0 / 1024, within: share, "10!/(5!·5!) = 252 of 2¹⁰ sequences.")
        expect(try s.cdf(coin, 1), equals: 11.0 / 1024, within: share, "No success and one: 1 + 10 of 1024.")
        expect(try s.upperTail(coin, 8), equals: 11.0 / 1024, within: share, "More than 8 is 9 or 10.")
        expect(try s.quantile(coin, 0.5), equals: 5, "cdf(4) = 0.377 is below 0.5, cdf(5) = 0.623 is not.")
        expect(try s.cdf(.poisson(mean: 2), 1), equals: 3 * exp(-2), within: share)
        expect(try s.cdf(.studentT(degreesOfFreedom: 1), 1), equals: 0.75, within: share)
        expect(try s.upperTail(.chiSquared(degreesOfFreedom: 2), 3), equals: exp(-1.5), within: share)
      },
      Check("density agrees with mpmath") { s in
        for (law, x, density, _, _) in values {
          expect(
            try s.density(law, x), equals: density, within: .relative(share(law, x)),
            "Is it the exponential of a sum of logarithms, from logGamma?")
        }
      },
      Check("cdf and upperTail agree with mpmath, also where they are tiny") { s in
        for (law, x, _, cdf, upperTail) in values {
          let share = share(law, x)
          expect(
            try s.cdf(law, x), equals: cdf, within: cdf < 0.2 ? .relative(share) : .absolute(share),
            "The probability of x or less, x included.")
          expect(
            try s.upperTail(law, x), equals: upperTail, within: upperTail < 0.2 ? .relative(share) : .absolute(share),
            "The probability of more than x, x not included; 1 − cdf has lost its digits.")
        }
      },
      // Positive terms: the sum has the relative error of the terms and one rounding for each.
      Check("the probabilities of a count add up to its cdf", cases: 4) { s, random in
        let laws: [Law] = [
          .binomial(
            trials: Int.random(in: 5...30, using: &random), probability: Double.random(in: 0.1...0.9, using: &random)),
          .poisson(mean: Double.random(in: 0.5...9, using: &random)),
        ]
        for law in laws {
          var sum = 0.0
          for k in 0...40 {
            sum += try s.density(law, Double(k))
            let tolerance = Tolerance.absolute(2 * share(law, Double(k)))
            let (cdf, upper) = (try s.cdf(law, Double(k)), try s.upperTail(law, Double(k)))
            expect(
              cdf, equals: sum, within: tolerance, "cdf(k) is density(0) + … + density(k).", what: "cdf(\(law), \(k))")
            expect(
              cdf + upper, equals: 1, within: tolerance, "Every outcome is ≤ k or > k.",
              what: "cdf + upperTail of \(law) at \(k)")
            expect(
              try s.cdf(law, Double(k) + 0.75), equals: cdf, within: tolerance, "No count lies between k and k + 0.75.",
              what: "cdf(\(law), \(Double(k) + 0.75))")
          }
          expect(sum, equals: 1, within: .absolute(2 * share(law, 40)), what: "the sum of all densities of \(law)")
        }
      },
      // cdf(x) is off by a share of the tail, so x is off by that share divided by the density.
      Check("quantile inverts the cdf of a continuous distribution", cases: 2) { s, random in
        for (law, p, x) in quantiles {
          expect(try s.quantile(law, p), equals: x, within: quantileTolerance(law, p, x), "This one stands in tables.")
        }
        let laws: [Law] = [
          .normal(mean: Double.random(in: -900...900, using: &random), standardDeviation: 0.125),
          .studentT(degreesOfFreedom: Double.random(in: 1...30, using: &random)),
          .chiSquared(degreesOfFreedom: Double.random(in: 1...60, using: &random)),
          .f(numerator: 7, denominator: Double.random(in: 3...40, using: &random)),
          .f(numerator: Double.random(in: 1...9, using: &random), denominator: 4.5), .studentT(degreesOfFreedom: 1),
          .normal(mean: 1e6, standardDeviation: 1),
        ]
        for law in laws {
          for p in [1e-9, 0.01, 0.4, 0.6, 0.99, 0.999999] {
            let x = Right.quantile(law, p)
            expect(
              try s.quantile(law, p), equals: x, within: quantileTolerance(law, p, x),
              "What is cdf at your answer? Nothing bounds the quantile but the numbers you search between.")
          }
        }
      },
      Check("quantile of a count is the smallest number that reaches p", cases: 3) { s, random in
        let laws: [Law] = [
          .binomial(trials: 17, probability: Double.random(in: 0.1...0.9, using: &random)),
          .poisson(mean: Double.random(in: 0.5...9, using: &random)), .poisson(mean: 2000),
          .binomial(trials: 1_000_000, probability: 0.001),
        ]
        for law in laws {
          let k = Right.quantile(law, Double.random(in: 0.05...0.95, using: &random))
          let (cdf, here, next) = (Right.cdf(law, k), Right.density(law, k), Right.density(law, k + 1))
          expect(
            try s.quantile(law, cdf - here / 4), equals: k,
            "cdf(\(Int(k))) is \(cdf), and cdf(\(Int(k) - 1)) is \(cdf - here).")
          expect(
            try s.quantile(law, cdf + next / 4), equals: k + 1,
            "cdf(\(Int(k))) = \(cdf) does not reach p, cdf(\(Int(k) + 1)) does.")
        }
        let coin = Law.binomial(trials: 10, probability: 0.5)
        for k in [1.0, 2, 3] {
          expect(
            try s.quantile(coin, try s.cdf(coin, k)), equals: k,
            "p is your cdf(\(Int(k))) itself: ≥ p is asked, not > p.",
            what: "the quantile of \(coin) for cdf(\(Int(k)))")
        }
      },
      Check("answers at the ends of the support") { s in
        let infinity = Double.infinity
        let laws: [(law: Law, low: Double, high: Double)] = [
          (.normal(mean: 1.5, standardDeviation: 2), -infinity, infinity),
          (.studentT(degreesOfFreedom: 3), -infinity, infinity), (.chiSquared(degreesOfFreedom: 3), 0, infinity),
          (.f(numerator: 3, denominator: 4), 0, infinity), (.binomial(trials: 10, probability: 0.25), 0, 10),
          (.poisson(mean: 3.5), 0, infinity),
        ]
        for (law, low, high) in laws {
          for (x, cdf) in [(-infinity, 0.0), (infinity, 1)] {
            expect(try s.density(law, x), equals: 0, "Nothing lies at infinity; ∞ − ∞ in an exponent is NaN.")
            expect(try s.cdf(law, x), equals: cdf, "∞/∞ is NaN.")
            expect(try s.upperTail(law, x), equals: 1 - cdf, "∞/∞ is NaN.")
          }
          for function in [s.density, s.cdf, s.upperTail] { expect(try function(law, .nan), equals: .nan) }
          if low == 0 {
            expect(try s.density(law, -1), equals: 0)
            expect(try s.cdf(law, -1), equals: 0)
            expect(try s.upperTail(law, -1), equals: 1)
          }
          expect(try s.quantile(law, 0), equals: low, "All x have a cdf ≥ 0: the lower end of the support.")
          expect(try s.quantile(law, 1), equals: high, "The upper end of the support.")
          for p in [-0.01, 1.01, .nan] { expect(try s.quantile(law, p), equals: .nan, "p is no probability.") }
        }
        let ten = Law.binomial(trials: 10, probability: 0.25)
        expect(try s.density(ten, 2.5), equals: 0, "No count is 2.5.")
        expect(try s.density(.poisson(mean: 3.5), 2.5), equals: 0, "No count is 2.5.")
        expect(try s.density(ten, 11), equals: 0, "Of 10 trials no 11 succeed.")
        expect(try s.cdf(ten, 10), equals: 1)
        expect(try s.cdf(ten, 11.5), equals: 1)
        expect(try s.upperTail(ten, 10), equals: 0)
        expect(try s.upperTail(ten, 11.5), equals: 0)
      },
      Check("0·ln 0 is 0") { s in
        let zero = "x⁰ is 1 for every x, 0 included, so the logarithm 0·ln 0 counts as 0."
        let infinity = Double.infinity
        for (degrees, limit) in [(1.0, infinity), (2, 0.5), (3, 0)] {
          expect(
            try s.density(.chiSquared(degreesOfFreedom: degrees), 0), equals: limit,
            within: .relative(share(.chiSquared(degreesOfFreedom: degrees), 0)), zero)
        }
        for (degrees, limit) in [(1.0, infinity), (2, 1), (3, 0)] {
          let law = Law.f(numerator: degrees, denominator: 5)
          expect(try s.density(law, 0), equals: limit, within: .relative(share(law, 0)), zero)
        }
        let certain: [(Law, Double)] = [
          (.binomial(trials: 5, probability: 0), 0), (.binomial(trials: 5, probability: 1), 5),
          (.binomial(trials: 0, probability: 0.5), 0), (.poisson(mean: 0), 0),
        ]
        for (law, k) in certain {
          let tolerance = Tolerance.absolute(share(.binomial(trials: 5, probability: 0.5), 2))
          expect(try s.density(law, k), equals: 1, within: tolerance, zero)
          expect(try s.cdf(law, k), equals: 1, within: tolerance)
          expect(try s.upperTail(law, k), equals: 0, within: tolerance)
          expect(try s.density(law, 2), equals: 0, "All the probability lies on \(k).")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      right(
        "factorials as products",
        """
        171! is infinite, and ∞/∞ is NaN long before n = 1000. ln n! is logGamma(n + 1): add and subtract logarithms, \
        and take one exponential at the end.
        """
      ) {
        $0.density = .init { law, x in
          let product = { (n: Double) in n < 1 ? 1 : (1...Int(n)).prefix(400).reduce(1.0) { $0 * Double($1) } }
          switch law {
          case .binomial(let trials, let p) where x >= 0 && x <= Double(trials) && x == x.rounded():
            let n = Double(trials)
            return product(n) / (product(x) * product(n - x)) * pow(p, x) * pow(1 - p, n - x)
          case .poisson(let mean) where x >= 0 && x < .infinity && x == x.rounded():
            return pow(mean, x) * exp(-mean) / product(x)
          default: return Right.density(law, x)
          }
        }
      },
      right(
        "cdf of a count without the point itself",
        """
        The cdf is the probability of k or less; what you return is that of less than k. For the binomial check \
        cdf(n), which must be 1, and the second parameter of I, k + 1.
        """
      ) {
        $0.cdf = .init { law, x in law.isCount ? Right.cdf(law, x.rounded(.down) - 1) : Right.cdf(law, x) }
      },
      right(
        "upper tail of a count with the point itself",
        """
        cdf(k) already holds k, so the upper tail begins at k + 1: otherwise the two add up to more than 1. A p-value, \
        "k or more", is upperTail(k − 1).
        """
      ) {
        $0.upperTail = .init { law, x in
          law.isCount ? Right.upperTail(law, x.rounded(.up) - 1) : Right.upperTail(law, x)
        }
      },
      right(
        "upper tail as 1 − cdf",
        """
        At z = 10 the cdf is 1 in every digit a Double has, so 1 − cdf is 0, not 7.6·10⁻²⁴. Each function of \
        special-functions has a partner that computes the other side: Q for P, I(1 − x; b, a) for I.
        """
      ) { $0.upperTail = .init { law, x in 1 - Right.cdf(law, x) } },
      right(
        "σ taken for the variance",
        """
        The parameter is the standard deviation: z = (x − μ)/σ. You divide by √σ, as if it were the variance. With \
        σ = 1 nobody sees it.
        """
      ) {
        func law(_ law: Law) -> Law {
          guard case .normal(let mean, let deviation) = law else { return law }
          return .normal(mean: mean, standardDeviation: deviation.squareRoot())
        }
        $0.density = .init { Right.density(law($0), $1) }
        $0.cdf = .init { Right.cdf(law($0), $1) }
        $0.upperTail = .init { Right.upperTail(law($0), $1) }
        $0.quantile = .init { Right.quantile(law($0), $1) }
      },
      right(
        "density of z for that of x",
        """
        The area under the curve must be 1: a curve σ times as wide is 1/σ as high. Divide by σ.
        """
      ) {
        $0.density = .init { law, x in
          guard case .normal(_, let deviation) = law else { return Right.density(law, x) }
          return Right.density(law, x) * deviation
        }
      },
      right(
        "both tails of t for one",
        """
        I(ν/(ν + x²); ν/2, ½) is the probability beyond |x| on both sides, so it is 1 at x = 0. One side has half of it.
        """
      ) {
        $0.cdf = .init { law, x in
          law.isT ? x < 0 ? 2 * Right.cdf(law, x) : 1 - 2 * Right.upperTail(law, x) : Right.cdf(law, x)
        }
        $0.upperTail = .init { law, x in
          law.isT ? x < 0 ? 1 - 2 * Right.cdf(law, x) : 2 * Right.upperTail(law, x) : Right.upperTail(law, x)
        }
      },
      right(
        "degrees of freedom of F exchanged",
        """
        The first number belongs to the numerator, m. Exchanged, you have the distribution of 1/F. With m = n the \
        two are the same, so try m = 1, n = 5.
        """
      ) {
        func law(_ law: Law) -> Law {
          guard case .f(let m, let n) = law else { return law }
          return .f(numerator: n, denominator: m)
        }
        $0.density = .init { Right.density(law($0), $1) }
        $0.cdf = .init { Right.cdf(law($0), $1) }
        $0.upperTail = .init { Right.upperTail(law($0), $1) }
        $0.quantile = .init { Right.quantile(law($0), $1) }
      },
      right(
        "χ² with x not halved",
        """
        χ² is a gamma distribution of scale 2: both arguments are halved, P(ν/2, x/2). Its mean must come out as ν.
        """
      ) {
        $0.cdf = .init { law, x in law.isChiSquared ? Right.cdf(law, 2 * x) : Right.cdf(law, x) }
        $0.upperTail = .init { law, x in law.isChiSquared ? Right.upperTail(law, 2 * x) : Right.upperTail(law, x) }
      },
      right(
        "the binomial with the chance of failure",
        """
        I(1 − p; n − k, k + 1) is the cdf, with 1 − p, and I(p; k + 1, n − k) the upper tail. You have put p where \
        1 − p belongs; for a fair coin it is the same.
        """
      ) {
        func law(_ law: Law) -> Law {
          guard case .binomial(let trials, let p) = law else { return law }
          return .binomial(trials: trials, probability: 1 - p)
        }
        $0.cdf = .init { Right.cdf(law($0), $1) }
        $0.upperTail = .init { Right.upperTail(law($0), $1) }
        $0.quantile = .init { Right.quantile(law($0), $1) }
      },
      right(
        "a cdf of counts that knows fractions",
        """
        Between 2 and 3 nothing is added: cdf(2.75) is cdf(2). Round x down before you put it into the formula, which \
        otherwise interpolates.
        """
      ) {
        $0.cdf = .init { law, x in
          guard case .poisson(let mean) = law, x >= 0, x < .infinity else { return Right.cdf(law, x) }
          return Double.regularisedGamma(x + 1, mean).upper
        }
      },
      right(
        "quantile sought between −10 and 10",
        """
        Ten is far out for a standard normal, but a χ² with 60 degrees of freedom lives around 60. Double the bounds \
        until p lies between their cdfs.
        """
      ) {
        $0.quantile = .init { law, p in
          let x = Right.quantile(law, p)
          return p > 0 && p < 1 ? min(max(x, -10), 10) : x
        }
      },
      right(
        "quantile of a count as the last number below p",
        """
        The quantile is the smallest number whose cdf reaches p. You return the one before it, whose cdf is still \
        below p.
        """
      ) {
        $0.quantile = .init { law, p in
          let x = Right.quantile(law, p)
          return law.isCount && p > 0 && p < 1 ? max(0, x - 1) : x
        }
      },
      right(
        "quantile halved a fixed number of times",
        """
        Thirty halvings leave 10⁻⁹ of the interval, nine digits where sixteen are to be had, and worse where the \
        quantile itself is small. Go on until no Double lies between the two ends.
        """
      ) {
        $0.quantile = .init { law, p in
          let x = Right.quantile(law, p)
          guard x.isFinite, x != 0, !law.isCount else { return x }
          let cell = pow(2, log2(abs(x)).rounded(.up) - 30)
          return ((x / cell).rounded(.down) + 0.5) * cell
        }
      },
      right(
        "0·ln 0 as it comes",
        """
        0 times −∞ is NaN, but the power 0⁰ behind it is 1: no success in 5 trials with p = 0 is certain. Where the \
        factor is 0, the term is 0.
        """
      ) {
        $0.density = .init { law, x in
          switch law {
          case .binomial(_, let p) where p == 0 && x == 0 || p == 1 && x > 0: .nan
          case .poisson(let mean) where mean == 0 && x == 0: .nan
          case .chiSquared(let degrees) where degrees == 2 && x == 0: .nan
          case .f(let m, _) where m == 2 && x == 0: .nan
          default: Right.density(law, x)
          }
        }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the formulas of LabNumerics", Right.submission)]
  }
}

// MARK: - Tolerances

/// 16ε times the size of what is added in the exponent, 16 for sums that converge in a few terms.
private func share(_ law: Law, _ x: Double) -> Double { 16 * 0x1p-52 * (16 + exponentSize(law, x)) }

private func exponentSize(_ law: Law, _ x: Double) -> Double {
  switch law {
  case .normal(let mean, let deviation):
    let z = abs(x - mean) / deviation
    return z * z + z * (abs(x) + abs(mean)) / deviation  // the latter: x − μ is rounded
  case .studentT(let v):
    let y = v / (v + x * x)
    return betaSize(v / 2, 0.5) + v / 2 * (1 + abs(log(y))) + abs(x == 0 ? 0 : log1p(-y))
  case .chiSquared(let v): return (v / 2 + 1) * abs(x == 0 ? 0 : log(x / 2)) + x / 2 + logGammaSize(v / 2)
  case .f(let m, let n):
    let y = m * x / (m * x + n)
    return betaSize(m / 2, n / 2) + (m + n) + (m / 2 + 1) * abs(x == 0 ? 0 : log(y)) + n / 2 * abs(log1p(-y))
  case .binomial(let trials, let p):
    let n = Double(trials)
    return betaSize(x + 1, max(0, n - x) + 1) + n + (x + 1) * abs(log(p)) + (n - x) * abs(log1p(-p))
  case .poisson(let mean): return (x + 1) * abs(log(mean)) + mean + logGammaSize(x + 1)
  }
}

private func betaSize(_ a: Double, _ b: Double) -> Double {
  logGammaSize(a) + logGammaSize(b) + logGammaSize(a + b)
}

/// The terms of Lanczos' formula.
private func logGammaSize(_ x: Double) -> Double { (x + 0.5) * abs(log(x + 6.5)) + x + 6.5 }

private func quantileTolerance(_ law: Law, _ p: Double, _ x: Double) -> Tolerance {
  .absolute(share(law, x) * (p < 0.2 ? p : 1) / Right.density(law, x) + 8 * 0x1p-52 * abs(x))
}

// MARK: - Values by mpmath, see make_reference.py

private let values: [(law: Law, x: Double, density: Double, cdf: Double, upperTail: Double)] = [
  (.normal(mean: 0, standardDeviation: 1), -10, 7.6945986267064193463e-23, 7.619853024160526066e-24, 1.0),
  (
    .normal(mean: 0, standardDeviation: 1), -1.96, 0.058440944333451464389, 0.024997895148220436213,
    0.97500210485177956379
  ),
  (.normal(mean: 0, standardDeviation: 1), 0, 0.39894228040143267794, 0.5, 0.5),
  (.normal(mean: 0, standardDeviation: 1), 0.5, 0.35206532676429947777, 0.69146246127401310364, 0.30853753872598689636),
  (.normal(mean: 0, standardDeviation: 1), 2, 0.053990966513188051951, 0.9772498680518207928, 0.0227501319481792072),
  (.normal(mean: 0, standardDeviation: 1), 10, 7.6945986267064193463e-23, 1.0, 7.619853024160526066e-24),
  (.normal(mean: 0, standardDeviation: 1), 37, 2.1200065515246056269e-298, 1.0, 5.7255712225245768227e-300),
  (
    .normal(mean: 1.5, standardDeviation: 2), -3, 0.015869825917833707875, 0.012224472655044703153,
    0.98777552734495529685
  ),
  (
    .normal(mean: 1.5, standardDeviation: 2), 4, 0.091324542694510952496, 0.89435022633314474231, 0.10564977366685525769
  ),
  (.studentT(degreesOfFreedom: 1), -3, 0.031830988618379067154, 0.10241638234956672582, 0.89758361765043327418),
  (.studentT(degreesOfFreedom: 1), 0.5, 0.25464790894703253723, 0.64758361765043327418, 0.35241638234956672582),
  (
    .studentT(degreesOfFreedom: 1), 10000.0, 3.1830988300069184153e-9, 0.99996816901148772423,
    0.000031830988512275772396
  ),
  (.studentT(degreesOfFreedom: 2.5), 1, 0.20079596067092012969, 0.79796948636086326682, 0.20203051363913673318),
  (
    .studentT(degreesOfFreedom: 5), -1000.0, 4.7450124472385952842e-17, 9.490065565989857347e-15, 0.99999999999999050993
  ),
  (.studentT(degreesOfFreedom: 5), 0, 0.37960668982249443119, 0.5, 0.5),
  (.studentT(degreesOfFreedom: 5), 2.5, 0.033326238887022830722, 0.97275495032881187944, 0.027245049671188120558),
  (.studentT(degreesOfFreedom: 300), 3, 0.0046617162607662413837, 0.99853689006796694709, 0.0014631099320330529104),
  (.chiSquared(degreesOfFreedom: 1), 0.01, 3.9695254747701176134, 0.079655674554057963757, 0.92034432544594203624),
  (.chiSquared(degreesOfFreedom: 1), 0.5, 0.43939128946772239705, 0.52049987781304653768, 0.47950012218695346232),
  (.chiSquared(degreesOfFreedom: 1), 30, 2.2280873345249662588e-8, 0.99999995679536942173, 4.3204630578274972948e-8),
  (
    .chiSquared(degreesOfFreedom: 7), 0.125, 0.00013802267309584820879, 4.9986303488189900381e-6, 0.99999500136965118101
  ),
  (.chiSquared(degreesOfFreedom: 7), 6, 0.11676521599113950454, 0.46025064960444259004, 0.53974935039555740996),
  (.chiSquared(degreesOfFreedom: 7), 40, 5.5472679868313463029e-7, 0.99999874120961262869, 1.258790387371308779e-6),
  (
    .chiSquared(degreesOfFreedom: 1000), 850, 0.000020065628149383521608, 0.00021325999770297618683,
    0.99978674000229702381
  ),
  (
    .chiSquared(degreesOfFreedom: 1000), 1150, 0.000046393686053895440984, 0.99934647239415076695,
    0.00065352760584923304946
  ),
  (
    .f(numerator: 3, denominator: 10), 1e-8, 0.00022240530758755747443, 1.4827020621487925614e-12,
    0.99999999999851729794
  ),
  (.f(numerator: 3, denominator: 10), 0.01, 0.21811678672717764051, 0.0014654929493905482263, 0.99853450705060945177),
  (.f(numerator: 3, denominator: 10), 2.5, 0.092548171690495251601, 0.88096043734172184574, 0.11903956265827815426),
  (
    .f(numerator: 3, denominator: 10), 25, 0.000010113282595634624002, 0.99994206055454605889,
    0.000057939445453941105473
  ),
  (
    .f(numerator: 3, denominator: 10), 1e4, 5.5579698359037275212e-21, 0.99999999999999998888,
    1.1119953856704949886e-17
  ),
  (.f(numerator: 1, denominator: 5), 0.25, 0.6558370626454930244, 0.36170112835907099329, 0.63829887164092900671),
  (.f(numerator: 1, denominator: 5), 4, 0.032545155163108233127, 0.89806052117014164375, 0.10193947882985835625),
  (
    .f(numerator: 1, denominator: 5), 1e6, 4.7450124472385952842e-20, 0.99999999999998101987, 1.8980131131979714694e-14
  ),
  (.f(numerator: 200, denominator: 57), 0.5, 0.009415909856705794608, 0.0002403006020589618297, 0.99975969939794103817),
  (
    .f(numerator: 200, denominator: 57), 1.75, 0.047514091747931508556, 0.99287192821243109257, 0.0071280717875689074292
  ),
  (.binomial(trials: 10, probability: 0.3), 0, 0.02824752490000000448, 0.02824752490000000448, 0.97175247509999999552),
  (.binomial(trials: 10, probability: 0.3), 3, 0.266827932, 0.64961071840000002962, 0.35038928159999997038),
  (
    .binomial(trials: 10, probability: 0.3), 7, 0.0090016919999999980964, 0.99840961360000000043,
    0.0015903863999999995717
  ),
  (.binomial(trials: 10, probability: 0.3), 10, 5.9048999999999978147e-6, 1.0, 0.0),
  (
    .binomial(trials: 1000, probability: 0.01), 2, 0.0022001875402126102175, 0.0026794319937915335384,
    0.99732056800620846646
  ),
  (
    .binomial(trials: 1000, probability: 0.01), 25, 0.000026442557919022015756, 0.99998441334947065457,
    0.000015586650529345428186
  ),
  (.binomial(trials: 1000, probability: 0.01), 60, 1.5577240945053640575e-27, 1.0, 2.8610388950683897986e-28),
  (
    .binomial(trials: 1_000_000, probability: 0.5), 490000, 1.0897802392975551615e-90, 2.7721816438496123017e-89, 1.0
  ),
  (
    .binomial(trials: 1_000_000, probability: 0.5), 498500, 8.8636746645991645838e-6, 0.0013543276530298784097,
    0.99864567234697012159
  ),
  (
    .binomial(trials: 1_000_000, probability: 0.5), 500100, 0.00078208520796700506912, 0.57965070668216260641,
    0.42034929331783739359
  ),
  (
    .binomial(trials: 1_000_000, probability: 0.5), 501500, 8.8636746645991645838e-6, 0.99865453602163472075,
    0.0013454639783652792451
  ),
  (
    .binomial(trials: 1_000_000, probability: 1e-6), 0, 0.36787925723164511093, 0.36787925723164511093,
    0.63212074276835488907
  ),
  (
    .binomial(trials: 1_000_000, probability: 1e-6), 6, 0.00051093881433918889434, 0.99991676012806490989,
    0.000083239871935090113497
  ),
  (.poisson(mean: 3.5), 0, 0.03019738342231850074, 0.03019738342231850074, 0.96980261657768149926),
  (.poisson(mean: 3.5), 4, 0.18881228540881958405, 0.72544495330960460762, 0.27455504669039539238),
  (.poisson(mean: 3.5), 15, 3.3457259704399003845e-6, 0.99999908161413675978, 9.183858632402222478e-7),
  (.poisson(mean: 1000), 900, 0.00007516954352125952229, 0.00069776732779630678213, 0.99930223267220369322),
  (.poisson(mean: 1000), 1005, 0.012427145065888404309, 0.57104389590750294304, 0.42895610409249705696),
  (.poisson(mean: 1000), 1150, 2.5833637062244589313e-7, 0.99999835566016672427, 1.6443398332757299049e-6),
]

private let quantiles: [(law: Law, p: Double, x: Double)] = [
  (.normal(mean: 0, standardDeviation: 1), 0.975, 1.9599639845400538556),
  (.studentT(degreesOfFreedom: 5), 0.975, 2.5705818356363147828),
  (.chiSquared(degreesOfFreedom: 7), 0.95, 14.067140449340166191),
  (.f(numerator: 3, denominator: 10), 0.95, 3.708264819046843146),
]

// MARK: - Right ways, and what the variants share

extension Law {
  fileprivate var isCount: Bool {
    switch self {
    case .binomial, .poisson: true
    default: false
    }
  }

  fileprivate var isT: Bool { if case .studentT = self { true } else { false } }

  fileprivate var isChiSquared: Bool { if case .chiSquared = self { true } else { false } }
}

/// The functions through LabNumerics.
private enum Right {
  static func density(_ law: Law, _ x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? .nan : 0 }
    switch law {
    case .normal(let mean, let deviation): return NormalDistribution(mean: mean, standardDeviation: deviation).pdf(x)
    case .studentT(let v): return StudentTDistribution(degreesOfFreedom: v).pdf(x)
    case .chiSquared(let v): return ChiSquaredDistribution(degreesOfFreedom: v).pdf(x)
    case .f(let m, let n): return FDistribution(numeratorDegrees: m, denominatorDegrees: n).pdf(x)
    case .binomial(let n, let p):
      return x == x.rounded() ? BinomialDistribution(trials: n, probability: p).pmf(Int(x)) : 0
    case .poisson(let mean): return x == x.rounded() ? PoissonDistribution(mean: mean).pmf(Int(x)) : 0
    }
  }

  static func cdf(_ law: Law, _ x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? .nan : x < 0 ? 0 : 1 }
    switch law {
    case .normal(let mean, let deviation): return NormalDistribution(mean: mean, standardDeviation: deviation).cdf(x)
    case .studentT(let v): return StudentTDistribution(degreesOfFreedom: v).cdf(x)
    case .chiSquared(let v): return ChiSquaredDistribution(degreesOfFreedom: v).cdf(x)
    case .f(let m, let n): return FDistribution(numeratorDegrees: m, denominatorDegrees: n).cdf(x)
    case .binomial(let n, let p): return BinomialDistribution(trials: n, probability: p).cdf(Int(x.rounded(.down)))
    case .poisson(let mean): return PoissonDistribution(mean: mean).cdf(Int(x.rounded(.down)))
    }
  }

  static func upperTail(_ law: Law, _ x: Double) -> Double {
    guard x.isFinite else { return x.isNaN ? .nan : x < 0 ? 1 : 0 }
    switch law {
    case .normal(let mean, let deviation):
      return NormalDistribution(mean: mean, standardDeviation: deviation).upperTail(x)
    case .studentT(let v): return StudentTDistribution(degreesOfFreedom: v).upperTail(x)
    case .chiSquared(let v): return ChiSquaredDistribution(degreesOfFreedom: v).upperTail(x)
    case .f(let m, let n): return FDistribution(numeratorDegrees: m, denominatorDegrees: n).upperTail(x)
    case .binomial(let n, let p):
      return BinomialDistribution(trials: n, probability: p).upperTail(Int(x.rounded(.down)))
    case .poisson(let mean): return PoissonDistribution(mean: mean).upperTail(Int(x.rounded(.down)))
    }
  }

  static func quantile(_ law: Law, _ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    switch law {
    case .normal(let mean, let deviation):
      return NormalDistribution(mean: mean, standardDeviation: deviation).quantile(p)
    case .studentT(let v): return StudentTDistribution(degreesOfFreedom: v).quantile(p)
    case .chiSquared(let v): return ChiSquaredDistribution(degreesOfFreedom: v).quantile(p)
    case .f(let m, let n): return FDistribution(numeratorDegrees: m, denominatorDegrees: n).quantile(p)
    case .binomial(let n, let q):
      return p == 1 ? Double(n) : Double(BinomialDistribution(trials: n, probability: q).quantile(p))
    case .poisson(let mean): return p == 1 ? .infinity : Double(PoissonDistribution(mean: mean).quantile(p))
    }
  }

  static var submission: Submission {
    Submission(
      density: .init(density), cdf: .init(cdf), upperTail: .init(upperTail), quantile: .init(quantile))
  }
}

/// The right submission with some of its functions replaced.
private func right(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Right.submission
  change(&submission)
  return Misconception(name, submission, explanation)
}
