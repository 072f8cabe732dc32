import LabNumerics
import Measuring

/// What a call of LabNumerics costs over the same cblas call from C.
enum Overhead {
  static let small = Array(1...8)
  static let large = [64, 256, 512]

  static func measure(_ effort: Effort) throws -> Findings {
    var findings = Findings()
    for table in try tables(Double.self, effort) + tables(Float.self, effort) { findings.add(table) }
    return findings
  }

  private static func tables<Scalar: CScalar>(_: Scalar.Type, _ effort: Effort) throws -> [Table] {
    var overhead = Table(["\(Scalar.name), ns over C (≤ 10)"] + small.map { "n = \($0)" })
    var percent = Table(["\(Scalar.name), % over C (≤ 1)"] + large.map { "n = \($0)" })
    for (title, pair) in pairs(Scalar.self) {
      tell("\(title), \(Scalar.name)")
      overhead.add(
        title,
        try small.map { n in
          let race = try Race(pair(n), rounds: 3 * effort.rounds, sample: effort.sample / 4)
          return .atMost(10, race.difference(0, 1) * 1e9, digits: 1)
        })
      percent.add(
        title,
        try large.map { n in
          let race = try Race(pair(n), rounds: 2 * effort.rounds, sample: effort.sample)
          return .atMost(1, (race.ratio(0, 1) - 1) * 100, digits: 1)
        })
    }
    return [overhead, percent]
  }

  /// By title: ours and C's at size n, on the same memory. A new in-place form is one entry more.
  private static func pairs<Scalar: CScalar>(_: Scalar.Type) -> [(title: String, at: (Int) -> [Contender])] {
    [
      ("`dot(x, y)`", dotPair(Scalar.self)),
      ("`x.norm()`", normPair(Scalar.self)),
      ("`axpy(α, x, &y)`", axpyPair(Scalar.self)),
      ("`matmul(a, x, result: &y)`", gemvPair(Scalar.self)),
      ("`matmul(a, b, result: &c)`", gemmPair(Scalar.self)),
    ]
  }

  // The loop of repeats stands in each, on local variables: one captured by a closure would be checked for exclusive
  // access in every turn.

  private static func dotPair<Scalar: CScalar>(_: Scalar.Type) -> (Int) -> [Contender] {
    { n in
      let (x, y) = (randomVector(n, Scalar.self), randomVector(n, Scalar.self))
      return [
        Contender(name: "ours") { repeats in
          let (time, sum) = seconds {
            var sum: Scalar = 0
            for _ in 0..<repeats { sum += dot(x, y) }
            return sum
          }
          keep(sum)
          return time
        },
        Contender(name: "C") { repeats in
          x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
              seconds { keep(Scalar.dot(repeats, Int32(n), x.baseAddress, y.baseAddress)) }.0
            }
          }
        },
      ]
    }
  }

  private static func normPair<Scalar: CScalar>(_: Scalar.Type) -> (Int) -> [Contender] {
    { n in
      let x = randomVector(n, Scalar.self)
      return [
        Contender(name: "ours") { repeats in
          let (time, sum) = seconds {
            var sum: Scalar = 0
            for _ in 0..<repeats { sum += x.norm() }
            return sum
          }
          keep(sum)
          return time
        },
        Contender(name: "C") { repeats in
          x.withUnsafeBufferPointer { x in seconds { keep(Scalar.norm(repeats, Int32(n), x.baseAddress)) }.0 }
        },
      ]
    }
  }

  private static func axpyPair<Scalar: CScalar>(_: Scalar.Type) -> (Int) -> [Contender] {
    { n in
      let (x, start) = (randomVector(n, Scalar.self), randomVector(n, Scalar.self))
      return [
        Contender(name: "ours") { repeats in
          var y = start
          y[0] += 1  // memory of its own
          return seconds { for _ in 0..<repeats { axpy(1e-9, x, &y) } }.0
        },
        Contender(name: "C") { repeats in
          var y = start
          return x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
              seconds { Scalar.axpy(repeats, Int32(n), 1e-9, x.baseAddress, y.baseAddress) }.0
            }
          }
        },
      ]
    }
  }

  private static func gemvPair<Scalar: CScalar>(_: Scalar.Type) -> (Int) -> [Contender] {
    { n in
      let (a, x) = (randomMatrix(n, n, Scalar.self), randomVector(n, Scalar.self))
      return [
        Contender(name: "ours") { repeats in
          var y = Vector<Scalar>.zeros(n)
          return seconds { for _ in 0..<repeats { matmul(a, x, result: &y) } }.0
        },
        Contender(name: "C") { repeats in
          var y = Vector<Scalar>.zeros(n)
          return a.withUnsafeBufferPointer { a in
            x.withUnsafeBufferPointer { x in
              y.withUnsafeMutableBufferPointer { y in
                seconds { Scalar.gemv(repeats, Int32(n), a.baseAddress, x.baseAddress, y.baseAddress) }.0
              }
            }
          }
        },
      ]
    }
  }

  private static func gemmPair<Scalar: CScalar>(_: Scalar.Type) -> (Int) -> [Contender] {
    { n in
      let (a, b) = (randomMatrix(n, n, Scalar.self), randomMatrix(n, n, Scalar.self))
      return [
        Contender(name: "ours") { repeats in
          var c = Matrix<Scalar>.zeros(n, n)
          return seconds { for _ in 0..<repeats { matmul(a, b, result: &c) } }.0
        },
        Contender(name: "C") { repeats in
          var c = Matrix<Scalar>.zeros(n, n)
          return a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
              c.withUnsafeMutableBufferPointer { c in
                seconds { Scalar.gemm(repeats, Int32(n), a.baseAddress, b.baseAddress, c.baseAddress) }.0
              }
            }
          }
        },
      ]
    }
  }
}

/// n numbers of the normal distribution, the same in every run.
func randomVector<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type = Scalar.self) -> Vector<Scalar> {
  var generator = SplitMix64(seed: UInt64(n))
  return .randomNormal(n, using: &generator)
}

/// Numbers of the normal distribution, the same in every run.
func randomMatrix<Scalar: LinearAlgebraScalar>(_ m: Int, _ n: Int, _: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
  var generator = SplitMix64(seed: UInt64(m << 20 + n))
  return .randomNormal(m, n, using: &generator)
}
