@testable import Checks
@testable import struct Learner.SupportVectorMachine
@testable import func Learner.fitSupportVectorMachine
@testable import func Learner.gaussianKernel

@main enum Program {
  static func main() {
    SupportVectorMachines.grade(
      Submission(
        kernel: .init { gaussianKernel($0, $1, gamma: $2) },
        fit: .init { kernel, y, limits in
          let machine = try fitSupportVectorMachine(
            kernel: kernel, y, c: limits[0], tolerance: limits[1], stepLimit: Int(limits[2]))
          return machine.alpha + [machine.bias]
        },
        decide: .init { alpha, y, bias, kernel in
          SupportVectorMachine(alpha: alpha, labels: y, bias: bias).decide(kernel: kernel)
        }))
  }
}
