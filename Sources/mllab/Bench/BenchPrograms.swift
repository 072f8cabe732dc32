import Foundation
import Sandbox

/// Starts the programs of the lab that compute: `mllab-kernels`, and Python for NumPy.
struct BenchPrograms {
  let lab: Lab
  /// A folder for what they say on stderr.
  let scratch: String

  /// A conversation with `mllab-kernels`.
  ///
  /// - Throws: `LabError` if it is not there.
  func dialogue(_ arguments: [String]) throws -> Dialogue {
    let program = URL(fileURLWithPath: lab.folder + "/../release/mllab-kernels").standardized.path
    do {
      return try Dialogue(
        Command(program, arguments, environment: Self.environment),
        errors: "\(scratch)/\(arguments.joined(separator: "-")).err")
    } catch {
      throw LabError("\(error). Build it with: ./mllab")
    }
  }

  /// The user's own environment with one thread for every BLAS there is, so that all contenders have the same.
  static var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(
      ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"].map { ($0, "1") },
      uniquingKeysWith: { $1 })
  }
}
