import CAllocationCounter
import LabNumerics
import Measuring

/// Blocks of memory asked for by one call in steady state: 0 for what works in memory at hand.
enum Allocations {
  static func measure(_ effort: Effort) throws -> Findings {
    let sizes = [1, 3, 8, 50, 200]
    var findings = Findings()
    var control = Table("a count that must not be 0", "`Vector.zeros(8)`")
    control.add("allocations", [.atLeast(1, Double(count { keep(Vector<Double>.zeros(8)) }), digits: 0)])
    findings.add(control)
    var own = Table(["OpenBLAS's own, a call from C"] + sizes.map { "n = \($0)" })
    own.add("`cblas_dgemm`", sizes.map { .figure(Double(gemmInC($0, Double.self)), digits: 0) })
    own.add("`cblas_sgemm`", sizes.map { .figure(Double(gemmInC($0, Float.self)), digits: 0) })
    findings.add(own)
    for (name, calls) in [("Double", Calls<Double>.all), ("Float", Calls<Float>.all)] {
      var table = Table(["\(name), allocations a call (0)"] + sizes.map { "n = \($0)" })
      for (title, make) in calls {
        table.add(title, try sizes.map { n in .atMost(0, Double(try count(make(n))), digits: 0) })
      }
      findings.add(table)
    }
    return findings
  }

  /// What OpenBLAS asks for in one product, whoever calls it.
  private static func gemmInC<Scalar: CScalar>(_ n: Int, _: Scalar.Type) -> Int {
    let a = [Scalar](repeating: 1, count: n * n)
    var c = a
    return c.withUnsafeMutableBufferPointer { c in
      count { Scalar.c_gemm(1, Int32(n), a, a, c.baseAddress) }
    }
  }

  /// The allocations of one call, after two in which buffers have grown.
  private static func count(_ call: () throws -> Void) rethrows -> Int {
    try call()
    try call()
    let before = allocation_counter_count()
    try call()
    return Int(allocation_counter_count() - before)
  }
}

/// Calls that are to work in memory at hand: each is made for a size, with the memory, and is then made again and again.
private enum Calls<Scalar: LinearAlgebraScalar> {
  typealias Call = () throws -> Void

  static var all: [(title: String, make: (Int) throws -> Call)] {
    [
      (
        "`dot`, `axpy`, `scale`",
        { n in
          let x = randomVector(n, Scalar.self)
          var y = x + 1
          return {
            keep(dot(x, y))
            axpy(2, x, &y)
            scale(0.5, &y)
          }
        }
      ),
      (
        "`gemv`, `symv`, `trsv` in place",
        { n in
          let (a, t, x) = (randomMatrix(n, n, Scalar.self), Matrix<Scalar>.identity(n), randomVector(n, Scalar.self))
          var y = x + 1
          return {
            gemv(a, x, result: &y)
            gemv(a, x, transposeA: true, alpha: 2, beta: 0.5, result: &y)
            symv(a, x, result: &y)
            try trsv(t, &y, lower: true)
          }
        }
      ),
      (
        "`gemm`, `syrk`, `symm`, `trsm` in place",
        { n in
          let (a, t) = (randomMatrix(n, n, Scalar.self), Matrix<Scalar>.identity(n))
          var c = a + 1
          return {
            gemm(a, t, result: &c)
            gemm(a, t, transposeB: true, alpha: 2, beta: 0.5, result: &c)
            syrk(a, result: &c)
            symm(t, a, result: &c)
            try trsm(t, &c, lower: true)
          }
        }
      ),
      (
        "LU: `refactor`",
        refactor {
          try LU($0.a)
        } with: {
          try $0.refactor($1.a)
        }
      ),
      (
        "Cholesky: `refactor`",
        refactor {
          try Cholesky($0.p)
        } with: {
          try $0.refactor($1.p)
        }
      ),
      (
        "QR: `refactor`",
        refactor {
          (try QR($0.a), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.a, workspace: &$0.1)
        }
      ),
      (
        "SVD: `refactor`",
        refactor {
          (try SVD($0.a), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.a, workspace: &$0.1)
        }
      ),
      (
        "SymmetricEigen: `refactor`",
        refactor {
          (try SymmetricEigen($0.s), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.s, workspace: &$0.1)
        }
      ),
      (
        "LDLT: `refactor`",
        refactor {
          (try LDLT($0.s), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.s, workspace: &$0.1)
        }
      ),
      (
        "PivotedQR: `refactor`",
        refactor {
          (try PivotedQR($0.a), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.a, workspace: &$0.1)
        }
      ),
      (
        "Eigen: `refactor`",
        refactor {
          (try Eigen($0.a), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.a, workspace: &$0.1)
        }
      ),
      (
        "Schur: `refactor`",
        refactor {
          (try Schur($0.a), Workspace<Scalar>())
        } with: {
          try $0.0.refactor($1.a, workspace: &$0.1)
        }
      ),
      ("LU: `solve(result:workspace:)`", solving { try LU($0.a) }),
      ("Cholesky: `solve(result:workspace:)`", solving { try Cholesky($0.p) }),
      ("LDLT: `solve(result:workspace:)`", solving { try LDLT($0.s) }),
      ("QR: `solve(result:workspace:)`", solving { try QR($0.a) }),
      ("PivotedQR: `solve(result:workspace:)`", solving { try PivotedQR($0.a) }),
      ("SVD: `solve(result:workspace:)`", solving { try SVD($0.a) }),
      ("SymmetricEigen: `solve(result:workspace:)`", solving { try SymmetricEigen($0.s) }),
    ]
  }

  private static func refactor<Factors>(
    _ make: @escaping (Input<Scalar>) throws -> Factors,
    with again: @escaping (inout Factors, Input<Scalar>) throws -> Void
  ) -> (Int) throws -> Call {
    { n in
      let input = Input<Scalar>(n)
      var factors = try make(input)
      return { try again(&factors, input) }
    }
  }

  private static func solving<Factors: Factorization<Scalar>>(
    _ make: @escaping (Input<Scalar>) throws -> Factors
  ) -> (Int) throws -> Call {
    { n in
      let input = Input<Scalar>(n)
      let factors = try make(input)
      var (x, xs) = (input.x + 0, input.b + 0)
      var workspace = Workspace<Scalar>()
      return {
        try factors.solve(input.x, result: &x, workspace: &workspace)
        try factors.solve(input.b, result: &xs, workspace: &workspace)
      }
    }
  }
}
