import Checking
import Glibc
import LabData
import LabNumerics

enum FitError: Error {
  case empty
  case outside(index: Int)
  case noMaximum
}

/// Every fit is its parameters, their standard errors and the log likelihood, one after the other.
struct Submission {
  var fitNormal: Function<[Double], [Double]>
  var fitExponential: Function<[Double], [Double]>
  var fitBernoulli: Function<[Bool], [Double]>
  var fitPoisson: Function<[Int], [Double]>
  var fitGamma: Function<[Double], [Double]>
}

enum MaximumLikelihood: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let few = Tolerance.ofLargest(16 * 0x1p-52)
        expect(
          try s.fitExponential([1, 3]), equals: [0.5, 0.5 / 2.0.squareRoot(), -2 * log(2) - 2], within: few,
          "The parameter is the rate, 1/x̄.")
        expect(
          try s.fitNormal([1, 3]), equals: [2, 1, 0.5.squareRoot(), 1, -log(2 * .pi) - 1], within: few,
          "The second parameter is the variance, with the divisor n.")
        expect(
          try s.fitPoisson([1, 3]), equals: [2, 1, 4 * log(2) - 4 - log(6)], within: few,
          "ln k! belongs to the log likelihood.")
        expect(
          try s.fitBernoulli([true, true, false, true]),
          equals: [0.75, (0.1875 / 4.0).squareRoot(), 3 * log(0.75) + log(0.25)], within: few)
      },
      // Whole numbers: the mean is exact. 200! and 300! have 375 and 615 digits; their logarithms are 863 and 1415, and
      // each of half a dozen terms of that size is good to 4·ε of itself.
      Check("keeps its digits for large numbers") { s in
        expect(
          try s.fitNormal([1e9 + 1, 1e9 + 3]), equals: [1e9 + 2, 1, 0.5.squareRoot(), 1, -log(2 * .pi) - 1],
          within: .relative(16 * 0x1p-52), "The variance is that around the mean: subtract it before you square.")
        let constants = Right.logFactorial(200) + Right.logFactorial(300)
        expect(
          try s.fitPoisson([200, 300]).last ?? .nan, equals: 500 * log(250) - 500 - constants,
          within: .absolute(6 * 4 * 0x1p-52 * 4 * 2761), "200! is no Double; ln k! is logGamma of k + 1.",
          what: "the log likelihood by fitPoisson([200, 300])")
      },
      // Sums of up to 1313 terms, each rounded.
      Check("fits passengers, horse kicks and rain") { s in
        let survived = try survivors.get()
        let (k, n) = (450.0, 1313.0)
        expect(
          try s.fitBernoulli(survived),
          equals: [k / n, (k / n * (n - k) / n / n).squareRoot(), k * log(k / n) + (n - k) * log((n - k) / n)],
          within: .relative(1313 * 0x1p-52), "450 of the Titanic's 1313 passengers survived.",
          what: "fitBernoulli of 1313 passengers")
        let kicks = zip([109, 65, 22, 3, 1], 0...).flatMap { [Int](repeating: $1, count: $0) }
        let constants = 22 * log(2.0) + 3 * log(6.0) + log(24.0)
        expect(
          try s.fitPoisson(kicks), equals: [0.61, (0.61 / 200.0).squareRoot(), 122 * log(0.61) - 122 - constants],
          within: .relative(1313 * 0x1p-52), "Bortkiewicz's 200 corps and years: 122 deaths by the kick of a horse.",
          what: "fitPoisson of 200 counts")
        expect(
          try s.fitExponential(try rain.get()),
          equals: [0.14075915047446905, 0.14075915047446905 / 623.0.squareRoot(), -1844.5192161360666],
          within: .relative(1313 * 0x1p-52), "623 wet days of Seattle: the rate is 1 over their mean.",
          what: "fitExponential of 623 wet days")
      },
      // digamma and trigamma are good to 10⁻¹² here, s to n·ε; none is amplified more than tenfold for shapes below 5.
      Check("fits a gamma distribution to the rain") { s in
        expect(
          try s.fitGamma(try rain.get()),
          equals: [
            0.79800311663661735, 8.9026392507360054, 0.039001721455486666, 0.59054257078085836, -1833.1676168129357,
          ], within: .relative(gammaShare(623)),
          "In SciPy: gamma.fit(x, floc=0), to fewer digits. Drizzle is more frequent than an exponential has it: a < 1.",
          what: "fitGamma of 623 wet days")
      },
      // s, of size 1/(2a) for large a, is rounded by n·ε: a loses up to 2a times that.
      Check("finds shapes small and large", cases: 4) { s, random in
        for shape in [0.1, 1, 30, 5000] {
          let law = GammaDistribution(shape: shape * Double.random(in: 0.5...2, using: &random), scale: 0.5)
          let x = uniforms(31, &random).map { law.quantile($0) }
          let (a, fit) = (Right.shape(x), try s.fitGamma(x))
          expect(
            fit.prefix(2) + [], equals: [a, x.reduce(0, +) / 31 / a], within: .relative(gammaShare(31) * (1 + a)),
            "Go on with Newton until a step no longer changes a.",
            what: "shape and scale of 31 numbers drawn from a gamma distribution of shape \(law.shape)")
        }
        // The mean is rounded by n·ε at worst and ln a − ψ(a) by ε·ln a; both are beside s = 1/(2a).
        for (width, unit) in [(0.01, 1.0), (0.01, 1e-200), (1e-4, 1), (1e-4, 1e200)] {
          let x = uniforms(31, &random).map { unit * (1 + width * $0) }
          let (a, fit) = (Right.shape(x), try s.fitGamma(x))
          expect(
            fit.prefix(2) + [], equals: [a, x.reduce(0, +) / 31 / a],
            within: .relative(2 * a * 0x1p-52 * (31 + log(a))),
            "The numbers differ, so there is a maximum; and s must not be a difference of logarithms: \(a) is 1/(2s).",
            what: "shape and scale of 31 numbers between \(unit) and \(1 + width) times that")
        }
      },
      Check("no other parameters are more likely", cases: 3) { s, random in
        for model in models {
          let x = model.draw(&random)
          let (parameters, top) = try fitted(model, x, by: s)
          guard let top else { continue }
          expect(
            top, equals: model.logLikelihood(parameters, x),
            within: .absolute(64 * 0x1p-52 * x.reduce(0) { $0 + abs(model.logLikelihood(parameters, [$1])) + 1 } * 20),
            "Σ ln f(xᵢ), with every constant of f.", what: "the log likelihood of \(model.name) at its parameters")
          for j in parameters.indices {
            for factor in [0.97, 1.03] {
              var other = parameters
              other[j] = other[j] * factor + (model.name == "fitNormal" && j == 0 ? factor - 1 : 0)
              let there = model.logLikelihood(other, x)
              expect(
                there < model.logLikelihood(parameters, x),
                "\(model.name) answers \(parameters), but \(other) is more likely for these \(x.count) numbers",
                "Where is the derivative of the log likelihood 0?")
            }
          }
        }
      },
      // Central second differences with steps of 1/1000: 10⁻⁶ off by truncation and by rounding.
      Check("standard errors are those of the inverse information", cases: 3) { s, random in
        for model in models {
          let x = model.draw(&random)
          let (parameters, top) = try fitted(model, x, by: s)
          guard top != nil else { continue }
          let errors = (try fit(model, x, by: s)).dropFirst(parameters.count).dropLast()
          let information = negativeHessian(at: parameters) { model.logLikelihood($0, x) }
          expect(
            errors + [], equals: diagonalOfInverse(information).map { $0.squareRoot() }, within: .relative(1e-4),
            "The square roots of the diagonal of J⁻¹, J = −∇²ℓ at the estimate.",
            what: "the standard errors of \(model.name) for \(x.count) numbers")
        }
      },
      // Two fits, each to its own rounding.
      Check("goes with the unit of measurement", cases: 3) { s, random in
        for model in models where model.name == "fitExponential" || model.name == "fitGamma" {
          let x = model.draw(&random)
          let here = try fit(model, x, by: s)
          let there = try fit(model, x.map { $0 * 8 }, by: s)
          let n = Double(x.count)
          let expected =
            model.name == "fitGamma"
            ? zip(here, [1, 8, 1, 8, 1]).map { $0 * $1 } : zip(here, [0.125, 0.125, 1]).map { $0 * $1 }
          guard let top = expected.last, let theirs = there.last else { continue }
          expect(
            there.dropLast() + [], equals: expected.dropLast() + [], within: .relative(2 * gammaShare(n)),
            "A rate goes down by 8 where the numbers go up by 8; a shape has no unit.",
            what: "the parameters and standard errors of \(model.name) with all numbers times 8")
          expect(
            theirs, equals: top - n * log(8), within: .absolute(n * gammaShare(n) * (1 + abs(top))),
            "A density per eighth of a unit is an eighth: each number loses ln 8.",
            what: "the log likelihood of \(model.name) with all numbers times 8")
        }
      },
      Check("answers at the edges") { s in
        for function in [s.fitNormal, s.fitExponential, s.fitGamma] {
          expect(throws: FitError.empty) { try function([]) }
          for bad in [Double.nan, .infinity] {
            expect(throws: FitError.outside(index: 2), "No distribution here gives it.") {
              try function([1, 2, bad, 4])
            }
          }
        }
        expect(throws: FitError.empty) { try s.fitBernoulli([]) }
        expect(throws: FitError.empty) { try s.fitPoisson([]) }
        expect(throws: FitError.outside(index: 1), "The density there is 0.") { try s.fitExponential([1, -2, -3]) }
        expect(throws: FitError.outside(index: 1), "The density there is 0.") { try s.fitGamma([1, -2, 3]) }
        expect(throws: FitError.outside(index: 1), "ln 0 is −∞.") { try s.fitGamma([1, 0, 3]) }
        expect(throws: FitError.outside(index: 1)) { try s.fitPoisson([1, -2]) }
        let peak = "An ever narrower peak there is ever more likely: no maximum."
        expect(throws: FitError.noMaximum, peak) { try s.fitNormal([3, 3, 3]) }
        expect(throws: FitError.noMaximum, peak) { try s.fitNormal([3]) }
        let tenth = "Three times 0.1 is all equal, though the sum over 3 is not 0.1: compare the numbers themselves."
        expect(throws: FitError.noMaximum, tenth) { try s.fitNormal([0.1, 0.1, 0.1]) }
        expect(throws: FitError.noMaximum, tenth) { try s.fitGamma([0.1, 0.1, 0.1]) }
        expect(throws: FitError.noMaximum, peak) { try s.fitExponential([0, 0]) }
        expect(throws: FitError.noMaximum, peak) { try s.fitGamma([3, 3, 3]) }
        let certain = "What is certain has the log likelihood 0; 0·ln 0 counts as 0."
        expect(try s.fitBernoulli([false, false]), equals: [0, 0, 0], certain)
        expect(try s.fitBernoulli([true]), equals: [1, 0, 0], certain)
        expect(try s.fitPoisson([0, 0, 0]), equals: [0, 0, 0], certain)
        expect(
          try s.fitExponential([0, 2]), equals: [1, 0.5.squareRoot(), -2], within: .ulps(8),
          "A 0 among others can come.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      wrong(
        "n − 1 in the normal variance",
        """
        s² with n − 1 is unbiased, but not the most likely value: the likelihood has its peak at the divisor n. Two \
        questions, two answers.
        """
      ) { $0.fitNormal = .init { try Right.normal($0, divisorLess: 1) } },
      wrong(
        "squares before the mean is off",
        """
        Σx²/n − x̄² is the variance on paper. Near 10⁹ both are 10¹⁸, and their difference is rounding: subtract the \
        mean first.
        """
      ) { $0.fitNormal = .init { try Right.normal($0, centres: false) } },
      wrong(
        "the logarithm of a product",
        """
        k! as a product is infinite from 171 on, and so is its logarithm. logGamma(k + 1) never leaves the logarithms.
        """
      ) {
        $0.fitPoisson = .init { x in
          var fit = try Right.poisson(x)
          let products = x.reduce(0) { $0 + log((0..<$1).reduce(1) { $0 * Double($1 + 1) }) }
          fit[2] += x.reduce(0) { $0 + Right.logFactorial($1) } - products
          return fit
        }
      },
      wrong(
        "the standard deviation for the variance",
        """
        The second parameter asked for is σ². Its standard error, σ²·√(2/n), is not that of σ either.
        """
      ) {
        $0.fitNormal = .init {
          let fit = try Right.normal($0)
          return [fit[0], fit[1].squareRoot(), fit[2], fit[3] / (2 * fit[1].squareRoot()), fit[4]]
        }
      },
      wrong(
        "the mean for the rate",
        """
        A rate counts events per time, a mean time per event: λ = 1/x̄. Half an hour of waiting is two buses an hour.
        """
      ) {
        $0.fitExponential = .init {
          let fit = try Right.exponential($0)
          return [1 / fit[0], fit[1] / (fit[0] * fit[0]), fit[2]]
        }
      },
      wrong(
        "the rate for the scale",
        """
        The gamma distribution is written with a rate β or with a scale θ = 1/β; both are in use, SciPy and this \
        exercise have the scale, x̄/a.
        """
      ) {
        $0.fitGamma = .init {
          let fit = try Right.gamma($0)
          return [fit[0], 1 / fit[1], fit[2], fit[3] / (fit[1] * fit[1]), fit[4]]
        }
      },
      wrong(
        "the gamma distribution by its moments",
        """
        x̄²/s² and s²/x̄ match mean and variance. That is the method of moments: quick, and a good start for Newton, but \
        not where the likelihood has its peak.
        """
      ) {
        $0.fitGamma = .init {
          try Right.gamma($0) { x in
            let moments = Moments(x)
            return moments.mean * moments.mean / moments.variance(ddof: 0)
          }
        }
      },
      wrong(
        "the starting value for the answer",
        """
        Minka's start is within 1.5 %, and stopping there looks right in a plot. Newton's steps double the digits: \
        three more and it is exact.
        """
      ) { $0.fitGamma = .init { x in try Right.gamma(x) { Right.start($0) } } },
      wrong(
        "s as a difference of logarithms",
        """
        ln x̄ − the mean of ln x subtracts numbers that are nearly equal when the data lie close together, and their digits \
        before the point are the unit's. The mean of ln(xᵢ/x̄), with its sign changed, is the same without the loss.
        """
      ) {
        $0.fitGamma = .init { x in
          try Right.gamma(x) { x in
            let n = Double(x.count)
            return Right.shape(gap: log(x.reduce(0, +) / n) - x.reduce(0) { $0 + log($1) } / n)
          }
        }
      },
      wrong(
        "standard errors from J instead of its inverse",
        """
        J grows with the data, an error must shrink: the covariance of the estimate is J⁻¹. √J is the sharpness of the \
        peak, its reciprocal the width.
        """
      ) {
        func inverted(_ fit: [Double]) -> [Double] {
          let count = fit.count / 2
          return fit.indices.map { index in
            let isError = index >= count && index < 2 * count && fit[index] != 0
            return isError ? 1 / fit[index] : fit[index]
          }
        }
        $0.fitNormal = .init { inverted(try Right.normal($0)) }
        $0.fitExponential = .init { inverted(try Right.exponential($0)) }
        $0.fitBernoulli = .init { inverted(try Right.bernoulli($0)) }
        $0.fitPoisson = .init { inverted(try Right.poisson($0)) }
        $0.fitGamma = .init { inverted(try Right.gamma($0)) }
      },
      wrong(
        "1/√Jⱼⱼ for each parameter by itself",
        """
        A larger shape can be made up for by a smaller scale, so both are less certain than each alone: the \
        off-diagonal entry of J counts. Invert the matrix, then take its diagonal.
        """
      ) {
        $0.fitGamma = .init { x in
          let fit = try Right.gamma(x)
          let n = Double(x.count)
          return [
            fit[0], fit[1], (1 / (n * Right.trigamma(fit[0]))).squareRoot(), fit[1] / (n * fit[0]).squareRoot(), fit[4],
          ]
        }
      },
      wrong(
        "the spread of the data for that of the estimate",
        """
        √p(1 − p) is the standard deviation of one outcome. The estimate is a mean of n: its error is √n times smaller.
        """
      ) {
        func widened(_ fit: [Double], _ n: Int) -> [Double] { [fit[0], fit[1] * Double(n).squareRoot(), fit[2]] }
        $0.fitExponential = .init { widened(try Right.exponential($0), $0.count) }
        $0.fitBernoulli = .init { widened(try Right.bernoulli($0), $0.count) }
        $0.fitPoisson = .init { widened(try Right.poisson($0), $0.count) }
      },
      wrong(
        "the log likelihood without its constants",
        """
        To find the peak, ln k! and ½·ln 2π can be left out. Compared with another model, whose constants are other \
        ones, the value is then worthless.
        """
      ) {
        $0.fitNormal = .init {
          var fit = try Right.normal($0)
          fit[4] += Double($0.count) / 2 * log(2 * .pi)
          return fit
        }
        $0.fitPoisson = .init { x in
          let fit = try Right.poisson(x)
          return [fit[0], fit[1], fit[2] + x.reduce(0) { $0 + Right.logFactorial($1) }]
        }
      },
      wrong(
        "the mean log likelihood",
        """
        ℓ is a sum over the data. Divided by n it is good for comparing data sets of different sizes, but information \
        and standard errors come from the sum.
        """
      ) {
        func mean(_ fit: [Double], _ n: Int) -> [Double] { Array(fit.dropLast()) + [fit[fit.count - 1] / Double(n)] }
        $0.fitNormal = .init { mean(try Right.normal($0), $0.count) }
        $0.fitExponential = .init { mean(try Right.exponential($0), $0.count) }
        $0.fitBernoulli = .init { mean(try Right.bernoulli($0), $0.count) }
        $0.fitPoisson = .init { mean(try Right.poisson($0), $0.count) }
        $0.fitGamma = .init { mean(try Right.gamma($0), $0.count) }
      },
      wrong(
        "a normal distribution without width",
        """
        With all numbers equal σ² is 0 and ℓ = +∞: the narrower the peak, the more likely, without end. It is no \
        estimate; throw `noMaximum`.
        """
      ) { $0.fitNormal = .init { try Right.normal($0, needsSpread: false) } },
      wrong(
        "0·ln 0 as it comes",
        """
        0·ln 0 is NaN in Doubles. No true among the outcomes: then the term k·ln p is not there at all, its share is 0.
        """
      ) {
        $0.fitBernoulli = .init { x in
          var fit = try Right.bernoulli(x)
          if fit[0] == 0 || fit[0] == 1 { fit[2] = .nan }
          return fit
        }
        $0.fitPoisson = .init { x in
          var fit = try Right.poisson(x)
          if fit[0] == 0 { fit[2] = .nan }
          return fit
        }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the gamma shape by halving, log likelihoods summed number by number",
        Submission(
          fitNormal: .init { summed(models[0], try Right.normal($0), $0) },
          fitExponential: .init { summed(models[1], try Right.exponential($0), $0) },
          fitBernoulli: .init(Right.bernoulli), fitPoisson: .init(Right.poisson),
          fitGamma: .init { x in
            let fit = try Right.gamma(x) { x in
              var (low, high) = (1e-3, 1e12)
              for _ in 0..<200 {
                let middle = (low * high).squareRoot()
                if log(middle) - Right.digamma(middle) > Right.gap(x) { low = middle } else { high = middle }
              }
              return (low * high).squareRoot()
            }
            return summed(models[2], fit, x)
          }))
    ]
  }
}

