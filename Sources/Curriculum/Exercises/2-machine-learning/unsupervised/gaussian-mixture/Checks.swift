import Checking
import Glibc
import LabData

struct NotPositiveDefinite: Error {
  var minor: Int
}

enum GaussianMixtureError: Error {
  case empty(component: Int)
}

enum KMeansError: Error {
  case noRows, noCentres
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case centre(Int)
}

/// A mixture; the learner's own is made from it and turned back into it.
struct Mixture: Observable {
  var weights: [Double]
  var means: [[Double]]
  var covariances: [[[Double]]]

  var observation: Observation {
    Observation(weights.observation, means.observation, covariances.observation)
  }
}

/// What the expectation gives.
struct Shares: Observable {
  var responsibilities: [[Double]]
  var logLikelihood: Double

  var observation: Observation { Observation(responsibilities.observation, logLikelihood.observation) }
}

/// What the fit gives.
struct Fitted: Observable {
  var mixture: Mixture
  var logLikelihoods: [Double]

  var observation: Observation { Observation(mixture.observation, logLikelihoods.observation) }
}

struct Submission {
  var expectation: Function<Mixture, [[Double]], Shares>
  var maximization: Function<[[Double]], [[Double]], Double, Mixture>
  var fit: Function<[[Double]], [[Double]], Double, Int, Fitted>
  var bayesianInformation: Function<Double, Int, Int, Int, Double>
}

