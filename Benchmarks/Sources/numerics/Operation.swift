import LabNumerics
import RealModule

/// Something that LabNumerics and Python both do to the same input.
struct Operation<Scalar: LinearAlgebraScalar> {
  let title: String
  /// Products and solves, of which more is expected where they are small.
  let isQuick: Bool
  /// Python's ways; the quickest at a size is the opponent.
  let statements: [String]
  /// What Python makes of the result of the first statement, to compare with: it takes `r`.
  let summary: String
  /// Ours, once.
  let ours: (Input<Scalar>) throws -> Void
  /// Ours of the same summary.
  let value: (Input<Scalar>) throws -> Scalar

  static var all: [Operation] {
    [
      Operation(
        title: "A·B", isQuick: true, statements: ["a @ b"], summary: "abs(r).sum()",
        ours: { keep(matmul($0.a, $0.b)) },
        value: { matmul($0.a, $0.b).flattened.norm(.one) }),
      Operation(
        title: "A·x", isQuick: true, statements: ["a @ x"], summary: "abs(r).sum()",
        ours: { keep(matmul($0.a, $0.x)) },
        value: { matmul($0.a, $0.x).norm(.one) }),
      Operation(
        title: "solve", isQuick: true,
        statements: ["np.linalg.solve(a, x)", "sl.solve(a, x)"], summary: "abs(r).sum()",
        ours: { keep(try solve($0.a, $0.x)) },
        value: { try solve($0.a, $0.x).norm(.one) }),
      Operation(
        title: "Cholesky", isQuick: false,
        statements: ["np.linalg.cholesky(p)", "sl.cholesky(p, lower=True)"], summary: "abs(r).sum()",
        ours: { keep(try Cholesky($0.p)) },
        value: { try Cholesky($0.p).lower.flattened.norm(.one) }),
      Operation(
        title: "QR", isQuick: false,
        statements: ["np.linalg.qr(a)", "sl.qr(a, mode='economic')"], summary: "abs(r[1]).sum()",
        ours: { keep(try QR($0.a).qAndR()) },
        value: { try QR($0.a).r.flattened.norm(.one) }),
      Operation(
        title: "SVD", isQuick: false,
        statements: ["np.linalg.svd(a, full_matrices=False)", "sl.svd(a, full_matrices=False)"], summary: "r[1].sum()",
        ours: { keep(try SVD($0.a)) },
        value: { try SVD($0.a).singularValues.sum() }),
      Operation(
        title: "eigh", isQuick: false,
        statements: ["np.linalg.eigh(s)", "sl.eigh(s)", "sl.eigh(s, driver='evd')"], summary: "abs(r[0]).sum()",
        ours: { keep(try SymmetricEigen($0.s)) },
        value: { try SymmetricEigen($0.s).values.norm(.one) }),
      Operation(
        title: "least squares", isQuick: false,
        statements: [
          "np.linalg.lstsq(t, y)", "sl.lstsq(t, y)", "sl.lstsq(t, y, lapack_driver='gelsy')",
        ], summary: "abs(r[0]).sum()",
        ours: { keep(try leastSquares($0.t, $0.y)) },
        value: { try leastSquares($0.t, $0.y).x.norm(.one) }),
    ]
  }
}

/// Matrices of one size, on which both sides work.
struct Input<Scalar: LinearAlgebraScalar> {
  /// Shape (n, n), well conditioned, its rows in random order, so that elimination has to exchange them.
  let a: Matrix<Scalar>
  /// Shape (n, n), random.
  let b: Matrix<Scalar>
  /// n elements.
  let x: Vector<Scalar>
  /// Symmetric positive definite, shape (n, n).
  let p: Matrix<Scalar>
  /// Symmetric, shape (n, n).
  let s: Matrix<Scalar>
  /// Tall, shape (2·n, n), with y of 2·n elements.
  let t: Matrix<Scalar>
  let y: Vector<Scalar>

  /// So large that a few times are enough.
  var isLarge: Bool { x.count >= 1024 }

  init(_ n: Int) {
    var generator = SplitMix64(seed: UInt64(n))
    let noise = Matrix<Scalar>.randomNormal(n, n, using: &generator)
    let order = generator.permutation(n)
    let scale = 1 / Scalar(n).squareRoot()
    a = Matrix(rows: n, columns: n) { i, j in noise[order[i], j] * scale + (order[i] == j ? 2 : 0) }
    b = .randomNormal(n, n, using: &generator)
    x = .randomNormal(n, using: &generator)
    s = Matrix(rows: n, columns: n) { i, j in (noise[i, j] + noise[j, i]) / 2 }
    p = Matrix.identity(n) + matmul(noise, noise, transposeA: true) / Scalar(n)
    t = .randomNormal(2 * n, n, using: &generator)
    y = .randomNormal(2 * n, using: &generator)
  }

  func load(into python: Python) throws {
    try python.load("a", a)
    try python.load("b", b)
    try python.load("x", x)
    try python.load("p", p)
    try python.load("s", s)
    try python.load("t", t)
    try python.load("y", y)
  }
}
