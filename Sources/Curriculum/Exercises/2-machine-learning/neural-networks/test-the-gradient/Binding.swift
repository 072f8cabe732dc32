@testable import Checks
@testable import struct Learner.Gradient
@testable import enum Learner.Kind
@testable import struct Learner.Layer
@testable import func Learner.accepts

@main enum Program {
  static func main() {
    TestTheGradient.grade(
      Submission(
        accepts: .init { candidate in
          let layer = Layer(
            kind: Kind(rawValue: candidate.kind.rawValue)!, forward: candidate.forward,
            backward: { x, parameters, upstream in
              let slopes = candidate.backward(x, parameters, upstream)
              return Gradient(input: slopes.input, parameters: slopes.parameters)
            })
          return Verdict(isAccepted: accepts(layer))
        }))
  }
}