// MARK: - Parts of the checks

/// A distribution of which numbers are drawn and whose likelihood LabNumerics knows.
private struct Model: Sendable {
  var name: String
  var draw: @Sendable (inout SplitMix64) -> [Double]
  var logLikelihood: @Sendable ([Double], [Double]) -> Double
}

private let models = [
  Model(
    name: "fitNormal",
    draw: { random in uniforms(11, &random).map { NormalDistribution(mean: 3, standardDeviation: 2).quantile($0) } },
    logLikelihood: { parameters, x in
      guard parameters[1] > 0 else { return -.infinity }
      let law = NormalDistribution(mean: parameters[0], standardDeviation: parameters[1].squareRoot())
      return x.reduce(0) { $0 + law.logPDF($1) }
    }),
  Model(
    name: "fitExponential", draw: { random in uniforms(13, &random).map { -4 * log($0) } },
    logLikelihood: { parameters, x in
      guard parameters[0] > 0 else { return -.infinity }
      return x.reduce(0) { $0 + ExponentialDistribution(rate: parameters[0]).logPDF($1) }
    }),
  Model(
    name: "fitGamma",
    draw: { random in uniforms(31, &random).map { GammaDistribution(shape: 1.5, scale: 3).quantile($0) } },
    logLikelihood: { parameters, x in
      guard parameters[0] > 0, parameters[1] > 0 else { return -.infinity }
      let law = GammaDistribution(shape: parameters[0], scale: parameters[1])
      return x.reduce(0) { $0 + law.logPDF($1) }
    }),
  Model(
    name: "fitPoisson",
    draw: { random in uniforms(17, &random).map { Double(PoissonDistribution(mean: 2.5).quantile($0)) } },
    logLikelihood: { parameters, x in
      guard parameters[0] > 0 else { return -.infinity }
      return x.reduce(0) { $0 + PoissonDistribution(mean: parameters[0]).logPMF(Int($1)) }
    }),
  Model(
    name: "fitBernoulli",
    draw: { random in [0, 1] + uniforms(17, &random).map { $0 < 0.3 ? 1 : 0 } },
    logLikelihood: { parameters, x in
      guard parameters[0] > 0, parameters[0] < 1 else { return -.infinity }
      return x.reduce(0) { $0 + log($1 == 1 ? parameters[0] : 1 - parameters[0]) }
    }),
]

