import LabNumerics
import Measuring

/// What a call of LabNumerics costs over the same cblas call from C.
enum Overhead {
  static let small = Array(1...8)
  static let large = [64, 256, 512]

  static func measure(_ effort: Effort) throws -> Findings {
    var findings = Findings()
    for table in try tables(Double.self, effort) + tables(Float.self, effort) { findings.add(table) }
    findings.add("`syrk` fills both triangles, C's one. One in a hundred of what takes 10 ns is less than a cycle.")
    return findings
  }

  private static func tables<Scalar: CScalar>(_: Scalar.Type, _ effort: Effort) throws -> [Table] {
    var overhead = Table(["\(Scalar.self), ns over C (≤ 10)"] + small.map { "n = \($0)" })
    var percent = Table(["\(Scalar.self), % over C (≤ 1), and ns"] + large.map { "n = \($0)" })
    for pair in Pair<Scalar>.all {
      tell("\(pair.title), \(Scalar.self)")
      overhead.add(
        pair.title,
        try small.map { n in
          let race = try Race(pair.contenders(n), rounds: 3 * effort.rounds, sample: effort.sample / 4)
          return .atMost(10, race.difference(0, 1) * 1e9, digits: 1)
        })
      percent.add(
        pair.title,
        try large.map { n in
          let race = try Race(pair.contenders(n), rounds: 3 * effort.rounds, sample: effort.sample)
          let nanoseconds = fixed(race.difference(0, 1) * 1e9, digits: 1)
          return .atMost(1, (race.ratio(0, 1) - 1) * 100, digits: 1, more: " (\(nanoseconds) ns)")
        })
    }
    return [overhead, percent]
  }
}

/// The same call from Swift and from C. Both take a number of repeats and say how many seconds those took.
private struct Pair<Scalar: CScalar> {
  let title: String
  let ours: (Operands<Scalar>, Int) throws -> Double
  let inC: (Operands<Scalar>, Int) -> Void

  func contenders(_ n: Int) -> [Contender] {
    let operands = Operands<Scalar>(n)
    return [
      Contender(name: "ours") { try ours(operands, $0) },
      Contender(name: "C") { repeats in seconds { inC(operands, repeats) }.0 },
    ]
  }

