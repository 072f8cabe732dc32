import Checking
import Glibc
import LabData

struct Submission {
  var entropy: Function<[Double], Double, Double>
  var crossEntropy: Function<[Double], [Double], Double, Double>
  var divergence: Function<[Double], [Double], Double, Double>
  var mutualInformation: Function<[[Double]], Double, Double>

  init(
    entropy: @escaping ([Double], Double) -> Double, crossEntropy: @escaping ([Double], [Double], Double) -> Double,
    divergence: @escaping ([Double], [Double], Double) -> Double,
    mutualInformation: @escaping ([[Double]], Double) -> Double
  ) {
    self.entropy = .init(entropy)
    self.crossEntropy = .init(crossEntropy)
    self.divergence = .init(divergence)
    self.mutualInformation = .init(mutualInformation)
  }
}

private let e = M_E

enum Entropy: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let (p, q) = ([0.5, 0.25, 0.25], [0.25, 0.25, 0.5])
        expect(try s.entropy(p, 2), equals: 1.5, within: .ulps(8), "½·1 + ¼·2 + ¼·2 bits.")
        expect(try s.crossEntropy(p, q, 2), equals: 1.75, within: .ulps(8), "½·2 + ¼·2 + ¼·1 bits.")
        expect(try s.divergence(p, q, 2), equals: 0.25, within: .ulps(32), "1.75 − 1.5 bits.")
        expect(try s.divergence(p, q, e), equals: 0.25 * log(2), within: .ulps(32), "A bit is log 2 nats.")
        expect(
          try s.mutualInformation([[0.5, 0], [0, 0.5]], 2), equals: 1, within: .ulps(16),
          "Who knows one of two equal coins knows the other: 1 bit.")
      },
      // By SciPy and mpmath, see make_reference.py; sums of up to 12 terms of size 1.
      Check("agrees with SciPy") { s in
        let p = [0.5, 0.125, 0.25, 0, 0.125]
        let q = [0.1, 0.3, 0.2, 0.15, 0.25]
        let rounding = Tolerance.rounding(operations: 40, scale: 1)
        expect(try s.entropy(p, e), equals: 1.2130075659799042, within: rounding)
        expect(try s.entropy(p, 2), equals: 1.75, within: rounding, "The base is the unit: here bits.")
        expect(
          try s.crossEntropy(p, q, e), equals: 1.8774354202862762, within: rounding,
          "p says how often, q how surprising: −Σ pᵢ·log qᵢ.")
        expect(try s.divergence(p, q, e), equals: 0.664427854306372, within: rounding, "Σ pᵢ·log(pᵢ/qᵢ).")
        expect(try s.divergence(p, q, 2), equals: 0.9585667704362975, within: rounding)
        let joint = [[0.125, 0, 0.0625, 0.25], [0.03125, 0.21875, 0, 0.0625], [0, 0.0625, 0.15625, 0.03125]]
        let advice = "pᵢ is the sum of row i, qⱼ that of column j."
        expect(try s.mutualInformation(joint, e), equals: 0.4525964586271361, within: rounding, advice)
        expect(try s.mutualInformation(joint, 2), equals: 0.6529586663852762, within: rounding, advice)
      },
      // Up to 15 terms p·log p ≤ 1/e, and logarithms of numbers down to 0.05/15, each p·log q ≤ 6.
      Check("keeps the laws of information", cases: 4) { s, random in
        let rounding = Tolerance.rounding(operations: 100, scale: 6)
        let n = Int.random(in: 2...7, using: &random)
        let (p, q) = (probabilities(n, &random), probabilities(n, &random))
        let (h, cross) = (try s.entropy(p, e), try s.crossEntropy(p, q, e))
        expect(
          try s.divergence(p, q, e), equals: cross - h, within: rounding, "D(p‖q) = H(p, q) − H(p).")
        expect(try s.divergence(p, p, e), equals: 0, within: rounding, "From itself nothing diverges.")
        expect("−D(p‖q)", -(try s.divergence(p, q, 2)), atMost: 100 * 0x1p-52 * 6, "A divergence is never negative.")
        expect(
          try s.entropy([Double](repeating: 1 / Double(n), count: n), Double(n)), equals: 1, within: rounding,
          "log n to the base n is 1.", what: "The entropy of \(n) equal probabilities, base \(n)")
        // X and Y independent: the joint entropy is the sum, the information 0.
        let product = p.map { a in q.map { a * $0 } }
        expect(
          try s.entropy(product.flatMap { $0 }, 2), equals: try s.entropy(p, 2) + s.entropy(q, 2),
          within: .rounding(operations: 200, scale: 10), "Independent surprises add up.",
          what: "The entropy of p times q")
        expect(
          try s.mutualInformation(product, e), equals: 0, within: .rounding(operations: 400, scale: 6),
          "Independent variables tell nothing of each other.", what: "The mutual information of p times q")
        let diagonal = p.indices.map { i in p.indices.map { $0 == i ? p[i] : 0 } }
        expect(
          try s.mutualInformation(diagonal, e), equals: h, within: rounding, "I(X; X) = H(X).",
          what: "The mutual information of X with itself, X by \(p)")
      },
      Check("knows what one variable tells of the other", cases: 4) { s, random in
        let (m, n) = (3, 5)
        let flat = probabilities(m * n, &random)
        let joint = (0..<m).map { Array(flat[n * $0..<n * $0 + n]) }
        let rows = joint.map { $0.reduce(0, +) }
        let columns = (0..<n).map { j in joint.reduce(0) { $0 + $1[j] } }
        let rounding = Tolerance.rounding(operations: 200, scale: 6)
        let information = try s.mutualInformation(joint, e)
        expect(
          information, equals: sum(rows) + sum(columns) - sum(flat), within: rounding,
          "I(X; Y) = H(X) + H(Y) − H(X, Y).", what: "mutualInformation of \(joint)")
        expect(
          try s.mutualInformation((0..<n).map { j in joint.map { $0[j] } }, e), equals: information, within: rounding,
          "I(X; Y) = I(Y; X).", what: "mutualInformation of the transposed joint distribution")
        let parts = [flat[0] + flat[1]] + flat.dropFirst(2)
        let inner = try s.entropy([flat[0] / parts[0], flat[1] / parts[0]], e)
        expect(
          try s.entropy(flat, e), equals: try s.entropy(parts, e) + parts[0] * inner, within: rounding,
          "First which group, then which of the group: the surprises add up.",
          what: "The entropy of \(flat), beside that with two outcomes taken together, plus that within the two,")
      },
      // Sums of 729 terms, of a few bits in all; each probability is a quotient of counts.
      Check("reads Macbeth with what it knows of Hamlet") { s in
        let (hamlet, macbeth) = (try letters("hamlet"), try letters("macbeth"))
        let total = Double(macbeth.reduce(0) { $0 + $1.reduce(0, +) })
        let seen = macbeth.map { $0.map { Double($0) / total } }
        let single = (0..<27).map { j in seen.reduce(0) { $0 + $1[j] } }
        let known = (0..<27).map { j in hamlet.reduce(1) { $0 + $1[j] } }
        let rounding = Tolerance.rounding(operations: 2000, scale: 5)
        expect(
          try s.crossEntropy(single, known.map { Double($0) / Double(known.reduce(0, +)) }, 2),
          equals: 4.087368660309965, within: rounding, "Bits to the base 2; equal letters would cost 4.75.",
          what: "Bits a letter of Macbeth, coded with Hamlet's frequencies,")
        var bits = 0.0
        for x in 0..<27 {
          let share = seen[x].reduce(0, +)
          let counts = hamlet[x].map { Double($0 + 1) }
          let of = counts.reduce(0, +)
          bits += share * (try s.crossEntropy(seen[x].map { $0 / share }, counts.map { $0 / of }, 2))
        }
        expect(
          bits, equals: 3.3771545827279654, within: rounding,
          "The letter before is known; some pairs never occur in Macbeth, and cost nothing.",
          what: "Bits a letter of Macbeth, coded with Hamlet's frequencies after the letter before,")
        expect(
          try s.mutualInformation(seen, 2), equals: 0.7863728339945127, within: rounding,
          "Pairs that never occur have the term 0.", what: "What a letter of Macbeth tells of the next, in bits,")
      },
      Check("does the edges") { s in
        let nothing = "0·log 0 is NaN in Doubles; the term is 0."
        expect(try s.entropy([0, 1, 0], 2), equals: 0, nothing)
        expect(try s.entropy([1], e), equals: 0, "No surprise.")
        expect(try s.crossEntropy([0, 1], [0, 1], 2), equals: 0, nothing)
        expect(try s.divergence([0, 1], [0, 1], 2), equals: 0, nothing)
        expect(
          try s.divergence([0, 1], [0.5, 0.5], 2), equals: 1, within: .ulps(4), "p = 0 adds nothing, whatever q is.")
        let infinite = "What q excludes happens: an infinite surprise, not none."
        expect(try s.crossEntropy([0.5, 0.5], [0, 1], 2), equals: .infinity, infinite)
        expect(try s.divergence([0.5, 0.5], [0, 1], e), equals: .infinity, infinite)
        expect(
          try s.divergence([0.5, 0.5], [1e-320, 1], e), equals: 0.5 * (0 - log(1e-320)) - log(2),
          within: .ulps(8), "0.5/1e-320 is infinite; a difference of logarithms is not.")
        expect(
          try s.crossEntropy([0.5, 0.5], [1e-320, 1], e), equals: -0.5 * log(1e-320), within: .ulps(8),
          "10⁻³²⁰ is next to impossible, but only 0 is impossible.")
        // Two terms, each with a few roundings of its own size.
        let rare = 0x1p-50
        let usual = log1p(-rare)
        let each = "2⁻⁵⁰ is rare, but only 0 never happens: its term counts like any other."
        expect(
          try s.entropy([rare, 1 - rare], e), equals: -rare * log(rare) - (1 - rare) * usual, within: .ulps(16), each)
        expect(
          try s.crossEntropy([rare, 1 - rare], [1e-300, 1], e), equals: -rare * log(1e-300), within: .ulps(16), each)
        expect(
          try s.divergence([rare, 1 - rare], [1e-300, 1], e),
          equals: rare * (log(rare) - log(1e-300)) + (1 - rare) * usual, within: .ulps(16), each)
        for tiny in [1e-200, 1e-310] {
          expect(
            try s.mutualInformation([[tiny, 0], [0, 1 - tiny]], e), equals: -tiny * log(tiny), within: .ulps(8),
            "The marginals' product is 0 in Doubles, and 1/10⁻³¹⁰ is ∞; the sum of their logarithms is no trouble.")
        }
        let constant = "A constant tells nothing, and nothing is told of it."
        expect(
          try s.mutualInformation([[0.25, 0.5, 0.25]], 2), equals: 0, within: .rounding(operations: 8, scale: 2),
          constant)
        expect(
          try s.mutualInformation([[0.25], [0.75]], 2), equals: 0, within: .rounding(operations: 8, scale: 2), constant)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "0·log 0", .with(term: { p, a, b in p * (a - b) }),
        """
        log 0 is −∞, and 0·(−∞) is NaN, which eats the whole sum. A term with p = 0 is 0: skip it.
        """),
      Misconception(
        "a little added under the logarithm",
        .with(term: { p, a, b in p * (log(exp(a) + 1e-12) - log(exp(b) + 1e-12)) }),
        """
        1e-12 keeps NaN away, but also ∞, where ∞ is the answer, and it costs digits everywhere else. Only p = 0 \
        needs a case of its own.
        """),
      Misconception(
        "no surprise at the impossible", .with(term: { p, a, b in p == 0 || b == -.infinity ? 0 : p * (a - b) }),
        """
        You skip the terms with q = 0 as well. If p > 0 there, something happens that q holds for impossible: the \
        surprise is infinite, and a model that says 0 deserves it.
        """),
      Misconception(
        "nats for bits", .with(unit: { _ in 1 }),
        """
        log is the natural logarithm, so this is in nats whatever base was asked for. Divide by log(base).
        """),
      Misconception(
        "always bits", .with(unit: { _ in M_LN2 }),
        """
        These are bits, whatever base was asked for. Divide the natural logarithms by log(base).
        """),
      Misconception(
        "multiplied by the logarithm of the base", .with(unit: { 1 / log($0) }),
        """
        log₂ x = log x/log 2: a larger base makes the numbers smaller.
        """),
      Misconception(
        "the sign lost", .with(sign: -1),
        """
        Logarithms of probabilities are negative, and so is Σ p·log p. Surprise is −log p: the entropy is not negative.
        """),
      Misconception(
        "cross-entropy with p and q exchanged", .with(crossed: true),
        """
        p says how often an outcome comes, q how surprised one is by it: −Σ pᵢ·log qᵢ, not −Σ qᵢ·log pᵢ.
        """),
      Misconception(
        "divergence with p and q exchanged", .with(turned: true),
        """
        D is not symmetric: D(p‖q) takes its mean under p, the truth. You compute D(q‖p).
        """),
      Misconception(
        "the divergence for the cross-entropy", .with(entropyLeftOut: true),
        """
        H(p, q) = H(p) + D(p‖q): even the right code costs the entropy. You give what it costs beyond that.
        """),
      Misconception(
        "quotients and products that leave the Doubles", .with(quotients: true),
        """
        p/q overflows for tiny q, and the product of two small marginals is 0. The logarithms of the same numbers are \
        harmless: subtract those.
        """),
      Misconception(
        "the joint entropy", .with(joint: true),
        """
        −Σ pᵢⱼ·log pᵢⱼ is the surprise of both together. What they have in common is H(X) + H(Y) less that.
        """),
      Misconception(
        "the conditional entropy", .with(conditional: true),
        """
        H(Y | X) is what is *not* known of Y when X is. The mutual information is what is: H(Y) − H(Y | X).
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "differences of entropies, with log2",
        Submission(
          entropy: { p, base in sum(p) / log(base) },
          crossEntropy: { p, q, base in zip(p, q).reduce(0) { $1.0 > 0 ? $0 - $1.0 * log2($1.1) : $0 } / log2(base) },
          divergence: { p, q, base in
            zip(p, q).reduce(0) { $1.0 > 0 ? $0 + $1.0 * (log2($1.0) - log2($1.1)) : $0 } / log2(base)
          },
          mutualInformation: { joint, base in
            joint.reduce(0) { total, row in
              let share = row.reduce(0, +)
              return row.indices.reduce(total) { inner, j in
                let column = joint.reduce(0) { $0 + $1[j] }
                return row[j] > 0 ? inner + row[j] * (log(row[j] / share) - log(column)) : inner
              }
            } / log(base)
          }))
    ]
  }
}

// MARK: - Parts of the checks

private func probabilities(_ n: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  let weights = (0..<n).map { _ in Double.random(in: 0.05...1, using: &random) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

/// The entropy in nats.
private func sum(_ p: [Double]) -> Double { p.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 } }

/// How often each of a … z and the blank is followed by each, shape (27, 27); what is no letter counts as one blank.
private func letters(_ play: String) throws -> [[Int]] {
  var counts = [[Int]](repeating: [Int](repeating: 0, count: 27), count: 27)
  var last: Int?
  for byte in try Dataset("text/shakespeare/\(play).txt").bytes() {
    let lower = byte | 0x20
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) && byte < 0x80
    let symbol = isLetter ? Int(lower - UInt8(ascii: "a")) : 26
    if symbol == 26, last == 26 { continue }
    if let last { counts[last][symbol] += 1 }
    last = symbol
  }
  return counts
}

// MARK: - Wrong and right ways

extension Submission {
  /// The formulas of the statement; each argument can make them wrong in one place.
  ///
  /// A term is p·(log p − log q), from p and the two logarithms; of an entropy −p·(log p − 0).
  fileprivate static func with(
    term: @escaping (Double, Double, Double) -> Double = { p, a, b in p == 0 ? 0 : p * (a - b) },
    unit: @escaping (Double) -> Double = { log($0) }, sign: Double = 1, crossed: Bool = false, turned: Bool = false,
    entropyLeftOut: Bool = false, quotients: Bool = false, joint wantsJoint: Bool = false,
    conditional: Bool = false
  ) -> Submission {
    func surprise(_ p: [Double], _ q: [Double]) -> Double {
      sign * zip(p, q).reduce(0) { $0 + term($1.0, 0, log($1.1)) }
    }
    func excess(_ p: [Double], _ q: [Double]) -> Double {
      if quotients { return zip(p, q).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * log($1.0 / $1.1) } }
      return zip(p, q).reduce(0) { $0 + term($1.0, log($1.0), log($1.1)) }
    }
    return Submission(
      entropy: { p, base in surprise(p, p) / unit(base) },
      crossEntropy: { p, q, base in
        (entropyLeftOut ? excess(p, q) : crossed ? surprise(q, p) : surprise(p, q)) / unit(base)
      },
      divergence: { p, q, base in (turned ? excess(q, p) : excess(p, q)) / unit(base) },
      mutualInformation: { joint, base in
        let rows = joint.map { $0.reduce(0, +) }
        let columns = joint[0].indices.map { j in joint.reduce(0) { $0 + $1[j] } }
        let flat = joint.flatMap { $0 }
        if wantsJoint { return surprise(flat, flat) / unit(base) }
        if conditional { return (surprise(flat, flat) - surprise(rows, rows)) / unit(base) }
        if quotients { return excess(flat, rows.flatMap { row in columns.map { row * $0 } }) / unit(base) }
        var sum = 0.0
        for (i, row) in joint.enumerated() {
          for (j, p) in row.enumerated() { sum += term(p, log(p), log(rows[i]) + log(columns[j])) }
        }
        return sum / unit(base)
      })
  }
}
