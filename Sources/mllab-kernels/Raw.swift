import CRawKernels
import LabNumerics

/// The loops in C around cblas and LAPACKE, for one type of number.
protocol RawKernels: LinearAlgebraScalar {
  static var raw: RawCalls<Self> { get }
}

/// Each makes so many calls and gives their seconds; see CRawKernels.h.
struct RawCalls<T> {
  typealias Input = UnsafePointer<T>
  typealias Output = UnsafeMutablePointer<T>

  let dot: (Int64, Int64, Input, Input, Output) -> Double
  let axpy: (Int64, Int64, T, Input, Output) -> Double
  let gemv: (Int64, Int64, Input, Input, Output) -> Double
  let gemm: (Int64, Int64, Input, Input, Output) -> Double
  let syrk: (Int64, Int64, Input, Output) -> Double
  let trsm: (Int64, Int64, Input, Input, Output) -> Double
  let getrf: (Int64, Int64, Input, Output, UnsafeMutablePointer<Int32>) -> Double
  let potrf: (Int64, Int64, Input, Output) -> Double
  let geqrf: (Int64, Int64, Input, Output, Output) -> Double
  let gesdd: (Int64, Int64, Input, Output, Output, Output) -> Double
  let syevd: (Int64, Int64, Input, Output, Output) -> Double
  let orgqr: (Int64, Output, Input) -> Double
  let peak: (Double) -> Double
}

extension Double: RawKernels {
  static var raw: RawCalls<Double> {
    RawCalls(
      dot: craw_ddot, axpy: craw_daxpy, gemv: craw_dgemv, gemm: craw_dgemm, syrk: craw_dsyrk, trsm: craw_dtrsm,
      getrf: craw_dgetrf, potrf: craw_dpotrf, geqrf: craw_dgeqrf, gesdd: craw_dgesdd, syevd: craw_dsyevd,
      orgqr: craw_dorgqr, peak: craw_dpeak)
  }
}

extension Float: RawKernels {
  static var raw: RawCalls<Float> {
    RawCalls(
      dot: craw_sdot, axpy: craw_saxpy, gemv: craw_sgemv, gemm: craw_sgemm, syrk: craw_ssyrk, trsm: craw_strsm,
      getrf: craw_sgetrf, potrf: craw_spotrf, geqrf: craw_sgeqrf, gesdd: craw_sgesdd, syevd: craw_ssyevd,
      orgqr: craw_sorgqr, peak: craw_speak)
  }
}

/// The contender that calls cblas and LAPACKE from C.
///
/// LAPACK's factors are those of the transpose: the same work, judged as what they are.
func raw<Scalar: RawKernels>(_ problem: Problem<Scalar>) -> Contest {
  let n = problem.size
  let size = Int64(n)
  let raw = Scalar.raw
  // In C's own memory, aligned as Matrix aligns it: the comparison is of calls, not of addresses.
  func memory(_ elements: [Scalar]) -> Matrix<Scalar> { Matrix(rows: 1, columns: elements.count, elements) }
  func zeros(_ count: Int) -> Matrix<Scalar> { .zeros(1, count) }
  let (a, b) = (memory(problem.first), memory(problem.second))
  switch problem.kernel {
  case .dot:
    var sum: Scalar = 0
    return Contest(
      call: { repeats in a.read { a in b.read { b in raw.dot(size, Int64(repeats), a, b, &sum) } } },
      judge: { problem.judge(.number(sum)) })
  case .axpy:
    var y = b
    return Contest(
      call: { repeats in a.read { a in y.write { y in raw.axpy(size, Int64(repeats), Problem<Scalar>.alpha, a, y) } } },
      judge: { problem.judge(.elements(Array(y.flattened))) })
  case .gemv, .gemm, .trsm:
    let function = problem.kernel == .gemv ? raw.gemv : problem.kernel == .gemm ? raw.gemm : raw.trsm
    var c = zeros(problem.kernel == .gemv ? n : n * n)
    return Contest(
      call: { repeats in a.read { a in b.read { b in c.write { c in function(size, Int64(repeats), a, b, c) } } } },
      judge: { problem.judge(.elements(Array(c.flattened))) })
  case .syrk, .cholesky:
    let function = problem.kernel == .syrk ? raw.syrk : raw.potrf
    var c = zeros(n * n)
    return Contest(call: { repeats in a.read { a in c.write { c in function(size, Int64(repeats), a, c) } } }) {
      var c = Array(c.flattened)
      for i in 0..<n {
        for j in i + 1..<max(n, i + 1) { c[i * n + j] = problem.kernel == .syrk ? c[j * n + i] : 0 }
      }
      return problem.judge(.elements(c))
    }
  case .lu:
    var lu = zeros(n * n)
    var pivots = [Int32](repeating: 0, count: n)
    return Contest(
      call: { repeats in a.read { a in lu.write { lu in raw.getrf(size, Int64(repeats), a, lu, &pivots) } } }
    ) {
      var permutation = Array(0..<n)
      for (row, pivot) in pivots.enumerated() { permutation.swapAt(row, Int(pivot) - 1) }
      return problem.transposed.judge(
        luAnswer(Matrix(rows: n, columns: n, Array(lu.flattened)).transposed(), permutation))
    }
  case .qr:
    var (qr, tau) = (zeros(n * n), zeros(n))
    return Contest(
      call: { repeats in
        a.read { a in qr.write { qr in tau.write { tau in raw.geqrf(size, Int64(repeats), a, qr, tau) } } }
      }
    ) {
      let columns = Matrix(rows: n, columns: n, Array(qr.flattened))
      let r = Matrix<Scalar>(rows: n, columns: n) { i, j in i <= j ? columns[j, i] : 0 }
      var q = qr
      _ = q.write { q in tau.read { tau in raw.orgqr(size, q, tau) } }
      return problem.transposed.judge(
        .qr(
          q: Array(Matrix(rows: n, columns: n, Array(q.flattened)).transposed().flattened), r: Array(r.flattened)))
    }
  case .svd:
    var (s, u, vTransposed) = (zeros(n), zeros(n * n), zeros(n * n))
    return Contest(
      call: { repeats in
        a.read { a in
          s.write { s in
            u.write { u in vTransposed.write { v in raw.gesdd(size, Int64(repeats), a, s, u, v) } }
          }
        }
      }
    ) {
      // Aᵀ = U·Σ·Vᵀ column by column is A = V·Σ·Uᵀ row by row, and the memory of Vᵀ, read by rows, is V.
      problem.judge(
        .svd(
          u: Array(vTransposed.flattened), singularValues: Array(s.flattened), vTransposed: Array(u.flattened)))
    }
  case .eigh:
    var (values, vectors) = (zeros(n), zeros(n * n))
    return Contest(
      call: { repeats in
        a.read { a in values.write { w in vectors.write { v in raw.syevd(size, Int64(repeats), a, w, v) } } }
      }, judge: { problem.judge(.eigen(values: Array(values.flattened), vectors: Array(vectors.flattened))) })
  }
}

extension Problem where Scalar: LinearAlgebraScalar {
  /// The same kernel on the transpose of its first operand.
  fileprivate var transposed: Problem {
    Problem(kernel, size: size, first: Array(Matrix(rows: size, columns: size, first).transposed().flattened))
  }
}

extension Matrix {
  fileprivate func read<Result>(_ body: (UnsafePointer<Scalar>) -> Result) -> Result {
    withUnsafeBufferPointer { buffer in buffer.baseAddress.map(body)! }
  }

  fileprivate mutating func write<Result>(_ body: (UnsafeMutablePointer<Scalar>) -> Result) -> Result {
    withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(body)! }
  }
}
