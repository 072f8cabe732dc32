import Glibc

// What a kernel is measured on, and whether its answer is right. This file is also compiled on its own into the program
// that measures a learner's function: it imports nothing of ours, and its judgement leans on no BLAS.

/// The kernels of `mllab bench`, by the names that its protocol has for them.
enum Kernel: String, CaseIterable {
  case dot, axpy, gemv, gemm, syrk, trsm, lu, cholesky, qr, svd, eigh
}

/// The operands of a kernel at one size, the same numbers on every machine and in every language.
struct Problem<Scalar: BinaryFloatingPoint> {
  let kernel: Kernel
  /// Elements of a vector, or rows and columns of a matrix.
  let size: Int
  /// The first operand: x of dot and axpy, else a matrix row after row.
  let first: [Scalar]
  /// The second operand: y, x of gemv, B; empty where there is none.
  let second: [Scalar]

  /// What axpy multiplies x by.
  static var alpha: Scalar { 0.5 }

  init(_ kernel: Kernel, size: Int, first: [Scalar], second: [Scalar] = []) {
    (self.kernel, self.size, self.first, self.second) = (kernel, size, first, second)
  }

  init(_ kernel: Kernel, size n: Int) {
    self.kernel = kernel
    size = n
    switch kernel {
    case .dot, .axpy: (first, second) = (numbers(n, stream: 1), numbers(n, stream: 2))
    case .gemv: (first, second) = (numbers(n * n, stream: 1), numbers(n, stream: 2))
    case .gemm: (first, second) = (numbers(n * n, stream: 1), numbers(n * n, stream: 2))
    case .syrk, .lu, .qr, .svd: (first, second) = (numbers(n * n, stream: 1), [])
    case .trsm:
      var l: [Scalar] = numbers(n * n, stream: 1)
      // Rows below a diagonal of about 2 that sum to less than 1: well conditioned at every size.
      for i in 0..<n {
        for j in 0..<i { l[i * n + j] /= Scalar(n) }
        l[i * n + i] += 2
        for j in i + 1..<max(n, i + 1) { l[i * n + j] = 0 }
      }
      (first, second) = (l, numbers(n * n, stream: 2))
    case .cholesky, .eigh:
      var a: [Scalar] = numbers(n * n, stream: 1)
      for i in 0..<n {
        for j in 0..<i { a[j * n + i] = a[i * n + j] }
        if kernel == .cholesky { a[i * n + i] += Scalar(n + 1) }  // Gershgorin: every eigenvalue is positive
      }
      (first, second) = (a, [])
    }
  }
}