private func uniforms(_ count: Int, _ random: inout SplitMix64) -> [Double] {
  (0..<count).map { _ in Double.random(in: 0.01...0.99, using: &random) }
}

private func fit(_ model: Model, _ x: [Double], by s: Submission) throws -> [Double] {
  switch model.name {
  case "fitNormal": try s.fitNormal(x)
  case "fitExponential": try s.fitExponential(x)
  case "fitGamma": try s.fitGamma(x)
  case "fitPoisson": try s.fitPoisson(x.map { Int($0) })
  default: try s.fitBernoulli(x.map { $0 == 1 })
  }
}

/// The parameters and the log likelihood of a fit; nil, and reported, if it has not as many numbers as it should.
private func fitted(_ model: Model, _ x: [Double], by s: Submission) throws -> ([Double], Double?) {
  let fit = try fit(model, x, by: s)
  let count = model.name == "fitNormal" || model.name == "fitGamma" ? 2 : 1
  guard fit.count == 2 * count + 1 else {
    expect(false, "\(model.name) has not \(count) parameters and as many standard errors")
    return ([], nil)
  }
  return (Array(fit[..<count]), fit[2 * count])
}

private func negativeHessian(at point: [Double], of f: ([Double]) -> Double) -> [[Double]] {
  let steps = point.map { 1e-3 * (abs($0) + (abs($0) < 0.1 ? 0.1 : 0)) }
  func value(_ shifts: [(Int, Double)]) -> Double {
    var x = point
    for (index, shift) in shifts { x[index] += shift * steps[index] }
    return f(x)
  }
  return point.indices.map { i in
    point.indices.map { j in
      let second =
        i == j
        ? value([(i, 1)]) - 2 * value([]) + value([(i, -1)])
        : (value([(i, 1), (j, 1)]) - value([(i, 1), (j, -1)]) - value([(i, -1), (j, 1)]) + value([(i, -1), (j, -1)]))
          / 4
      return -second / (steps[i] * steps[j])
    }
  }
}

