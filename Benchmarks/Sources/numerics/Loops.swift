import CReference
import LabNumerics
import LearnersLoops
import Measuring

/// What a learner writes through subscripts, against the same in C; and the smallest problems.
enum Loops {
  static func measure(_ effort: Effort) throws -> Findings {
    var findings = Findings()
    findings.add(try tripleLoops(effort))
    findings.add(try smallest(effort))
    return findings
  }

  private static func tripleLoops(_ effort: Effort) throws -> Table {
    let sizes = [8, 64, 256]
    var table = Table(["triple loop, time over C's (≤ 1.2)"] + sizes.map { "n = \($0)" })
    func add(_ title: String, _ contenders: (Int) -> [Contender]) throws {
      tell(title)
      table.add(
        title,
        try sizes.map { n in
          .atMost(
            1.2, try Race(contenders(n), rounds: effort.rounds, sample: effort.sample).ratio(0, 1), digits: 2)
        })
    }
    try add("i, j, k in Double") { n in
      let (a, b) = (randomMatrix(n, n, Double.self), randomMatrix(n, n, Double.self))
      return [Contender("learner's") { keep(multiplyIJK(a, b)) }, inC(c_multiply_ijk_f64, a, b)]
    }
    try add("i, k, j in Double") { n in
      let (a, b) = (randomMatrix(n, n, Double.self), randomMatrix(n, n, Double.self))
      return [Contender("learner's") { keep(multiplyIKJ(a, b)) }, inC(c_multiply_ikj_f64, a, b)]
    }
    try add("i, j, k in Float") { n in
      let (a, b) = (randomMatrix(n, n, Float.self), randomMatrix(n, n, Float.self))
      return [Contender("learner's") { keep(multiplyIJK(a, b)) }, inC(c_multiply_ijk_f32, a, b)]
    }
    try add("i, k, j in Float") { n in
      let (a, b) = (randomMatrix(n, n, Float.self), randomMatrix(n, n, Float.self))
      return [Contender("learner's") { keep(multiplyIKJ(a, b)) }, inC(c_multiply_ikj_f32, a, b)]
    }
    return table
  }

  private typealias Loop<T> = (Int, Int32, UnsafePointer<T>?, UnsafePointer<T>?, UnsafeMutablePointer<T>?) -> Void

  private static func inC<Scalar>(
    _ multiply: @escaping Loop<Scalar>, _ a: Matrix<Scalar>, _ b: Matrix<Scalar>
  ) -> Contender {
    Contender(name: "C") { repeats in
      var c = Matrix<Scalar>.zeros(a.rowCount, a.rowCount)
      return a.withUnsafeBufferPointer { x in
        b.withUnsafeBufferPointer { y in
          c.withUnsafeMutableBufferPointer { z in
            seconds { multiply(repeats, Int32(a.rowCount), x.baseAddress, y.baseAddress, z.baseAddress) }.0
          }
        }
      }
    }
  }

  private static func smallest(_ effort: Effort) throws -> Table {
    var table = Table("ns", "limit", "Double", "Float")
    func add(_ title: String, _ limit: Double, _ double: Contender, _ float: Contender) throws {
      tell(title)
      let race = try Race([double, float], rounds: 3 * effort.rounds, sample: effort.sample)
      let cells = (0...1).map { Table.Cell.atMost(limit, race.median($0) * 1e9, digits: 1) }
      table.add(title, [.figure(limit, digits: 0)] + cells)
    }
    try add("4×4 product, `matmul(a, b, result: &c)`", 20, productInPlace(Double.self), productInPlace(Float.self))
    try add("4×4 product, `a • b`", 20, product(Double.self), product(Float.self))
    try add(
      "3×3 solve, `refactor` and `solve(b, result: &x)`", 30, solutionInPlace(Double.self),
      solutionInPlace(Float.self))
    try add(
      "3×3 solve, `solve(a, b, result: &x)`", 30, driverInPlace(Double.self), driverInPlace(Float.self))
    try add("3×3 solve, `solve(a, b)`", 30, solution(Double.self), solution(Float.self))
    return table
  }

  private static func product<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> Contender {
    let (a, b) = (randomMatrix(4, 4, Scalar.self), randomMatrix(4, 4, Scalar.self))
    return Contender("ours") { keep(a • b) }
  }

  private static func productInPlace<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> Contender {
    let (a, b) = (randomMatrix(4, 4, Scalar.self), randomMatrix(4, 4, Scalar.self))
    return Contender(name: "ours") { repeats in
      var c = Matrix<Scalar>.zeros(4, 4)
      return seconds { for _ in 0..<repeats { matmul(a, b, result: &c) } }.0
    }
  }

  private static func solution<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> Contender {
    let (a, b) = (randomMatrix(3, 3, Scalar.self), randomVector(3, Scalar.self))
    return Contender("ours") { keep(try solve(a, b)) }
  }

  private static func driverInPlace<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> Contender {
    let (a, b) = (randomMatrix(3, 3, Scalar.self), randomVector(3, Scalar.self))
    return Contender(name: "ours") { repeats in
      var x = b + 0
      return try seconds { for _ in 0..<repeats { try solve(a, b, result: &x) } }.0
    }
  }

  private static func solutionInPlace<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> Contender {
    let (a, b) = (randomMatrix(3, 3, Scalar.self), randomVector(3, Scalar.self))
    return Contender(name: "ours") { repeats in
      var (lu, x) = (try LU(a), b + 0)
      return try seconds {
        for _ in 0..<repeats {
          try lu.refactor(a)
          try lu.solve(b, result: &x)
        }
      }.0
    }
  }
}