  // The loops stand in each and work on local variables: one that a closure has captured would be checked for exclusive
  // access in every turn. A new in-place form is one entry more.
  static var all: [Pair] {
    [
      Pair(title: "`dot(x, y)`") { o, repeats in
        let (x, y) = (o.x, o.y)
        var sum: Scalar = 0
        let time = seconds { for _ in 0..<repeats { sum += dot(x, y) } }.0
        keep(sum)
        return time
      } inC: {
        keep(Scalar.c_dot($1, $0.n, $0.px, $0.py))
      },
      Pair(title: "`x.norm()`") { o, repeats in
        let x = o.x
        var sum: Scalar = 0
        let time = seconds { for _ in 0..<repeats { sum += x.norm() } }.0
        keep(sum)
        return time
      } inC: {
        keep(Scalar.c_nrm2($1, $0.n, $0.px))
      },
      Pair(title: "`x.norm(.one)`") { o, repeats in
        let x = o.x
        var sum: Scalar = 0
        let time = seconds { for _ in 0..<repeats { sum += x.norm(.one) } }.0
        keep(sum)
        return time
      } inC: {
        keep(Scalar.c_asum($1, $0.n, $0.px))
      },
      Pair(title: "`scale(α, &x)`") { o, repeats in
        var x = taken(&o.x)
        defer { o.x = x }
        return seconds { for _ in 0..<repeats { scale(-1, &x) } }.0
      } inC: {
        Scalar.c_scal($1, $0.n, $0.px)
      },
      Pair(title: "`axpy(α, x, &y)`") { o, repeats in
        let x = o.x
        var y = taken(&o.y)
        defer { o.y = y }
        return seconds { for _ in 0..<repeats { axpy(1e-9, x, &y) } }.0
      } inC: {
        Scalar.c_axpy($1, $0.n, $0.px, $0.py)
      },
      Pair(title: "`gemv(a, x, result: &y)`") { o, repeats in
        let (a, x) = (o.a, o.x)
        var y = taken(&o.y)
        defer { o.y = y }
        return seconds { for _ in 0..<repeats { gemv(a, x, result: &y) } }.0
      } inC: {
        Scalar.c_gemv($1, $0.n, $0.pa, $0.px, $0.py)
      },
      Pair(title: "`symv(a, x, result: &y)`") { o, repeats in
        let (a, x) = (o.a, o.x)
        var y = taken(&o.y)
        defer { o.y = y }
        return seconds { for _ in 0..<repeats { symv(a, x, result: &y) } }.0
      } inC: {
        Scalar.c_symv($1, $0.n, $0.pa, $0.px, $0.py)
      },
      Pair(title: "`ger(x, y, result: &a)`") { o, repeats in
        let (x, y) = (o.x, o.y)
        var a = taken(&o.a)
        defer { o.a = a }
        return seconds { for _ in 0..<repeats { ger(x, y, alpha: 1e-9, beta: 1, result: &a) } }.0
      } inC: {
        Scalar.c_ger($1, $0.n, $0.px, $0.py, $0.pa)
      },
      Pair(title: "`trsv(t, &x)`") { o, repeats in
        let t = o.t
        var x = taken(&o.x)
        defer { o.x = x }
        return try seconds { for _ in 0..<repeats { try trsv(t, &x, lower: true) } }.0
      } inC: {
        Scalar.c_trsv($1, $0.n, $0.pt, $0.px)
      },
      Pair(title: "`gemm(a, b, result: &c)`") { o, repeats in
        let (a, b) = (o.a, o.b)
        var c = taken(&o.c)
        defer { o.c = c }
        return seconds { for _ in 0..<repeats { gemm(a, b, result: &c) } }.0
      } inC: {
        Scalar.c_gemm($1, $0.n, $0.pa, $0.pb, $0.pc)
      },
      Pair(title: "`syrk(a, result: &c)`") { o, repeats in
        let a = o.a
        var c = taken(&o.c)
        defer { o.c = c }
        return seconds { for _ in 0..<repeats { syrk(a, result: &c) } }.0
      } inC: {
        Scalar.c_syrk($1, $0.n, $0.pa, $0.pc)
      },
      Pair(title: "`symm(a, b, result: &c)`") { o, repeats in
        let (a, b) = (o.a, o.b)
        var c = taken(&o.c)
        defer { o.c = c }
        return seconds { for _ in 0..<repeats { symm(a, b, result: &c) } }.0
      } inC: {
        Scalar.c_symm($1, $0.n, $0.pa, $0.pb, $0.pc)
      },
      Pair(title: "`trsm(t, &x)`") { o, repeats in
        let t = o.t
        var x = taken(&o.b)
        defer { o.b = x }
        return try seconds { for _ in 0..<repeats { try trsm(t, &x, lower: true) } }.0
      } inC: {
        Scalar.c_trsm($1, $0.n, $0.pt, $0.pb)
      },
    ]
  }
}

/// What both work on: the same memory, for where two vectors lie to each other makes a difference of its own.
private final class Operands<Scalar: CScalar> {
  let n: Int32
  var a, b, c, t: Matrix<Scalar>
  var x, y: Vector<Scalar>
  let pa, pb, pc, pt, px, py: UnsafeMutablePointer<Scalar>

  init(_ n: Int) {
    self.n = Int32(n)
    let noise: Matrix<Scalar> = randomMatrix(n, n)
    a = noise + noise.transposed()
    b = randomMatrix(n, n)
    c = .zeros(n, n)
    t = .identity(n)  // solving with anything else again and again overflows or vanishes
    x = randomVector(n)
    y = randomVector(n)
    pa = a.withUnsafeMutableBufferPointer { $0.baseAddress! }
    pb = b.withUnsafeMutableBufferPointer { $0.baseAddress! }
    pc = c.withUnsafeMutableBufferPointer { $0.baseAddress! }
    pt = t.withUnsafeMutableBufferPointer { $0.baseAddress! }
    px = x.withUnsafeMutableBufferPointer { $0.baseAddress! }
    py = y.withUnsafeMutableBufferPointer { $0.baseAddress! }
  }
}

/// The only reference to a value's memory, without which a change in place would copy it.
private func taken<Scalar>(_ vector: inout Vector<Scalar>) -> Vector<Scalar> {
  var taken = Vector<Scalar>.zeros(0)
  swap(&taken, &vector)
  return taken
}

/// The same of a matrix.
private func taken<Scalar>(_ matrix: inout Matrix<Scalar>) -> Matrix<Scalar> {
  var taken = Matrix<Scalar>.zeros(0, 0)
  swap(&taken, &matrix)
  return taken
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