private func diagonalOfInverse(_ a: [[Double]]) -> [Double] {
  if a.count == 1 { return [1 / a[0][0]] }
  let determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0]
  return [a[1][1] / determinant, a[0][0] / determinant]
}

private func gammaShare(_ n: Double) -> Double { 1e-11 + 10 * n * 0x1p-52 }

/// The rain in mm of the days that had some.
private let rain = Result {
  try Dataset("timeseries/seattle_weather.csv").csv().numbers(["precipitation"]).map { $0[0] }.filter { $0 > 0 }
}

private let survivors = Result {
  try Dataset("titanic/titanic.csv").csv().column("survived").map { $0 == "1" }
}

// MARK: - Right ways, and what the variants share

private enum Right {
  static func check(_ x: [Double], _ isPossible: (Double) -> Bool) throws {
    guard !x.isEmpty else { throw FitError.empty }
    if let index = x.firstIndex(where: { !isPossible($0) }) { throw FitError.outside(index: index) }
  }

  static func normal(
    _ x: [Double], divisorLess: Double = 0, needsSpread: Bool = true, centres: Bool = true
  ) throws -> [Double] {
    try check(x) { $0.isFinite }
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let centred = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let squares = centres ? centred : x.reduce(0) { $0 + $1 * $1 } - n * mean * mean
    if x.allSatisfy({ $0 == x[0] }) && needsSpread { throw FitError.noMaximum }
    let variance = squares / max(n - divisorLess, 1)
    let logLikelihood = -n / 2 * log(2 * .pi * variance) - (squares == 0 ? 0 : squares / (2 * variance))
    return [mean, variance, (variance / n).squareRoot(), variance * (2 / n).squareRoot(), logLikelihood]
  }

