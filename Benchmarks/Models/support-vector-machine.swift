@testable import Checks
@testable import struct Learner.SupportVectorMachine
@testable import func Learner.fitSupportVectorMachine
@testable import func Learner.gaussianKernel

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .breastCancer, score: .accuracy, growth: (rows: 2, columns: 1), classes: 2,
        // Γ has a unit; the machine sees a kernel, in which NaN spreads.
        exceptions: [.unit, .notANumber]
      ) { rows in
        let gamma = 1 / Double(rows.x[0].count)
        let kernel = gaussianKernel(rows.x, rows.x, gamma: gamma)
        let machine = try fitSupportVectorMachine(
          kernel: kernel, rows.labels.map { 2 * $0 - 1 }, c: 1, tolerance: 1e-3, stepLimit: 100_000)
        return { others in
          machine.decide(kernel: gaussianKernel(others, rows.x, gamma: gamma)).map { $0 > 0 ? 1 : 0 }
        }
      })
  }
}
