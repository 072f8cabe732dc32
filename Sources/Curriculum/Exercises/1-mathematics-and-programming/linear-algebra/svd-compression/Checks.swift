import Checking
import Glibc
import LabData
import LabNumerics
import LabPlot

struct Submission {
  /// A, k.
  var lowRank: Function<[[Double]], Int, [[Double]]>
  /// σ, k.
  var discardedError: Function<[Double], Int, Double>
  /// σ, share.
  var rankNeeded: Function<[Double], Double, Int>
  /// m, n, k.
  var storedNumbers: Function<Int, Int, Int, Int>
}

enum Compression: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let a: [[Double]] = [[3, 0], [4, 5]]
        expect(
          try s.lowRank(a, 1), equals: [[1.5, 1.5], [4.5, 4.5]], within: accuracy(a),
          "σ₀·u₀·v₀ᵀ: entry (i, j) is the product of σ₀, entry i of u₀ and entry j of v₀.")
        let sigma = [3 * 5.0.squareRoot(), 5.0.squareRoot()]
        expect(
          try s.discardedError(sigma, 1), equals: 5.0.squareRoot(), within: .ulps(4), "σ₁ is what is left out.")
        expect(try s.rankNeeded(sigma, 0.4), equals: 1, "√5/√50 = 0.316 is enough; for k = 0 the share is 1.")
        expect(try s.storedNumbers(2, 2, 1), equals: 5, "One u, one v and one σ: 2 + 2 + 1.")
      },
      // Eckart and Young: of rank k, and no farther from A than the values left out say, only A_k can be (if σ_k differs
      // from σ_{k−1}). The decomposition is right to 30·max(m, n)·ε·‖A‖_F, and so is the sum.
      Check("comes as near as any matrix of that rank", cases: 2) { s, random in
        for (m, n) in [(3, 2), (5, 5), (7, 4), (4, 7)] {
          let a = (0..<m).map { _ in (0..<n).map { _ in Double.random(in: -1...1, using: &random) } }
          let sigma = Array(try singularValues(Matrix(a)))
          for k in 0...min(m, n) {
            let of = "A_k, k = \(k), of a random \(m)×\(n) matrix"
            let got = try s.lowRank(a, k)
            guard got.count == m, got.allSatisfy({ $0.count == n }) else {
              return expect(false, "\(of) is not an array of \(m) rows with \(n) entries each")
            }
            let rounding = 60 * Double(max(m, n)) * 0x1p-52 * frobenius(a)
            expect(
              frobenius(difference(a, got)), equals: tail(sigma, k), within: .absolute(rounding),
              "Both larger and smaller is wrong: the best matrix of rank \(k) is at exactly √(σ_k² + …).",
              what: "‖A − A_k‖_F for \(of)")
            let beyond =
              got.joined().allSatisfy(\.isFinite) ? Array(try singularValues(Matrix(got))).dropFirst(k) : [.nan]
            expect(
              "The singular values of \(of) beyond the first \(k)", beyond.max() ?? 0, atMost: rounding,
              "A sum of k terms u·vᵀ has rank k at most.")
          }
        }
      },
      Check("finds a matrix that has small rank again") { s in
        // Row i is (i + 1)·(2, 3, 4) − 3·i²·(1, 0, −1).
        let a: [[Double]] = [[2, 3, 4], [1, 6, 11], [-6, 9, 24], [-19, 12, 43], [-38, 15, 68]]
        expect(
          try s.lowRank(a, 2), equals: a, within: accuracy(a), "This matrix has rank 2: nothing is lost.",
          what: "A₂ of a 5×3 matrix of rank 2")
        expect(
          try s.lowRank(a, 3), equals: a, within: accuracy(a), "All terms together are A.", what: "A₃ of a 5×3 matrix")
        expect(
          try s.lowRank(a, 9), equals: a, within: accuracy(a), "There are three terms; more cannot be taken.",
          what: "A₉ of a 5×3 matrix")
        expect(
          try s.lowRank(a, 0), equals: a.map { $0.map { _ in 0 } }, "The sum of no terms is zero, 5 rows of 3.",
          what: "A₀ of a 5×3 matrix")
      },
      // A few squares, a sum and a root: n·ε of the sum.
      Check("tells the error from the values left out") { s in
        let sigma: [Double] = [84, 12, 4, 3, 0]
        for (k, right) in [(0, 7225.0), (1, 169), (2, 25), (3, 9), (4, 0), (5, 0), (8, 0)] {
          expect(
            try s.discardedError(sigma, k), equals: right.squareRoot(), within: .ulps(8),
            "84² + 12² + 4² + 3² = 85², and 12² + 4² + 3² = 13²: squares, the sum, then the root.")
        }
        expect(
          try s.discardedError([1, 0x1p-30, 0x1p-31], 1), equals: 5.0.squareRoot() * 0x1p-31, within: .ulps(8),
          "1 + 2⁻⁶⁰ is 1: who subtracts two large sums finds nothing. Add up what is left out.")
        expect(try s.discardedError([], 0), equals: 0, "Nothing is left out.")
      },
      // The shares are no ties: each tail differs from share·‖A‖ by a per cent or more.
      Check("finds the smallest rank that is good enough") { s in
        let sigma: [Double] = [84, 12, 4, 3, 0]
        for (share, right) in [
          (1.5, 0), (1, 0), (0.99, 1), (0.16, 1), (0.15, 2), (0.06, 2), (0.05, 3), (0.03, 4), (0, 4),
        ] {
          expect(
            try s.rankNeeded(sigma, share), equals: right,
            "‖A − A_k‖_F is 85, 13, 5, 3, 0 for k = 0 … 4: which is the first that is at most share·85?")
        }
        expect(try s.rankNeeded([2, 2, 2, 2], 0.75), equals: 2, "Tails 4, 3.46, 2.83, 2: the first at most 3.")
        expect(try s.rankNeeded([5, 1], 0), equals: 2, "Nothing may be lost: all that is not 0.")
        expect(try s.rankNeeded([0, 0], 0), equals: 0, "A = 0 is A₀.")
        expect(try s.rankNeeded([], 0.1), equals: 0)
      },
      Check("counts what is stored") { s in
        expect(try s.storedNumbers(28, 28, 13), equals: 741, "13 vectors of 28, 13 of 28, and 13 values.")
        expect(try s.storedNumbers(28, 28, 14), equals: 798, "More than 784: from here on nothing is saved.")
        expect(try s.storedNumbers(4096, 11008, 8), equals: 120_840, "A layer of 45 million weights.")
        expect(try s.storedNumbers(7, 3, 0), equals: 0, "No term, no number.")
      },
      // 30·max(m, n)·ε·‖A‖_F for each, as above; ‖A‖_F = 4800.
      Check("compresses a pullover of Fashion-MNIST") { s in
        let picture = try pullover.get()
        for (k, right) in pulloverErrors {
          let got = try s.lowRank(picture, k)
          guard got.map(\.count) == picture.map(\.count) else {
            return expect(false, "A_k, k = \(k), of a picture of 28×28 pixels has another shape")
          }
          expect(
            frobenius(difference(picture, got)), equals: right, within: .rounding(operations: 60 * 28, scale: 4800),
            "NumPy's error of the best approximation.", what: "‖A − A_k‖_F of a pullover of 28×28 pixels, k = \(k),")
        }
        let sigma = Array(try singularValues(Matrix(picture)))
        for (share, right) in pulloverRanks {
          expect(
            try s.rankNeeded(sigma, share), equals: right, "NumPy's answer from the picture's 28 singular values.",
            what: "the rank needed for a pullover and a share of \(share)")
        }
      },
      Check("answers at the edges") { s in
        expect(try s.lowRank([], 2), equals: [[Double]](), "No rows, no rows.")
        expect(try s.lowRank([[], []], 1), equals: [[], []], "Two rows without numbers.")
        expect(
          try s.lowRank([[0, 0, 0], [0, 0, 0]], 1), equals: [[0, 0, 0], [0, 0, 0]], "σ₀ = 0: nothing is added.")
        expect(try s.lowRank([[-7]], 1), equals: [[-7]], within: .ulps(120), "One number is of rank 1.")
        expect(try s.lowRank([[-7]], 0), equals: [[0]])
        for k in [0, 1, 9] {
          do {
            let low = try s.lowRank([[1, .nan], [2, 3]], k)
            expect(false, "lowRank([[1, NaN], [2, 3]], \(k)) is \(low)", "jacobiSVD throws: let it, whatever the rank.")
          } catch { expect(true, "It throws") }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "Σ left out",
        submission { $0.lowRank = approximation(weigh: { $0 > 0 ? 1 : 0 }) },
        """
        u·vᵀ has length 1, whatever it means for A. Each term needs its weight σ.
        """),
      Misconception(
        "σ squared in the sum",
        submission { $0.lowRank = approximation(weigh: { $0 * $0 }) },
        """
        σ² are the eigenvalues of Aᵀ·A. In the sum for A each term has the weight σ.
        """),
      Misconception(
        "the smallest kept",
        submission { $0.lowRank = approximation(terms: { k, count in max(count - k, 0)..<count }) },
        """
        You keep the last k terms, the least of A. The first ones, with the largest σ, come nearest.
        """),
      Misconception(
        "one term too many",
        submission { $0.lowRank = approximation(terms: { k, count in 0..<min(k + 1, count) }) },
        """
        k terms have the indices 0, …, k − 1. With k + 1 of them the rank is k + 1; and for k = 0 nothing must be left.
        """),
      Misconception(
        "at least one term",
        submission { $0.lowRank = approximation(terms: { k, count in 0..<min(max(k, 1), count) }) },
        """
        For k = 0 the sum has no term: zeros, in the shape of A.
        """),
      Misconception(
        "v·uᵀ for u·vᵀ",
        submission { $0.lowRank = approximation(isTransposed: true) },
        """
        Entry (i, j) is uᵢ·vⱼ: u runs down the rows, v along the columns. You built the transpose.
        """),
      Misconception(
        "values added instead of squares",
        submission { $0.discardedError = .init { sigma, k in sigma.dropFirst(k).reduce(0, +) } },
        """
        The terms are at right angles to each other, so their lengths add up by Pythagoras: √(12² + 4² + 3²) = 13, not 19.
        """),
      Misconception(
        "the root forgotten",
        submission { $0.discardedError = .init { sigma, k in sigma.dropFirst(k).reduce(0) { $0 + $1 * $1 } } },
        """
        The sum of squares is the square of the error. ‖A − A_k‖_F is its root.
        """),
      Misconception(
        "the next value for the error",
        submission { $0.discardedError = .init { sigma, k in k < sigma.count ? sigma[k] : 0 } },
        """
        σ_k is the error in the 2-norm, the longest stretch of A − A_k. The Frobenius norm counts all pixels, and all the \
        values left out.
        """),
      Misconception(
        "what is kept for what is lost",
        submission { $0.discardedError = .init { sigma, k in tail(Array(sigma.prefix(k)), 0) } },
        """
        You measure A_k. The error is what it lacks: the values from index k on.
        """),
      Misconception(
        "the error as a difference of two sums",
        submission {
          $0.discardedError = .init { sigma, k in
            let (all, kept) = (tail(sigma, 0), tail(Array(sigma.prefix(k)), 0))
            return max(all * all - kept * kept, 0).squareRoot()
          }
        },
        """
        Where little is left out, ‖A‖² and ‖A_k‖² agree in nearly all digits, and their difference is rounding. Add up the \
        small values themselves.
        """),
      Misconception(
        "the share of the squares",
        submission {
          $0.rankNeeded = rank { sigma, k, share in
            tail(sigma, k) * tail(sigma, k) <= share * tail(sigma, 0) * tail(sigma, 0)
          }
        },
        """
        A share of the squares is the "explained variance" that is left. Here the share is one of lengths: 10 % of the length \
        is 1 % of the squares.
        """),
      Misconception(
        "the share of the sum of values",
        submission {
          $0.rankNeeded = rank { sigma, k, share in sigma.dropFirst(k).reduce(0, +) <= share * sigma.reduce(0, +) }
        },
        """
        Sums of σ are another norm, the nuclear one. Asked for is ‖A − A_k‖_F ≤ share·‖A‖_F, with squares and roots.
        """),
      Misconception(
        "the share kept",
        submission {
          $0.rankNeeded = rank { sigma, k, share in tail(Array(sigma.prefix(k)), 0) >= share * tail(sigma, 0) }
        },
        """
        share says how much may be lost, not how much must be kept.
        """),
      Misconception(
        "values below a share of the first dropped",
        submission { $0.rankNeeded = rank { sigma, k, share in k == sigma.count || sigma[k] <= share * sigma[0] } },
        """
        Each value left out may be small, and all of them together large: what counts is their tail as a whole.
        """),
      Misconception(
        "at least rank 1",
        submission {
          $0.rankNeeded = .init { sigma, share in
            sigma.isEmpty ? 0 : max(1, sigma.indices.first { tail(sigma, $0) <= share * tail(sigma, 0) } ?? sigma.count)
          }
        },
        """
        If the whole of A may be lost, or A is 0, rank 0 is enough: try k = 0 as well.
        """),
      Misconception(
        "k whole matrices stored",
        submission { $0.storedNumbers = .init { m, n, k in k * m * n } },
        """
        Nobody stores u·vᵀ itself: m + n numbers make it again. That is the whole gain.
        """),
      Misconception(
        "the values not counted",
        submission { $0.storedNumbers = .init { m, n, k in k * (m + n) } },
        """
        Multiplied into u the σ would need no place of their own, true. But the three parts, as they are here, hold one more \
        number a term: k·(m + n + 1).
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "A projected onto the first k right vectors, A·V·Vᵀ",
        submission {
          $0.lowRank = .init { a, k in
            guard let first = a.first, !first.isEmpty else { return a }
            let v = try SVD(Matrix(a)).vTransposed.rows.prefix(k)
            return a.map { row in
              v.reduce(row.map { _ in 0 }) { sum, v in
                let part = zip(row, v).reduce(0) { $0 + $1.0 * $1.1 }
                return zip(sum, v).map { $0 + part * $1 }
              }
            }
          }
        }),
      Alternative(
        "the tail from its small end; the rank from above",
        submission {
          $0.discardedError = .init { sigma, k in sigma.dropFirst(k).reversed().reduce(0) { hypot($0, $1) } }
          $0.rankNeeded = .init { sigma, share in
            var k = sigma.count
            while k > 0, tail(sigma, k - 1) <= share * tail(sigma, 0) { k -= 1 }
            return k
          }
        }),
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let image = try pullover.get()
        let ranks = try [1, 2, 5, 10].map { try s.lowRank.unrecorded(image, $0) } + [image]
        let shown = ranks.filter { $0.count == 28 && $0.allSatisfy { $0.count == 28 } }
        return Figure([.images(shown.map { $0.flatMap { $0 } }, width: 28, "Your ranks 1, 2, 5, 10, and the original")])
      }
    ]
  }
}

// MARK: - Parts of the checks

/// √(σ_k² + σ_{k+1}² + …).
private func tail(_ sigma: [Double], _ k: Int) -> Double {
  sigma.dropFirst(k).reduce(0) { $0 + $1 * $1 }.squareRoot()
}

private func frobenius(_ a: [[Double]]) -> Double { a.joined().reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func difference(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
  zip(a, b).map { zip($0, $1).map { $0 - $1 } }
}

/// The decomposition is right to 30·max(m, n)·ε·‖A‖_F, and the sum of its terms to as much again.
private func accuracy(_ a: [[Double]]) -> Tolerance {
  .absolute(60 * Double(max(a.count, a[0].count)) * 0x1p-52 * frobenius(a))
}

// MARK: - Reference and real data

/// From make_reference.py.
private let pulloverErrors: [(Int, Double)] = [
  (0, 4791.428805690425),
  (1, 1644.5028591717253),
  (2, 1241.9405912411025),
  (5, 652.7169211925885),
  (10, 266.1534966260919),
  (15, 77.40723693511664),
]
private let pulloverRanks: [(Double, Int)] = [(0.5, 1), (0.2, 3), (0.1, 7), (0.05, 11), (0.01, 17)]

/// A picture of Fashion-MNIST, 28 rows of 28 pixels from 0 to 255.
private let pullover = Result {
  let pixels = try Dataset("images/fashion-test-2k-images-idx3-ubyte.gz").idx()[1].map { Double($0) }
  return (0..<28).map { i in Array(pixels[28 * i..<28 * (i + 1)]) }
}

// MARK: - Variants

/// The right submission with some of its functions replaced.
private func submission(_ change: (inout Submission) -> Void) -> Submission {
  var submission = Submission(
    lowRank: approximation(), discardedError: .init(tail),
    rankNeeded: rank { sigma, k, share in tail(sigma, k) <= share * tail(sigma, 0) },
    storedNumbers: .init { m, n, k in k * (m + n + 1) })
  change(&submission)
  return submission
}

/// A sum of terms; each argument can make it wrong in one place.
private func approximation(
  weigh: @escaping (Double) -> Double = { $0 },
  terms: @escaping (_ k: Int, _ count: Int) -> Range<Int> = { k, count in 0..<min(k, count) },
  isTransposed: Bool = false
) -> Function<[[Double]], Int, [[Double]]> {
  .init { a, k in
    guard let first = a.first, !first.isEmpty else { return a }
    let svd = try SVD(Matrix(a))
    let (u, v) = (svd.u.transposed().rows, svd.vTransposed.rows)
    var sum = a.map { $0.map { _ in 0.0 } }
    if isTransposed { sum = first.map { _ in a.map { _ in 0 } } }
    let (left, right) = isTransposed ? (v, u) : (u, v)
    for l in terms(k, u.count) {
      let weight = weigh(svd.singularValues[l])
      for i in sum.indices {
        for j in sum[i].indices { sum[i][j] += weight * left[l][i] * right[l][j] }
      }
    }
    return sum
  }
}

/// The first k that is good enough, all of them if none is.
private func rank(
  _ isEnough: @escaping (_ sigma: [Double], _ k: Int, _ share: Double) -> Bool
) -> Function<[Double], Double, Int> {
  .init { sigma, share in (0...sigma.count).first { isEnough(sigma, $0, share) } ?? sigma.count }
}