  static func exponential(_ x: [Double]) throws -> [Double] {
    try check(x) { $0 >= 0 && $0.isFinite }
    let n = Double(x.count)
    let sum = x.reduce(0, +)
    guard sum > 0 else { throw FitError.noMaximum }
    return [n / sum, n.squareRoot() / sum, n * log(n / sum) - n]
  }

  static func bernoulli(_ x: [Bool]) throws -> [Double] {
    guard !x.isEmpty else { throw FitError.empty }
    let (k, n) = (Double(x.filter { $0 }.count), Double(x.count))
    let p = k / n
    return [p, (p * (1 - p) / n).squareRoot(), (k > 0 ? k * log(p) : 0) + (k < n ? (n - k) * log((n - k) / n) : 0)]
  }

  static func poisson(_ x: [Int]) throws -> [Double] {
    try check(x.map { Double($0) }) { $0 >= 0 }
    let n = Double(x.count)
    let sum = Double(x.reduce(0, +))
    let constants = x.reduce(0) { $0 + logFactorial($1) }
    return [sum / n, sum.squareRoot() / n, (sum > 0 ? sum * log(sum / n) : 0) - sum - constants]
  }

  static func logFactorial(_ k: Int) -> Double { k < 2 ? 0 : (2...k).reduce(0) { $0 + log(Double($1)) } }

