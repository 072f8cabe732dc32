import CReference
import LabNumerics

/// A scalar with the same work in C.
protocol CScalar: LinearAlgebraScalar {
  typealias In = UnsafePointer<Self>?
  typealias Out = UnsafeMutablePointer<Self>?
  static var c_dot: (Int, Int32, In, In) -> Self { get }
  static var c_nrm2: (Int, Int32, In) -> Self { get }
  static var c_asum: (Int, Int32, In) -> Self { get }
  static var c_scal: (Int, Int32, Out) -> Void { get }
  static var c_axpy: (Int, Int32, In, Out) -> Void { get }
  static var c_gemv: (Int, Int32, In, In, Out) -> Void { get }
  static var c_symv: (Int, Int32, In, In, Out) -> Void { get }
  static var c_ger: (Int, Int32, In, In, Out) -> Void { get }
  static var c_trsv: (Int, Int32, In, Out) -> Void { get }
  static var c_gemm: (Int, Int32, In, In, Out) -> Void { get }
  static var c_syrk: (Int, Int32, In, Out) -> Void { get }
  static var c_symm: (Int, Int32, In, In, Out) -> Void { get }
  static var c_trsm: (Int, Int32, In, Out) -> Void { get }
}

extension Double: CScalar {
  static let c_dot = c_dot_f64
  static let c_nrm2 = c_nrm2_f64
  static let c_asum = c_asum_f64
  static let c_scal = c_scal_f64
  static let c_axpy = c_axpy_f64
  static let c_gemv = c_gemv_f64
  static let c_symv = c_symv_f64
  static let c_ger = c_ger_f64
  static let c_trsv = c_trsv_f64
  static let c_gemm = c_gemm_f64
  static let c_syrk = c_syrk_f64
  static let c_symm = c_symm_f64
  static let c_trsm = c_trsm_f64
}

extension Float: CScalar {
  static let c_dot = c_dot_f32
  static let c_nrm2 = c_nrm2_f32
  static let c_asum = c_asum_f32
  static let c_scal = c_scal_f32
  static let c_axpy = c_axpy_f32
  static let c_gemv = c_gemv_f32
  static let c_symv = c_symv_f32
  static let c_ger = c_ger_f32
  static let c_trsv = c_trsv_f32
  static let c_gemm = c_gemm_f32
  static let c_syrk = c_syrk_f32
  static let c_symm = c_symm_f32
  static let c_trsm = c_trsm_f32
}
