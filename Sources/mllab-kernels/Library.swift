import LabNumerics

/// The contender that calls LabNumerics as a user who does it again and again: into memory that is there already,
/// wherever a form for that exists.
func library<Scalar: LinearAlgebraScalar>(_ problem: Problem<Scalar>) throws -> Contest {
  let n = problem.size
  func a() -> Matrix<Scalar> { Matrix(rows: n, columns: n, problem.first) }
  func b() -> Matrix<Scalar> { Matrix(rows: n, columns: n, problem.second) }
  switch problem.kernel {
  case .dot:
    let (x, y) = (Vector(problem.first), Vector(problem.second))
    var sum: Scalar = 0
    return Contest(
      call: { seconds($0) { sum = LabNumerics.dot(x, y) } }, judge: { problem.judge(.number(sum)) })
  case .axpy:
    let x = Vector(problem.first)
    var y = Vector(problem.second)
    return Contest(
      call: { seconds($0) { LabNumerics.axpy(Problem<Scalar>.alpha, x, &y) } },
      judge: { problem.judge(.elements(Array(y))) })
  case .gemv:
    let (a, x) = (a(), Vector(problem.second))
    var y = Vector<Scalar>.zeros(n)
    return Contest(
      call: { seconds($0) { matmul(a, x, result: &y) } }, judge: { problem.judge(.elements(Array(y))) })
  case .gemm:
    let (a, b) = (a(), b())
    var c = Matrix<Scalar>.zeros(n, n)
    return Contest(
      call: { seconds($0) { matmul(a, b, result: &c) } }, judge: { problem.judge(.elements(Array(c.flattened))) })
  case .syrk:
    let a = a()
    var c = Matrix<Scalar>.zeros(n, n)
    return Contest(
      call: { seconds($0) { matmul(a, a, transposeB: true, result: &c) } },
      judge: { problem.judge(.elements(Array(c.flattened))) })
  case .trsm:
    let (l, b) = (a(), b())
    var x = b
    return Contest(
      call: { seconds($0) { x = try solve(lower: l, b) } }, judge: { problem.judge(.elements(Array(x.flattened))) })
  case .lu:
    let a = a()
    var lu = try LU(a)
    return Contest(call: { seconds($0) { try lu.refactor(a) } }) {
      problem.judge(
        .lu(
          lower: Array(lu.lower.flattened), upper: Array(lu.upper.flattened), permutation: lu.permutation))
    }
  case .cholesky:
    let a = a()
    var cholesky = try Cholesky(a)
    return Contest(
      call: { seconds($0) { try cholesky.refactor(a) } },
      judge: { problem.judge(.elements(Array(cholesky.lower.flattened))) })
  case .qr:
    let a = a()
    var workspace = Workspace<Scalar>()
    var qr = try QR(a)
    return Contest(call: { seconds($0) { try qr.refactor(a, workspace: &workspace) } }) {
      problem.judge(.qr(q: Array(qr.q().flattened), r: Array(qr.r.flattened)))
    }
  case .svd:
    let a = a()
    var workspace = Workspace<Scalar>()
    var svd = try SVD(a)
    return Contest(call: { seconds($0) { try svd.refactor(a, workspace: &workspace) } }) {
      problem.judge(
        .svd(
          u: Array(svd.u.flattened), singularValues: Array(svd.singularValues),
          vTransposed: Array(svd.vTransposed.flattened)))
    }
  case .eigh:
    let a = a()
    var workspace = Workspace<Scalar>()
    var eigen = try SymmetricEigen(a)
    return Contest(call: { seconds($0) { try eigen.refactor(a, workspace: &workspace) } }) {
      problem.judge(.eigen(values: Array(eigen.values), vectors: Array(eigen.vectorsByRow.flattened)))
    }
  }
}