  /// s of the statement.
  static func gap(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return x.reduce(0) { $0 + log(mean / $1) } / Double(x.count)
  }

  static func start(_ x: [Double]) -> Double { start(gap: gap(x)) }

  private static func start(gap s: Double) -> Double {
    (3 - s + ((s - 3) * (s - 3) + 24 * s).squareRoot()) / (12 * s)
  }

  static func shape(_ x: [Double]) -> Double { shape(gap: gap(x)) }

  static func shape(gap s: Double) -> Double {
    var a = start(gap: s)
    for _ in 0..<10 { a -= (log(a) - digamma(a) - s) / (1 / a - trigamma(a)) }
    return a
  }

  static func gamma(_ x: [Double], shape: ([Double]) -> Double = Right.shape) throws -> [Double] {
    try check(x) { $0 > 0 && $0.isFinite }
    guard x.contains(where: { $0 != x[0] }) else { throw FitError.noMaximum }
    let n = Double(x.count)
    let mean = x.reduce(0, +) / n
    let a = shape(x)
    let determinant = n * (a * trigamma(a) - 1)
    return [
      a, mean / a, (a / determinant).squareRoot(), mean / a * (trigamma(a) / determinant).squareRoot(),
      models[2].logLikelihood([a, mean / a], x),
    ]
  }

  static func digamma(_ x: Double) -> Double {
    if x < 10 { return digamma(x + 1) - 1 / x }
    let y = 1 / (x * x)
    return log(x) - 0.5 / x - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))))
  }

  static func trigamma(_ x: Double) -> Double {
    if x < 10 { return trigamma(x + 1) + 1 / (x * x) }
    let y = 1 / (x * x)
    return 1 / x + y / 2 + y / x * (1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * 5 / 66))))
  }

  static var submission: Submission {
    Submission(
      fitNormal: .init { try normal($0) }, fitExponential: .init(exponential), fitBernoulli: .init(bernoulli),
      fitPoisson: .init(poisson), fitGamma: .init { try gamma($0) })
  }
}

/// The fit with its log likelihood as the sum over the numbers.
private func summed(_ model: Model, _ fit: [Double], _ x: [Double]) -> [Double] {
  fit.dropLast() + [model.logLikelihood(Array(fit[..<(fit.count / 2)]), x)]
}

/// The right submission with some of its functions replaced.
private func wrong(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Right.submission
  change(&submission)
  return Misconception(name, submission, explanation)
}
