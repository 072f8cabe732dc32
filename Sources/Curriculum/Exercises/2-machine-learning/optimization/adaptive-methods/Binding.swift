@testable import Checks
@testable import enum Learner.Method
@testable import struct Learner.Optimizer

@main enum Program {
  static func main() {
    AdaptiveMethods.grade(
      Submission(
        run: .init { start, gradient, method, rate, steps in
          var optimizer = Optimizer(learners(method), learningRate: rate, parameters: start.count)
          var (w, path) = (start, [[Double]]())
          for _ in 0..<steps {
            optimizer.step(&w, gradient: gradient(w))
            path.append(w)
          }
          return path
        }))
  }

  private static func learners(_ method: Checks.Method) -> Method {
    switch method {
    case .adaGrad: .adaGrad
    case .rmsProp: .rmsProp
    case .adam: .adam
    case .adamW(let decay): .adamW(decay: decay)
    }
  }
}
