import CReference
import LabNumerics

/// A scalar with the same work in C.
protocol CScalar: LinearAlgebraScalar {
  static var name: String { get }
  static var dot: (Int, Int32, UnsafePointer<Self>?, UnsafePointer<Self>?) -> Self { get }
  static var norm: (Int, Int32, UnsafePointer<Self>?) -> Self { get }
  static var axpy: (Int, Int32, Self, UnsafePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void { get }
  static var gemv: (Int, Int32, UnsafePointer<Self>?, UnsafePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void { get }
  static var gemm: (Int, Int32, UnsafePointer<Self>?, UnsafePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void { get }
  static var syrk: (Int, Int32, UnsafePointer<Self>?, UnsafeMutablePointer<Self>?) -> Void { get }
}

extension Double: CScalar {
  static let name = "Double"
  static let dot = c_dot_f64
  static let norm = c_nrm2_f64
  static let axpy = c_axpy_f64
  static let gemv = c_gemv_f64
  static let gemm = c_gemm_f64
  static let syrk = c_syrk_f64
}

extension Float: CScalar {
  static let name = "Float"
  static let dot = c_dot_f32
  static let norm = c_nrm2_f32
  static let axpy = c_axpy_f32
  static let gemv = c_gemv_f32
  static let gemm = c_gemm_f32
  static let syrk = c_syrk_f32
}
