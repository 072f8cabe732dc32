import Checking
import Glibc
import LabData

struct ZeroVector: Error {}

struct Submission {
  var projectOntoLine: Function<[Double], [Double], [Double]>
  var coordinates: Function<[Double], [[Double]], [Double]>
  var combination: Function<[Double], [[Double]], [Double]>
  var projectOntoSpan: Function<[Double], [[Double]], [Double]>
}

enum Projection: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A coordinate takes n products, a combination k: at most 2·n roundings relative to the length of x, √59.
      Check("gives the worked examples") { s in
        let nearly = Tolerance.rounding(operations: 6, scale: 59.0.squareRoot())
        expect(
          try s.projectOntoLine([5, 2, 9], [1, 2, 2]), equals: [3, 6, 6], within: nearly,
          "t = ⟨u, x⟩/⟨u, u⟩ = 27/9; the answer is t·u.")
        let basis: [[Double]] = [[0.6, 0.8, 0], [0, 0, 1]]
        expect(try s.coordinates([5, 5, 3], basis), equals: [7, 3], within: nearly, "One dot product a vector.")
        expect(
          try s.combination([7, 3], basis), equals: [4.2, 5.6, 3], within: nearly, "7 times the first plus 3 times …")
        expect(
          try s.projectOntoSpan([5, 5, 3], basis), equals: [4.2, 5.6, 3], within: nearly,
          "The coordinates say how much of each vector to take.")
      },
      // x = t·u + w with w ⟂ u. Both dot products round by n·ε/2·‖d‖·‖x‖, as 1·x ≤ ‖x‖, and x itself by two roundings:
      // together below (2·n + 8)·ε·‖x‖.
      Check("splits off the part along a line", cases: 3) { s, random in
        for n in [1, 2, 3, 7, 23] {
          let q = orthonormal(n, using: &random)
          let length = Double.random(in: 0.1...10, using: &random)
          let (t, u) = (Double.random(in: -3...3, using: &random), q[0].map { length * $0 })
          let w = q.dropFirst().map { scaled($0, Double.random(in: -2...2, using: &random)) }
          let x = w.reduce(scaled(u, t), plus)
          expect(
            try s.projectOntoLine(x, u), equals: scaled(u, t),
            within: .rounding(operations: 2 * n + 8, scale: length2(x)),
            "x was made as t·u plus something at right angles to u: the first part alone is asked for.",
            what: "the projection of x onto the line along u, n = \(n),")
        }
      },
      Check("asks for the direction of a line, not for a length") { s in
        let (x, p): ([Double], [Double]) = ([5, 2, 9], [3, 6, 6])
        let advice =
          "u and any multiple of it span one line. Squares of 10²⁰⁰ and 10⁻²⁰⁰ are no Doubles; scale u first."
        for factor in [-1, 0x1p-700, -0x1p700, 0x1p1021, 0x1p-1070] {
          expect(
            try s.projectOntoLine(x, [factor, 2 * factor, 2 * factor]), equals: p,
            within: .rounding(operations: 6, scale: length2(x)), advice)
        }
      },
      Check("finds no line along zero") { s in
        let advice = "⟨u, u⟩ is 0 for the zero vector, and only for it: 0/0 would be NaN."
        expect(throws: ZeroVector(), advice) { try s.projectOntoLine([1, 2, 3], [0, 0, -0.0]) }
        expect(throws: ZeroVector(), "An empty u has no direction either.") { try s.projectOntoLine([], []) }
        expect(
          try s.projectOntoLine([0, 0], [3, 4]), equals: [0, 0], "x may be zero: it lies on every line through 0.")
        expect(
          try s.projectOntoLine([-5], [3]), equals: [-5], within: .ulps(4), "With n = 1 the line is the whole space.")
      },
      // Orthonormal to 2·n·ε, coordinates to n·ε·‖x‖: k terms of each.
      Check("projects onto a span", cases: 3) { s, random in
        for (n, k) in [(3, 1), (5, 2), (7, 3), (11, 7), (5, 5)] {
          let q = orthonormal(n, using: &random)
          let c = (0..<n).map { _ in Double.random(in: -3...3, using: &random) }
          let (inside, x) = (sum(c[..<k], q), sum(c[...], q))
          let nearly = Tolerance.rounding(operations: 4 * n * (k + 1), scale: length2(c))
          let (basis, of) = (Array(q[..<k]), "n = \(n), k = \(k),")
          expect(
            try s.projectOntoSpan(x, basis), equals: inside, within: nearly,
            "x was made from all \(n) vectors of a basis, the span has the first \(k).", what: "the projection, \(of)")
          expect(
            try s.coordinates(x, basis), equals: Array(c[..<k]), within: nearly,
            "x was made with these coordinates: cᵢ = ⟨qᵢ, x⟩.", what: "the coordinates, \(of)")
          expect(
            try s.combination(Array(c[..<k]), basis), equals: inside, within: nearly,
            "Σ cᵢ·qᵢ has n entries: entry j is Σ cᵢ·(entry j of qᵢ).", what: "the combination, \(of)")
        }
      },
      Check("keeps what a projection must keep", cases: 2) { s, random in
        let (n, k) = (7, 3)
        let basis = Array(orthonormal(n, using: &random)[..<k])
        let x = (0..<n).map { _ in Double.random(in: -4...4, using: &random) }
        let rounding = Double(4 * n * (k + 1)) * 0x1p-52 * length2(x)
        let p = try s.projectOntoSpan(x, basis)
        let c = try s.coordinates(x, basis)
        expect(
          try s.projectOntoSpan(p, basis), equals: p, within: .absolute(rounding),
          "What lies in the span is its own nearest point: P·(P·x) = P·x.", what: "P·(P·x)")
        guard p.count == n else { return }
        let residual = zip(x, p).map { $0 - $1 }
        expect(
          "|⟨q, x − P·x⟩| for the worst q of the basis", basis.map { abs(inner($0, residual)) }.max() ?? 0,
          atMost: rounding, "What is left over must be at right angles to the span.")
        expect(
          inner(c, c) + inner(residual, residual), equals: inner(x, x), within: .absolute(4 * rounding * length2(x)),
          "Pythagoras: the projection and the residual are the short sides, x is the long one.",
          what: "‖c‖² + ‖x − P·x‖²")
      },
      // 0.25·(a sum of whole numbers)·0.25·4 …: every number on the way is a Double.
      Check("makes an image coarse by projecting it") { s in
        let image = try digit.get()
        let blocks = (0..<16).map { block in
          (0..<64).map { pixel in
            pixel / 16 == block / 4 && pixel % 8 / 2 == block % 4 ? 0.5 : 0
          }
        }
        let means = (0..<64).map { pixel in
          let corner = pixel / 16 * 16 + pixel % 8 / 2 * 2
          return (image[corner] + image[corner + 1] + image[corner + 8] + image[corner + 9]) / 4
        }
        expect(
          try s.projectOntoSpan(image, blocks), equals: means,
          "Each vector is ½ on a block of 2×2 pixels: the projection gives every pixel the mean of its block.",
          what: "the first digit projected onto blocks of 2×2 pixels")
        expect(
          try s.projectOntoLine(image, [Double](repeating: 1, count: 64)),
          equals: [Double](repeating: image.reduce(0, +) / 64, count: 64),
          "The projection onto (1, …, 1) has the mean of x in each entry.",
          what: "the first digit projected onto (1, …, 1)")
      },
      Check("answers for a basis without vectors") { s in
        let tiny = "A coordinate of 2⁻⁶⁰⁰ is small in one unit and 1 in another."
        let axes: [[Double]] = [[1, 0], [0, 1]]
        expect(try s.coordinates([0x1p-600, 1], axes), equals: [0x1p-600, 1], tiny)
        expect(try s.combination([0x1p-600, 1], axes), equals: [0x1p-600, 1], tiny)
        expect(try s.projectOntoSpan([0x1p-600, 1], axes), equals: [0x1p-600, 1], tiny)
        expect(
          try s.projectOntoSpan([1, 2, 3], []), equals: [0, 0, 0],
          "The span of no vectors is the point 0, and it has as many entries as x.")
        expect(try s.coordinates([1, 2, 3], []), equals: [])
        expect(try s.combination([], []), equals: [])
        expect(try s.projectOntoSpan([], []), equals: [])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "not divided by ⟨u, u⟩",
        submission { $0.projectOntoLine = line(dividedBy: { _ in 1 }) },
        """
        ⟨u, x⟩·u is right only for a u of length 1. Make u twice as long, and your answer becomes four times as long, \
        though the line is the same.
        """),
      Misconception(
        "divided by the length of u once",
        submission { $0.projectOntoLine = line(dividedBy: length2) },
        """
        u stands twice in ⟨u, x⟩·u, so its length comes in twice: divide by ⟨u, u⟩ = ‖u‖², not by ‖u‖.
        """),
      Misconception(
        "divided by ⟨x, x⟩",
        submission {
          $0.projectOntoLine = .init { x, u in
            guard u.contains(where: { $0 != 0 }) else { throw ZeroVector() }
            let d = direction(u)
            return scaled(d, inner(d, x) / max(inner(x, x), 0x1p-1022) * length2(u))
          }
        },
        """
        The length of u has to be taken out, not that of x: with x twice as long, the projection is twice as long, too.
        """),
      Misconception(
        "x's multiple instead of u's",
        submission {
          $0.projectOntoLine = .init { x, u in
            guard u.contains(where: { $0 != 0 }) else { throw ZeroVector() }
            let d = direction(u)
            return scaled(x, inner(d, x) / inner(d, d))
          }
        },
        """
        The answer lies on the line, so it is a multiple of u. You return t·x, which points where x points.
        """),
      Misconception(
        "the residual instead of the projection",
        Submission(
          projectOntoLine: .init { x, u in minus(x, try onLine(x, u)) },
          coordinates: right.coordinates, combination: right.combination,
          projectOntoSpan: .init { x, basis in minus(x, span(x, basis)) }),
        """
        x − P·x is what is left over, at right angles to the line or the span. Asked for is the part that lies in it.
        """),
      Misconception(
        "zero divided by zero",
        submission {
          $0.projectOntoLine = .init { x, u in
            let d = direction(u)
            return scaled(d, inner(d, x) / inner(d, d))
          }
        },
        """
        The zero vector has no direction and spans no line. Without a question before the division the answer is NaN, \
        and the caller hears of it much later.
        """),
      Misconception(
        "zero answered with zero",
        submission {
          $0.projectOntoLine = .init { x, u in
            guard u.contains(where: { $0 != 0 }) else { return x.map { _ in 0 } }
            return try onLine(x, u)
          }
        },
        """
        The nearest point of {0} is 0, true; but a line was asked for, and u = 0 gives none. A direction that is missing \
        is nearly always a mistake of the caller's, who wants to hear of it: throw.
        """),
      Misconception(
        "small taken for zero",
        submission {
          $0.projectOntoLine = .init { x, u in
            guard length2(u) > 1e-12 else { throw ZeroVector() }
            return try onLine(x, u)
          }
        },
        """
        A short u points as clearly as a long one: in other units the same arrow is 10¹² times as long. Only u = 0 has \
        no direction.
        """),
      Misconception(
        "squares out of range",
        submission {
          $0.projectOntoLine = .init { x, u in
            guard u.contains(where: { $0 != 0 }) else { throw ZeroVector() }
            return scaled(u, inner(u, x) / inner(u, u))
          }
        },
        """
        ⟨u, u⟩ holds the squares of the entries: for 10²⁰⁰ they are ∞, for 10⁻²⁰⁰ they are 0. Divide u by its largest \
        entry first; the line does not notice.
        """),
      Misconception(
        "B·x instead of Bᵀ·x",
        submission {
          $0.coordinates = .init { x, basis in Array(sum(x[...], basis).prefix(basis.count)) }
        },
        """
        Σ xᵢ·qᵢ takes the entries of x for coordinates and leads the other way, from coordinates to a vector. Coordinate \
        i asks how much of qᵢ is in x: ⟨qᵢ, x⟩.
        """),
      Misconception(
        "Bᵀ·c instead of B·c",
        submission {
          $0.combination = .init { c, basis in basis.map { inner($0, c) } }
        },
        """
        Dot products turn a vector into coordinates. The way back is a sum of vectors, Σ cᵢ·qᵢ, and has n entries, not k.
        """),
      Misconception(
        "only the last term kept",
        submission {
          $0.combination = .init { c, basis in zip(c, basis).reduce([]) { scaled($1.1, $1.0) } }
          $0.projectOntoSpan = .init { x, basis in
            basis.reduce(x.map { _ in 0 }) { scaled($1, inner($1, x)) }
          }
        },
        """
        Each vector of the basis brings a part, and the parts add up. You write each over the one before.
        """),
      Misconception(
        "one projection after the other",
        submission {
          $0.projectOntoSpan = .init { x, basis in
            basis.isEmpty ? x.map { _ in 0 } : basis.reduce(x) { scaled($1, inner($1, $0)) }
          }
        },
        """
        You project onto q₁ what was projected onto q₀, and since q₁ ⟂ q₀ nothing remains. Each projection starts from x, \
        and the results are added.
        """),
      Misconception(
        "the mean of the parts",
        submission {
          $0.projectOntoSpan = .init { x, basis in scaled(span(x, basis), 1 / Double(max(basis.count, 1))) }
        },
        """
        The parts along the qᵢ are at right angles and add up to the projection; divided by k they are too short. With \
        a basis of the whole space P·x must be x.
        """),
      Misconception(
        "nothing for a basis without vectors",
        submission {
          $0.projectOntoSpan = .init { x, basis in sum(basis.map { inner($0, x) }[...], basis) }
        },
        """
        The span of no vectors still lies in the space of x: it is the point 0 with n entries. How many they are, only x \
        can tell.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "through a unit vector; what is left over taken off x",
        Submission(
          projectOntoLine: .init { x, u in
            let d = direction(u)
            guard length2(d) > 0 else { throw ZeroVector() }
            let unit = scaled(d, 1 / length2(d))
            return scaled(unit, inner(unit, x))
          }, coordinates: right.coordinates, combination: right.combination,
          projectOntoSpan: .init { x, basis in
            minus(x, basis.reduce(x) { rest, q in minus(rest, scaled(q, inner(q, rest))) })
          })),
      Alternative(
        "through the matrix P = B·Bᵀ",
        submission {
          $0.projectOntoSpan = .init { x, basis in
            x.indices.map { i in
              x.indices.reduce(0) { total, j in total + basis.reduce(0) { $0 + $1[i] * $1[j] } * x[j] }
            }
          }
        }),
    ]
  }
}

// MARK: - Parts of the checks

private func inner(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
private func length2(_ x: [Double]) -> Double { inner(x, x).squareRoot() }
private func scaled(_ x: [Double], _ factor: Double) -> [Double] { x.map { factor * $0 } }
private func plus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 + $1 } }
private func minus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }

/// Σ cᵢ·qᵢ; no entries for no vectors.
private func sum(_ c: ArraySlice<Double>, _ q: [[Double]]) -> [Double] {
  zip(c, q).reduce(q.first?.map { _ in 0 } ?? []) { plus($0, scaled($1.1, $1.0)) }
}

/// A basis of n orthonormal vectors: the rows of two random reflections after each other, no symmetric matrix.
private func orthonormal(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  var q = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
  for _ in 0..<2 {
    let v = (0..<n).map { _ in Double.random(in: 0.2...1, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
    q = q.map { minus($0, scaled(v, 2 * inner($0, v) / inner(v, v))) }
  }
  return q
}

// MARK: - Real data

/// The 64 pixels of the first of the digits.
private let digit = Result {
  let text = try Dataset("images/digits_8x8.csv.gz").bytes().split(separator: UInt8(ascii: "\n"))[1]
  return text.split(separator: UInt8(ascii: ",")).prefix(64).map { cell in
    cell.reduce(0) { 10 * $0 + Double($1 - UInt8(ascii: "0")) }
  }
}

// MARK: - Variants

private var right: Submission {
  Submission(
    projectOntoLine: .init(onLine), coordinates: .init { x, basis in basis.map { inner($0, x) } },
    combination: .init { c, basis in sum(c[...], basis) }, projectOntoSpan: .init(span))
}

private func onLine(_ x: [Double], _ u: [Double]) throws -> [Double] {
  guard u.contains(where: { $0 != 0 }) else { throw ZeroVector() }
  let d = direction(u)
  return scaled(d, inner(d, x) / inner(d, d))
}

/// The right submission with some of its functions replaced.
private func submission(_ change: (inout Submission) -> Void) -> Submission {
  var submission = right
  change(&submission)
  return submission
}

/// u divided by its largest entry; zero stays zero.
private func direction(_ u: [Double]) -> [Double] {
  let largest = u.reduce(0) { max($0, abs($1)) }
  return largest > 0 ? u.map { $0 / largest } : u
}

/// ⟨u, x⟩·u divided by something else than ⟨u, u⟩.
private func line(dividedBy divisor: @escaping ([Double]) -> Double) -> Function<[Double], [Double], [Double]> {
  .init { x, u in
    guard u.contains(where: { $0 != 0 }) else { throw ZeroVector() }
    return scaled(u, inner(u, x) / divisor(u))
  }
}

private func span(_ x: [Double], _ basis: [[Double]]) -> [Double] {
  basis.reduce(x.map { _ in 0 }) { plus($0, scaled($1, inner($1, x))) }
}
