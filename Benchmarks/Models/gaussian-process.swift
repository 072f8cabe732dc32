@testable import Checks
@testable import struct Learner.Kernel
@testable import func Learner.fitGaussianProcess

/// With the kernel given: the evidence and its gradient are part of the fit.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .carbonDioxide(400), score: .rootMeanSquare, growth: (rows: 3, columns: 1),
        // The length has a unit.
        exceptions: [.unit]
      ) { rows in
        let model = try fitGaussianProcess(rows.x, rows.y, Kernel(variance: 25, length: 0.2, noise: 0.1))
        return { try model.predict($0).mean }
      })
  }
}