enum GaussianMixtures: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A dozen roundings.
      Check("gives the worked example") { s in
        let mixture = try s.maximization([[0], [2], [4]], [[1, 0], [0.5, 0.5], [0, 1]], 0)
        expect(mixture.weights, equals: [0.5, 0.5], within: .ulps(16), "n₁/n = 1.5/3.", what: "the weights")
        expect(
          mixture.means, equals: [[2.0 / 3], [10.0 / 3]], within: .ulps(16), "(1·0 + ½·2)/1.5.", what: "the means")
        expect(
          mixture.covariances.flatMap { $0 }, equals: [[8.0 / 9], [8.0 / 9]], within: .ulps(64),
          "(1·4/9 + ½·16/9)/1.5, around the new mean.", what: "the covariances")
        let shares = try s.expectation(pair, [[0]])
        expect(
          shares.responsibilities, equals: [[1 / (1 + exp(-2)), 1 / (1 + exp(2))]], within: .ulps(32),
          "e⁰ against e⁻², and they add up to 1.", what: "the responsibilities of row 0")
        expect(
          shares.logLikelihood, equals: log((1 + exp(-2.0)) / 2) - log(2 * Double.pi) / 2, within: .ulps(32),
          "log Σ w·N.", what: "the log likelihood of row 0")
      },
      // Entries of x − μ are below 8 and those of z below 26: logarithms below 700, usually 10, with a few roundings each.
      Check("shares out the rows", cases: 4) { s, random in
        let d = Int.random(in: 2...4, using: &random)
        let mixture = someMixture(columns: d, using: &random)
        let x = someRows(9, columns: d, using: &random)
        let shares = try s.expectation(mixture, x)
        var total = 0.0
        var right: [[Double]] = []
        for row in x {
          let logs = try (0..<3).map { try logNormal(row, mixture.means[$0], mixture.covariances[$0]) }
          let largest = logs.max() ?? 0
          let densities = (0..<3).map { mixture.weights[$0] * exp(logs[$0] - largest) }
          let sum = densities.reduce(0, +)
          total += largest + log(sum)
          right.append(densities.map { $0 / sum })
        }
        expect(
          shares.responsibilities, equals: right, within: .absolute(1e-12), "w·N over the sum of all w·N.",
          what: "the responsibilities of nine rows of \(d) numbers for three components")
        expect(
          shares.logLikelihood, equals: total, within: .absolute(1e-11), "The sum over the rows of log Σ w·N.",
          what: "the log likelihood of nine rows")
      },
      // (x − 2)²/2 − x²/2 = 2 − 2·x: exact logarithms.
      Check("shares out rows far away") { s in
        let advice = "Both densities are 0 in a Double, and 0/0 is NaN. Their logarithms are −1250 and −1152."
        let shares = try s.expectation(pair, [[50], [-60], [1e6]])
        expect(
          shares.responsibilities.map { $0.first ?? .nan }, equals: [exp(-98), 1, 0], within: .relative(1e-11), advice,
          what: "the responsibilities of the first component for 50, −60 and 10⁶")
        let right = [50.0, -60, 1e6].reduce(0) { sum, x in
          let nearest = min(x * x, (x - 2) * (x - 2))
          return sum - nearest / 2 - log(2 * Double.pi) / 2 - log(2.0)
        }
        expect(
          shares.logLikelihood, equals: right, within: .relative(1e-13), advice, what: "the log likelihood of the three"
        )
      },
      // n·10⁻¹³ of numbers below 100.
      Check("fits weights, means and covariances to shares", cases: 3) { s, random in
        let x = someRows(11, using: &random)
        let r = x.map { _ in
          let parts = (0..<3).map { _ in Double.random(in: 0.05...1, using: &random) }
          return parts.map { $0 / parts.reduce(0, +) }
        }
        let mixture = try s.maximization(x, r, 0.25)
        guard mixture.weights.count == 3, mixture.means.count == 3, mixture.covariances.count == 3 else {
          return expect(false, "three components were asked for, \(mixture.weights.count) weights came")
        }
        for k in 0..<3 {
          let count = r.reduce(0) { $0 + $1[k] }
          let mean = (0..<2).map { j in zip(x, r).reduce(0) { $0 + $1.0[j] * $1.1[k] } / count }
          var covariance = [[0.25, 0], [0, 0.25]]
          for (row, share) in zip(x, r) {
            for a in 0..<2 {
              for b in 0..<2 { covariance[a][b] += share[k] * (row[a] - mean[a]) * (row[b] - mean[b]) / count }
            }
          }
          expect(mixture.weights[k], equals: count / 11, within: .relative(1e-12), "n_k/n.", what: "weight \(k)")
          expect(mixture.means[k], equals: mean, within: .absolute(1e-11), "Σ r·x/n_k.", what: "mean \(k)")
          expect(
            mixture.covariances[k], equals: covariance, within: .absolute(1e-10),
            "Σ r·(x − μ)·(x − μ)ᵀ/n_k with the new μ, and the floor on the diagonal.", what: "covariance \(k)")
        }
      },
      // L by the entries of a factor with whole numbers: Σ = L·Lᵀ, log det Σ = 2·log 6, L⁻¹·(x − μ) = (1, 1, 1, 1).
      Check("takes densities of four columns") { s in
        let factor: [[Double]] = [[1, 0, 0, 0], [2, 2, 0, 0], [-1, 1, 3, 0], [4, -2, 1, 1]]
        let covariance = factor.map { a in factor.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
        let mean: [Double] = [1, -1, 2, 5]
        let row = zip(mean, factor).map { $0 + $1.reduce(0, +) }
        let shares = try s.expectation(Mixture(weights: [1], means: [mean], covariances: [covariance]), [row])
        expect(
          shares.logLikelihood, equals: -2 * log(2 * Double.pi) - log(6.0) - 2, within: .relative(1e-13),
          "(x − μ)ᵀ·Σ⁻¹·(x − μ) is 4 here, and log det Σ is 2·log 6: every entry of Σ takes part in both.",
          what: "the log likelihood of one row of four numbers")
      },
      // Quarters of whole numbers: exact.
      Check("adds the floor, whatever the variance") { s in
        let mixture = try s.maximization([[1, 7], [2, 7], [4, 7], [5, 7]], [[1], [1], [1], [1]], 0.25)
        expect(
          mixture.covariances.flatMap { $0 }, equals: [[2.75, 0], [0, 0.25]],
          "The variances are 2.5 and 0; floor·I is added to the matrix.", what: "the covariance")
      },
      // Weights of any size: a dozen roundings.
      Check("fits a component with next to no share") { s in
        let mixture = try s.maximization([[1], [2], [4]], [[1, 1e-100], [1, 0], [1, 3e-100]], 0)
        let advice = "n₁ = 4·10⁻¹⁰⁰ is small, and not 0; its shares of the rows are ¼, 0 and ¾."
        guard mixture.weights.count == 2, mixture.means.count == 2, mixture.covariances.count == 2 else {
          return expect(false, "two components were asked for, \(mixture.weights.count) weights came")
        }
        expect(mixture.weights[1], equals: 4e-100 / 3, within: .ulps(16), advice, what: "weight 1")
        expect(mixture.means[1], equals: [3.25], within: .ulps(16), advice, what: "mean 1")
        expect(mixture.covariances[1], equals: [[1.6875]], within: .ulps(64), advice, what: "covariance 1")
      },
      // Differences of numbers near 10⁷ are exact; a mean is rounded to n·ε·10⁷ = 2·10⁻⁸, and enters squared.
      Check("keeps its digits far from zero", cases: 2) { s, random in
        let x = someRows(9, using: &random).map { $0.map { $0 + 1e7 } }
        let near = x.map { row in row.indices.map { row[$0] - x[0][$0] } }
        let r = x.map { _ in
          let share = Double.random(in: 0.1...0.9, using: &random)
          return [share, 1 - share]
        }
        let (far, right) = (try s.maximization(x, r, 0), try s.maximization(near, r, 0))
        expect(
          far.covariances.flatMap { $0 }, equals: right.covariances.flatMap { $0 }, within: .absolute(1e-6),
          "Squares near 10¹⁴ have no digits left for a variance of 1: subtract the mean first, then multiply.",
          what: "the covariances of rows near 10⁷, beside those of their distances from the first,")
        let one = try s.maximization([[3, 4]], [[1]], 0.5)
        expect(one.means, equals: [[3, 4]], "One row is its own mean.", what: "the mean of one row")
      },
      // Steps of L below its rounding, n·ε·|L|, may go down.
      Check("never lowers the likelihood", cases: 2) { s, random in
        let x = someRows(30, using: &random)
        let fit = try s.fit(x, [x[0], x[9]], 0, 12)
        expect(
          fit.logLikelihoods, is: .nonDecreasing, slack: 1e-9,
          "Without a floor EM climbs. Are all Σ_k made with the new means?", what: "the log likelihoods")
        let last = try s.expectation(fit.mixture, x).logLikelihood
        expect(
          fit.logLikelihoods.last ?? .nan, equals: last, within: .absolute(1e-10),
          "The last entry belongs to the mixture that is returned.", what: "the last log likelihood")
        let three = try s.fit(x, [x[0], x[9]], 0, 3)
        expect(
          three.logLikelihoods.count, equals: 4, "One for the start, one after each of three maximisations.",
          what: "the number of log likelihoods after three steps")
      },
      // Two groups, 20 apart and at most 4 wide: from any two rows k-means finds them. Sums of 15 numbers below 30.
      Check("starts from the clusters of k-means", cases: 2) { s, random in
        let rows = someRows(30, using: &random)
        let x = rows.indices.map { i in rows[i].map { $0 + (i % 2 == 0 ? 0 : 20) } }
        let start = try s.fit(x, [x[0], x[2]], 0.5, 0)
        let groups = [0, 1].map { parity in moments(x.indices.filter { $0 % 2 == parity }.map { x[$0] }, floor: 0.5) }
        let order = (start.mixture.means.first?.first ?? 0) < 15 ? [0, 1] : [1, 0]
        let advice = "stepLimit 0: each row wholly in its cluster, after as many rounds of k-means as it needs."
        expect(start.mixture.weights, equals: [0.5, 0.5], within: .ulps(8), advice, what: "the weights of the start")
        expect(
          start.mixture.means, equals: order.map { groups[$0].mean }, within: .absolute(1e-12), advice,
          what: "the means of the start")
        expect(
          start.mixture.covariances.flatMap { $0 }, equals: order.flatMap { groups[$0].covariance },
          within: .absolute(1e-11), advice, what: "the covariances of the start")
        expect(start.logLikelihoods.count, equals: 1, "L of the start.", what: "the number of log likelihoods")
      },
      // 54 rounds, by Lloyd's algorithm in Python, in none of which a row is equally near to two centres. At the end each
      // row is in the cluster whose mean is nearest, and these are whole numbers in sums: a mean and its squares round
      // n·ε·10⁸.
      Check("lets k-means come to rest") { s in
        let x = (0..<100).map { [Double($0 * $0)] }
        let start = try s.fit(x, Array(x.prefix(10)), 1, 0).mixture
        let means = start.means.map { $0.first ?? .nan }
        guard means.count == 10, start.covariances.count == 10, means.allSatisfy(\.isFinite) else {
          return expect(false, "ten components were asked for, the means are \(means)")
        }
        var clusters = [[Double]](repeating: [], count: 10)
        for row in x {
          let nearest = means.indices.reduce(0) { abs(means[$1] - row[0]) < abs(means[$0] - row[0]) ? $1 : $0 }
          clusters[nearest].append(row[0])
        }
        let advice = """
          After k-means the mean of the rows that are nearest to a mean is that mean. From these centres it takes 54 \
          rounds; 100 are allowed.
          """
        let right = clusters.map { $0.reduce(0, +) / Double($0.count) }
        expect(
          means, equals: right, within: .relative(1e-12), advice, what: "the means of the start for 0, 1, 4, 9, …, 99²")
        let spreads = zip(clusters, right).map { cluster, mean in
          1 + cluster.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(cluster.count)
        }
        expect(
          start.covariances.map { $0.first?.first ?? .nan }, equals: spreads, within: .relative(1e-11), advice,
          what: "the variances of the start for 0, 1, 4, 9, …, 99²")
      },
      // One component: the moments in closed form. L is −n/2·(d·log 2π + log det Σ + d), and no step changes it.
      Check("is a normal distribution for one component", cases: 2) { s, random in
        let x = someRows(12, using: &random)
        let fit = try s.fit(x, [[3, -3]], 0, 50)
        expect(
          fit.logLikelihoods.count, equals: 2,
          "The one cluster has the moments of all rows: the first step sees that nothing rises.",
          what: "the number of log likelihoods")
        guard let covariance = fit.mixture.covariances.first, covariance.map(\.count) == [2, 2] else {
          return expect(false, "the covariance of one component is not 2×2")
        }
        let determinant = covariance[0][0] * covariance[1][1] - covariance[0][1] * covariance[1][0]
        expect(
          fit.logLikelihoods.last ?? .nan, equals: -6 * (2 * log(2 * Double.pi) + log(determinant) + 2),
          within: .absolute(1e-9), "−n/2·(d·log 2π + log det Σ + d).", what: "the log likelihood")
      },
      // When the rise is 10⁻⁹·n the parameters are within 10⁻⁸ of the limit's, to which make_reference.py ran.
      Check("agrees with scikit-learn on iris") { s in
        let x = try flowers.get()
        let fit = try s.fit(x, [x[0], x[100]], 1e-3, 200)
        let advice = "The clusters of k-means as the start, then steps until L rises by no more than 10⁻⁹·n."
        expect(
          fit.logLikelihoods.prefix(4).map { $0 },
          equals: [-252.10976013436584, -249.01059416112187, -247.67242128023668, -246.47307153316535],
          within: .relative(1e-10), advice, what: "the first four log likelihoods")
        expect(
          fit.logLikelihoods.last ?? .nan, equals: -200.62371934477943, within: .absolute(1e-6), advice,
          what: "the last log likelihood")
        expect(
          fit.logLikelihoods.count, equals: 25,
          "The 23rd step rises by 2·10⁻⁷, the 24th by 7·10⁻⁸; 10⁻⁹·n is 1.5·10⁻⁷.",
          what: "the number of log likelihoods")
        expect(
          fit.mixture.weights, equals: [0.3226397255246358, 0.6773602744753642], within: .absolute(1e-6), advice,
          what: "the weights")
        expect(
          fit.mixture.means,
          equals: [[5.004488907433158, 0.23654346049939787], [6.24289106579694, 1.6579286658535877]],
          within: .absolute(1e-6), advice, what: "the means")
      },
      // Powers of two: the same roundings in another unit, L moved by n·d·log of it, which is 300·log 2 for each doubling.
      Check("stops at the same step in every unit") { s in
        let x = try flowers.get()
        for unit in [0.5, 1024.0] {
          let scaled = x.map { $0.map { unit * $0 } }
          let fit = try s.fit(scaled, [scaled[0], scaled[100]], 0x1p-10 * unit * unit, 200)
          let count = try Way().fit(x, [x[0], x[100]], 0x1p-10, 200).logLikelihoods.count
          expect(
            fit.logLikelihoods.count, equals: count,
            "L moves by n·d·log of the unit, its rises do not: they are compared with 10⁻⁹·n.",
            what: "the number of log likelihoods for irises in another unit, \(unit) times as large,")
        }
      },
      // The floor moves the maximum: the first step from the clusters lowers L by 0.137.
      Check("stops where the floor makes the likelihood fall") { s in
        let x = (0..<8).map { [Double($0)] }
        let fit = try s.fit(x, [[0], [7]], 1, 50)
        let right = try Way().fit(x, [[0], [7]], 1, 50)
        expect(
          fit.logLikelihoods, equals: right.logLikelihoods, within: .absolute(1e-11),
          "A fall is no rise above 10⁻⁹·n, so it ends there, and its L belongs to the list.",
          what: "the log likelihoods of 0, 1, …, 7 with the floor 1")
        expect(
          fit.mixture.covariances.flatMap { $0 }, equals: right.mixture.covariances.flatMap { $0 },
          within: .absolute(1e-11), "The last mixture is returned, with the last L, even if that has fallen.",
          what: "the covariances for 0, 1, …, 7 with the floor 1")
      },
      Check("counts parameters") { s in
        for (k, d, p) in [(1, 1, 2.0), (2, 1, 5), (3, 2, 17), (2, 4, 29)] {
          expect(
            try s.bayesianInformation(-100, 50, k, d), equals: 200 + p * log(50.0), within: .ulps(8),
            "K − 1 weights, K·d means, K·d·(d + 1)/2 entries of symmetric matrices: \(Int(p)).")
        }
      },
      Check("says what is wrong") { s in
        func expectError(_ error: KMeansError, _ x: [[Double]], _ centres: [[Double]], line: Int = #line) {
          expect(throws: error, "kMeans looks at rows and centres; hand on what it throws.", line: line) {
            try s.fit(x, centres, 0.1, 3)
          }
        }
        expectError(.noRows, [], [])
        expectError(.noCentres, [[1], [3]], [])
        expectError(.length(row: 1), [[1, 2], [3], [.nan, 1]], [[1, 2]])
        expectError(.notFinite(row: 1, column: 1), [[1, 2], [3, .infinity], [4]], [[1, 2]])
        expectError(.centre(1), [[1, 2], [3, 4]], [[1, 2], [1]])
        expect(
          throws: GaussianMixtureError.empty(component: 1), "No row is nearest to the centre 100.",
          { try s.fit([[1], [2], [4]], [[2], [100]], 0.1, 3) })
        expect(throws: GaussianMixtureError.empty(component: 1), "n_k = 0, and a mean of nothing has no value.") {
          try s.maximization([[1], [2]], [[1, 0, 0], [0.5, 0, 0.5]], 1)
        }
        expect(throws: NotPositiveDefinite(minor: 2), "The second column is constant, and there is no floor.") {
          try s.fit([[1, 7], [2, 7], [4, 7], [5, 7]], [[1, 7]], 0, 3)  // quarters: the mean is exact
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "densities multiplied, not their logarithms added", .right { $0.usesLogs = false },
        """
        exp(−1250) is 0 in a Double. Far from all means every product is 0, and the responsibility 0/0. Stay in logarithms \
        until after the division, which is a difference there.
        """),
      Misconception(
        "responsibilities not normalised", .right { $0.normalises = false },
        """
        w·N is a density, not a share. A row belongs to the components with probabilities that add up to 1: divide by the \
        sum over them.
        """),
      Misconception(
        "weights left out of the shares", .right { $0.weighs = false },
        """
        A component with weight 0.01 makes few rows, however near they are to its mean. r is in proportion to w·N.
        """),
      Misconception(
        "hard shares", .right { $0.isHard = true },
        """
        Each row given whole to its most probable component is K-means with ellipses. EM keeps the doubt: a row between two \
        components moves both.
        """),
      Misconception(
        "covariances around the mean of all rows", .right { $0.centresOnAll = true },
        """
        The spread of a component is measured from its own new mean. From the common mean all components look as wide as \
        the whole.
        """),
      Misconception(
        "covariances divided by n", .right { $0.covarianceCount = { _, n in n } },
        """
        Σ_k is a mean over the component's own share of the rows: divide by n_k, not n. Yours are too narrow, the more so \
        the smaller the component.
        """),
      Misconception(
        "n_k − 1", .right { $0.covarianceCount = { count, _ in count - 1 } },
        """
        EM maximises the likelihood, whose covariance divides by n_k. With n_k − 1 it need not rise, and for n_k < 1 the \
        variance is negative.
        """),
      Misconception(
        "covariances as a difference of squares", .right { $0.subtractsSquares = true },
        """
        Σ r·x·xᵀ/n_k − μ·μᵀ subtracts nearly equal numbers if the rows are far from 0: what is left may even be negative. \
        Subtract the mean from each row, then multiply.
        """),
      Misconception(
        "means divided by n", .right { $0.meanCount = { _, n in n } },
        """
        Σ r·x/n is w_k·μ_k. The shares of a component add up to n_k: divide by that.
        """),
      Misconception(
        "weights never moved", .right { $0.keepsWeights = true },
        """
        w_k = n_k/n is fitted in each maximisation, too.
        """),
      Misconception(
        "diagonal covariances", .right { $0.isDiagonal = true },
        """
        Without the mixed terms the ellipses lie along the axes. Asked is the whole matrix.
        """),
      Misconception(
        "no floor", .right { $0.floor = { variance, _ in variance } },
        """
        The floor is added to each variance. Without it a component can shrink onto one row, where the likelihood is infinite.
        """),
      Misconception(
        "the floor as a lower bound", .right { $0.floor = { max($0, $1) } },
        """
        It is added, as scikit-learn's reg_covar is. max(σ², floor) keeps a matrix with large covariances from being \
        positive definite.
        """),
      Misconception(
        "the floor everywhere", .right { $0.floorsAll = true },
        """
        floor·I has entries on the diagonal alone. Added to all entries it makes columns go together that do not.
        """),
      Misconception(
        "the mean log likelihood", .right { $0.averages = true },
        """
        L is the sum over the rows; the information criterion needs it so.
        """),
      Misconception(
        "one step", .right { $0.limit = 1 },
        """
        The shares were those of the start. Repeat both steps until L stands still.
        """),
      Misconception(
        "steps to the limit", .right { $0.stops = false },
        """
        When L rises by no more than 10⁻⁹·n, more steps change nothing that counts.
        """),
      Misconception(
        "until the rise is a share of L", .right { $0.isEnough = { rise, _, l in rise <= 1e-9 * abs(l) } },
        """
        L is the logarithm of a density: in millimetres it is another number than in metres, and may be 0. Its rise is the \
        same in every unit; compare that with 10⁻⁹ for each row.
        """),
      Misconception(
        "a fall taken for a rise", .right { $0.isEnough = { rise, n, _ in abs(rise) <= 1e-9 * n } },
        """
        With a floor L may fall. A fall is less than any rise: stop there, as for a step that wins nothing.
        """),
      Misconception(
        "a small n_k taken for none", .right { $0.least = 1e-12 },
        """
        Only a component whose shares are all 0 is empty. In logarithms a share of 10⁻¹⁰⁰ is a number like others: n_k is \
        divided out again.
        """),
      Misconception(
        "10·ε added to n_k", .right { $0.added = 10 * 0x1p-52 },
        """
        This keeps libraries from dividing by 0, and moves every mean a little to 0, that of a small component wholly. Here \
        n_k = 0 is an error, and nothing needs to be added.
        """),
      Misconception(
        "the likelihood before the last maximisation", .right { $0.isLate = true },
        """
        The last entry must belong to the mixture that you return: an expectation follows each maximisation.
        """),
      Misconception(
        "K weights counted", .right { $0.freeWeights = { $0 } },
        """
        The weights add up to 1: the last follows from the others. K − 1 are free.
        """),
      Misconception(
        "d² numbers a covariance", .right { $0.freeCovariance = { $0 * $0 } },
        """
        A covariance matrix is symmetric: d·(d + 1)/2 of its entries are free.
        """),
      Misconception(
        "2 for log n", .right { $0.penalty = { _ in 2 } },
        """
        2·p is Akaike's criterion. Bayes' takes p·log n.
        """),
      Misconception(
        "the likelihood once", .right { $0.likelihoodFactor = -1 },
        """
        −2·L, twice the log likelihood, as in a deviance.
        """),
      Misconception(
        "an empty component let through", .right { $0.refusesEmpty = false },
        """
        With n_k = 0 mean and covariance are 0/0, and NaN spreads to all components in the next step.
        """),
      Misconception(
        "rows not looked at", .right { $0.looks = false },
        """
        One NaN makes NaN of every mean. Name its row and column before the first step.
        """),
      Misconception(
        "the last log likelihood left out", .right { $0.keepsLast = false },
        """
        An expectation after the last maximisation tells how good the mixture is that you return. Its L belongs to the list.
        """),
      Misconception(
        "no k-means before", .right { $0.start = .bare },
        """
        From the centres as they come, with the covariance of all rows, EM climbs the next hill: on iris up to −259 instead \
        of −201. k-means first, then the moments of its clusters.
        """),
      Misconception(
        "one round of k-means", .right { $0.start = .oneRound },
        """
        After one round the centres are still near where they began. Let it run: 100 rounds are allowed.
        """),
      Misconception(
        "ten rounds of k-means", .right { $0.start = .tenRounds },
        """
        Ten rounds are enough for three clusters, and not for many whose centres stand together at first. Allow 100; k-means \
        stops by itself when no row moves.
        """),
      Misconception(
        "z from the neighbouring column alone", .right { $0.reach = 1 },
        """
        In L·z = x − μ each z needs all those before it: z_i = (x_i − μ_i − Σ_{j<i} l_ij·z_j)/l_ii. With two columns there is \
        only one, and the sum is easily lost.
        """),
      Misconception(
        "all covariances of the start alike", .right { $0.start = .common },
        """
        The clusters of k-means have spreads of their own. The maximisation for shares of 1 and 0 gives all three, weights, \
        means and covariances.
        """),
      Misconception(
        "covariances of the start without the floor", .right { $0.floorsStart = false },
        """
        The floor is for the start, too: a cluster of one row has no spread at all.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("covariances from distances to the first row", .right { $0.shifts = true })
    ]
  }
}

// MARK: - Parts of the checks

private let pair = Mixture(weights: [0.5, 0.5], means: [[0], [2]], covariances: [[[1]], [[1]]])

/// Lengths of sepals, widths of petals.
private let flowers = Result {
  try Dataset("tabular/iris.csv").csv().numbers(["sepal_length_cm", "petal_width_cm"])
}

private func someRows(_ n: Int, columns d: Int = 2, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { i in
    let shift = i % 2 == 0 ? 0.0 : 3
    return (0..<d).map { j in
      j % 2 == 0
        ? shift + Double.random(in: -2...2, using: &random) : shift / 2 + Double.random(in: -1...2, using: &random)
    }
  }
}

/// Mean and covariance (divisor n) of rows, the floor added.
private func moments(_ rows: [[Double]], floor: Double) -> (mean: [Double], covariance: [[Double]]) {
  let n = Double(rows.count)
  let mean = [0, 1].map { j in rows.reduce(0) { $0 + $1[j] } / n }
  var covariance = [[floor, 0], [0, floor]]
  for row in rows {
    let (a, b) = (row[0] - mean[0], row[1] - mean[1])
    covariance[0][0] += a * a / n
    covariance[0][1] += a * b / n
    covariance[1][0] += a * b / n
    covariance[1][1] += b * b / n
  }
  return (mean, covariance)
}

private func someMixture(columns d: Int, using random: inout some RandomNumberGenerator) -> Mixture {
  var mixture = Mixture(weights: [0.2, 0.5, 0.3], means: [], covariances: [])
  for _ in 0..<3 {
    mixture.means.append((0..<d).map { _ in Double.random(in: -2...3, using: &random) })
    let factor = (0..<d).map { i in
      (0..<d).map { j in Double.random(in: i == j ? 0.8...2 : -0.3...0.3, using: &random) }
    }
    mixture.covariances.append(
      factor.indices.map { a in
        factor.indices.map { b in (0...min(a, b)).reduce(0) { $0 + factor[a][$1] * factor[b][$1] } }
      })
  }
  return mixture
}

/// The logarithm of the normal density, by a Cholesky factor.
private func logNormal(
  _ x: [Double], _ mean: [Double], _ covariance: [[Double]], reach: Int = .max
) throws -> Double {
  var l = covariance
  var sum = -Double(x.count) / 2 * log(2 * Double.pi)
  var z = [Double](repeating: 0, count: x.count)
  for i in x.indices {
    z[i] = x[i] - mean[i]
    for j in 0...i {
      var entry = covariance[i][j]
      for k in 0..<j { entry -= l[i][k] * l[j][k] }
      if j < i {
        l[i][j] = entry / l[j][j]
        if i - j <= reach { z[i] -= l[i][j] * z[j] }
      } else {
        guard entry > 0 else { throw NotPositiveDefinite(minor: i + 1) }
        l[i][i] = entry.squareRoot()
        z[i] /= l[i][i]
      }
    }
    sum -= log(l[i][i]) + z[i] * z[i] / 2
  }
  return sum
}

// MARK: - Wrong and right ways

/// How a mixture is fitted, right unless one of these is changed.
private struct Way {
  var usesLogs = true
  var normalises = true
  var weighs = true
  var isHard = false
  var centresOnAll = false
  var covarianceCount: (Double, Double) -> Double = { count, _ in count }
  var meanCount: (Double, Double) -> Double = { count, _ in count }
  var keepsWeights = false
  var isDiagonal = false
  var floor: (Double, Double) -> Double = { $0 + $1 }
  var floorsAll = false
  enum Start { case clusters, bare, oneRound, tenRounds, common }

  var floorsStart = true
  var start = Start.clusters
  var keepsLast = true
  var averages = false
  var limit: Int?
  var stops = true
  var isLate = false
  var freeWeights: (Int) -> Int = { $0 - 1 }
  var freeCovariance: (Int) -> Int = { $0 * ($0 + 1) / 2 }
  var penalty: (Double) -> Double = { log($0) }
  var likelihoodFactor = -2.0
  /// Of the rise of L, the number of rows and L.
  var isEnough: (Double, Double, Double) -> Bool = { rise, n, _ in rise <= 1e-9 * n }
  var refusesEmpty = true
  var least = 0.0
  var added = 0.0
  var looks = true
  var subtractsSquares = false
  var shifts = false
  /// How many columns before its own a row of the triangular system looks at.
  var reach = Int.max

  func expectation(_ mixture: Mixture, _ x: [[Double]]) throws -> Shares {
    var shares = Shares(responsibilities: [], logLikelihood: 0)
    for row in x {
      var logs: [Double] = []
      for k in mixture.weights.indices {
        let density = try logNormal(row, mixture.means[k], mixture.covariances[k], reach: reach)
        logs.append((weighs ? log(mixture.weights[k]) : 0) + density)
      }
      let largest = usesLogs ? logs.max() ?? 0 : 0
      let sum = logs.reduce(0) { $0 + exp($1 - largest) }
      let total = largest + log(sum)
      var r = logs.map { normalises ? exp($0 - largest) / sum : exp($0) }
      if isHard {
        let best = r.indices.max { r[$0] < r[$1] }
        r = r.indices.map { $0 == best ? 1 : 0 }
      }
      shares.responsibilities.append(r)
      shares.logLikelihood += total / (averages ? Double(x.count) : 1)
    }
    return shares
  }

  func maximization(_ x: [[Double]], _ r: [[Double]], _ floor: Double) throws -> Mixture {
    var mixture = Mixture(weights: [], means: [], covariances: [])
    let n = Double(x.count)
    let columns = x[0].indices
    let common = columns.map { j in x.reduce(0) { $0 + $1[j] } / n }
    for k in r[0].indices {
      var count = r.reduce(0) { $0 + $1[k] }
      if refusesEmpty, !(count > least) { throw GaussianMixtureError.empty(component: k) }
      count += added
      let mean = columns.map { j in zip(x, r).reduce(0) { $0 + $1.0[j] * $1.1[k] } / meanCount(count, n) }
      let centre = centresOnAll ? common : mean
      var covariance = columns.map { _ in columns.map { _ in 0.0 } }
      for a in columns {
        for b in columns where a == b || !isDiagonal {
          for i in x.indices {
            var product = (x[i][a] - centre[a]) * (x[i][b] - centre[b])
            if subtractsSquares { product = x[i][a] * x[i][b] - centre[a] * centre[b] }
            if shifts {
              let (s, t) = (x[0][a], x[0][b])
              product = (x[i][a] - s) * (x[i][b] - t) - (centre[a] - s) * (centre[b] - t)
            }
            covariance[a][b] += r[i][k] * product / covarianceCount(count, n)
          }
          if a == b || floorsAll { covariance[a][b] = self.floor(covariance[a][b], floor) }
        }
      }
      mixture.weights.append(keepsWeights ? 1 / Double(r[0].count) : count / n)
      mixture.means.append(mean)
      mixture.covariances.append(covariance)
    }
    return mixture
  }

  /// The labels of Lloyd's rounds.
  func clusters(_ x: [[Double]], _ centres: [[Double]], rounds: Int) throws -> [Int] {
    guard let first = x.first else { throw KMeansError.noRows }
    guard !centres.isEmpty else { throw KMeansError.noCentres }
    for (i, row) in x.enumerated() {
      guard row.count == first.count else { throw KMeansError.length(row: i) }
      if looks, let j = row.firstIndex(where: { !$0.isFinite }) { throw KMeansError.notFinite(row: i, column: j) }
    }
    if let k = centres.firstIndex(where: { $0.count != first.count || !$0.allSatisfy(\.isFinite) }) {
      throw KMeansError.centre(k)
    }
    var (centres, labels) = (centres, [Int]())
    for _ in 0..<rounds {
      let new = x.map { row in
        let squares = centres.map { centre in
          first.indices.reduce(0) { $0 + (row[$1] - centre[$1]) * (row[$1] - centre[$1]) }
        }
        return squares.indices.reduce(0) { squares[$1] < squares[$0] ? $1 : $0 }
      }
      if new == labels { break }
      labels = new
      for k in centres.indices {
        let own = x.indices.filter { labels[$0] == k }
        if own.isEmpty { continue }
        centres[k] = first.indices.map { j in own.reduce(0) { $0 + x[$1][j] } / Double(own.count) }
      }
    }
    return labels
  }

  func started(_ x: [[Double]], _ centres: [[Double]], _ floor: Double) throws -> Mixture {
    let labels = try clusters(x, centres, rounds: start == .oneRound ? 1 : start == .tenRounds ? 10 : 100)
    let floor = floorsStart ? floor : 0
    let common = try Way().maximization(x, x.map { _ in [1] }, floor).covariances[0]
    if start == .bare {
      return Mixture(
        weights: centres.map { _ in 1 / Double(centres.count) }, means: centres,
        covariances: centres.map { _ in common })
    }
    var mixture = try maximization(x, labels.map { label in centres.indices.map { $0 == label ? 1 : 0 } }, floor)
    if start == .common { mixture.covariances = centres.map { _ in common } }
    return mixture
  }

  func fit(_ x: [[Double]], _ centres: [[Double]], _ floor: Double, _ stepLimit: Int) throws -> Fitted {
    var mixture = try started(x, centres, floor)
    var shares = try expectation(mixture, x)
    var history = [shares.logLikelihood]
    for _ in 0..<min(stepLimit, limit ?? stepLimit) {
      mixture = try maximization(x, shares.responsibilities, floor)
      let before = shares.logLikelihood
      shares = try expectation(mixture, x)
      history.append(isLate ? before : shares.logLikelihood)
      if stops, isEnough(shares.logLikelihood - before, Double(x.count), shares.logLikelihood) { break }
    }
    if !keepsLast, history.count > 1 { history.removeLast() }
    return Fitted(mixture: mixture, logLikelihoods: history)
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      expectation: .init { try fixed.expectation($0, $1) },
      maximization: .init { try fixed.maximization($0, $1, $2) }, fit: .init { try fixed.fit($0, $1, $2, $3) },
      bayesianInformation: .init { logLikelihood, rows, components, columns in
        let parameters =
          fixed.freeWeights(components) + components * columns + components * fixed.freeCovariance(columns)
        return fixed.likelihoodFactor * logLikelihood + Double(parameters) * fixed.penalty(Double(rows))
      })
  }
}
