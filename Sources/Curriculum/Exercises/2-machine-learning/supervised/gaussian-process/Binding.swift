@testable import Checks
@testable import struct Learner.Kernel
@testable import func Learner.fitGaussianProcess

@main enum Program {
  static func main() {
    GaussianProcesses.grade(
      Submission(
        evidence: .init { x, y, k in
          let process = try fitGaussianProcess(x, y, Kernel(variance: k[0], length: k[1], noise: k[2]))
          return [process.logEvidence] + process.gradient
        },
        predict: .init { x, y, k, rows in
          let process = try fitGaussianProcess(x, y, Kernel(variance: k[0], length: k[1], noise: k[2]))
          let (mean, variance) = try process.predict(rows)
          return [mean, variance]
        }))
  }
}