/// Numbers evenly spread over −1 ..< 1, each from its index alone: SplitMix64's output function on stream and index.
///
/// Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014).
func numbers<Scalar: BinaryFloatingPoint>(_ count: Int, stream: UInt64) -> [Scalar] {
  (0..<count).map { index in
    var z = (stream << 40 &+ UInt64(index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return Scalar(Double(z >> 11) * 0x1p-52 - 1)
  }
}

/// What came out of a kernel. Matrices are n × n, row after row.
enum Answer<Scalar: BinaryFloatingPoint> {
  case number(Scalar)
  /// y of axpy and gemv, C of gemm and syrk, X of trsm, L of cholesky.
  case elements([Scalar])
  /// Row i of L·U is row `permutation[i]` of A.
  case lu(lower: [Scalar], upper: [Scalar], permutation: [Int])
  /// x of A·x = b with the b of `rightHandSide`: an elimination that keeps no factors.
  case solution([Scalar])
  case qr(q: [Scalar], r: [Scalar])
  case svd(u: [Scalar], singularValues: [Scalar], vTransposed: [Scalar])
  /// Eigenvectors by row.
  case eigen(values: [Scalar], vectors: [Scalar])
}

/// How far an answer is from the mathematics.
struct Judgement {
  /// The residual over n·ε and the norms of the operands, as LAPACK's own tests have it: below 30 is right.
  var ratio: Double
  /// A sum that tells whether two contenders solved the same problem: the same to rounding for every right answer.
  var digest: Double
}

extension Problem {
  /// The b that `Answer.solution` belongs to.
  var rightHandSide: [Scalar] { numbers(size, stream: 2) }

  /// The residual is tried on one vector v of random numbers, as (A·B)·v − A·(B·v): n² operations instead of n³, in
  /// plain loops in Double. A wrong entry shows unless v happens to be orthogonal to what is wrong with its row.
  ///
  /// Freivalds, Probabilistic Machines Can Use Less Running Time (IFIP 1977).
  func judge(_ answer: Answer<Scalar>) -> Judgement {
    let (n, a) = (size, first.map { Double($0) })
    let b = second.map { Double($0) }
    let v: [Double] = numbers(n, stream: 3)
    let unit = Double(n) * Double(Scalar.ulpOfOne)
    func ratio(_ residual: [Double], _ scale: Double) -> Double { norm(residual) / (unit * max(scale, 0x1p-500)) }
    func orthogonality(_ q: [Double]) -> Double { ratio(minus(times(q, times(q, v), transposed: true), v), norm(v)) }
    switch answer {
    case .number(let value):
      let (exact, size) = zip(a, b).reduce((0, 0)) { ($0.0 + $1.0 * $1.1, $0.1 + abs($1.0 * $1.1)) }
      return Judgement(ratio: ratio([Double(value) - exact], size), digest: Double(value))
    case .elements(let elements):
      let c = elements.map { Double($0) }
      guard c.count == (kernel == .axpy || kernel == .gemv ? n : n * n) else { return .hopeless }
      let (residual, scale): ([Double], Double)
      switch kernel {
      case .axpy:
        let exact = zip(a, b).map { Double(Self.alpha) * $0 + $1 }
        (residual, scale) = (minus(c, exact), norm(a) + norm(b))
      case .gemv: (residual, scale) = (minus(c, times(a, b)), norm(a) * norm(b))
      case .gemm: (residual, scale) = (minus(times(c, v), times(a, times(b, v))), norm(a) * norm(b) * norm(v))
      case .syrk:
        let exact = times(a, times(a, v, transposed: true))
        (residual, scale) = (minus(times(c, v), exact), norm(a) * norm(a) * norm(v))
      case .trsm: (residual, scale) = (minus(times(a, times(c, v)), times(b, v)), norm(a) * norm(c) * norm(v))
      default:
        (residual, scale) = (minus(times(c, times(c, v, transposed: true)), times(a, v)), norm(a) * norm(v))
      }
      let upper = (0..<n).contains { i in (i + 1..<max(n, i + 1)).contains { c[i * n + $0] != 0 } }
      if kernel == .cholesky, upper { return .hopeless }
      let digest = kernel == .cholesky ? (0..<n).reduce(0) { $0 + log(c[$1 * n + $1]) } : c.reduce(0) { $0 + abs($1) }
      return Judgement(ratio: ratio(residual, scale), digest: digest)
    case .lu(let lower, let upper, let permutation):
      guard permutation.sorted() == Array(0..<n) else { return .hopeless }
      let (l, u) = (lower.map { Double($0) }, upper.map { Double($0) })
      let (av, luv) = (times(a, v), times(l, times(u, v)))
      let residual = (0..<n).map { luv[$0] - av[permutation[$0]] }
      let digest = (0..<n).reduce(0) { $0 + log(abs(u[$1 * n + $1])) }
      return Judgement(ratio: ratio(residual, norm(l) * norm(u) * norm(v)), digest: digest)
    case .solution(let solution):
      let x = solution.map { Double($0) }
      guard x.count == n else { return .hopeless }
      let residual = minus(times(a, x), rightHandSide.map { Double($0) })
      return Judgement(ratio: ratio(residual, norm(a) * norm(x)), digest: .nan)
    case .qr(let q, let r):
      let (q, r) = (q.map { Double($0) }, r.map { Double($0) })
      let factors = ratio(minus(times(q, times(r, v)), times(a, v)), norm(a) * norm(v))
      let digest = (0..<n).reduce(0) { $0 + log(abs(r[$1 * n + $1])) }  // of |det A|, and so that of Aᵀ too
      return Judgement(ratio: largest(factors, orthogonality(q)), digest: digest)
    case .svd(let u, let singularValues, let vTransposed):
      let (u, s, vt) = (u.map { Double($0) }, singularValues.map { Double($0) }, vTransposed.map { Double($0) })
      guard zip(s, s.dropFirst()).allSatisfy(>=), s.last ?? 0 >= 0 else { return .hopeless }
      let product = times(u, zip(s, times(vt, v)).map { $0 * $1 })
      let factors = ratio(minus(product, times(a, v)), norm(a) * norm(v))
      return Judgement(
        ratio: [orthogonality(u), orthogonality(vt)].reduce(factors, largest), digest: s.reduce(0, +))
    case .eigen(let values, let vectors):
      let (values, vectors) = (values.map { Double($0) }, vectors.map { Double($0) })
      guard zip(values, values.dropFirst()).allSatisfy(<=) else { return .hopeless }
      let product = times(vectors, zip(values, times(vectors, v)).map { $0 * $1 }, transposed: true)
      let factors = ratio(minus(product, times(a, v)), norm(a) * norm(v))
      return Judgement(
        ratio: largest(factors, orthogonality(vectors)), digest: values.reduce(0) { $0 + abs($1) })
    }
  }
}

extension Judgement {
  /// Not even of the form that was asked for.
  static let hopeless = Judgement(ratio: .infinity, digest: .nan)
}

/// NaN if either is: `max` would drop it.
private func largest(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : max(a, b) }

private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func minus(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }

/// A·x, or Aᵀ·x, for a square A row after row.
private func times(_ a: [Double], _ x: [Double], transposed: Bool = false) -> [Double] {
  let n = x.count
  var y = [Double](repeating: 0, count: n)
  for i in 0..<n {
    if transposed {
      for j in 0..<n { y[j] += a[i * n + j] * x[i] }
    } else {
      var sum = 0.0
      for j in 0..<n { sum += a[i * n + j] * x[j] }
      y[i] = sum
    }
  }
  return y
}
