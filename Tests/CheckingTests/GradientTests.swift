import Events
import Glibc
import LabNumerics
import Testing

@testable import Checking

extension SessionTests {
  @Suite(.serialized) struct GradientTests {
    private func f(_ x: [Double]) -> Double { exp(x[0]) * sin(x[1]) + x[0] * x[2] * x[2] }

    private func gradient(_ x: [Double]) -> [Double] {
      [exp(x[0]) * sin(x[1]) + x[2] * x[2], exp(x[0]) * cos(x[1]), 2 * x[0] * x[2]]
    }

    private func judged(_ change: ([Double]) -> [Double], at x: [Double] = [0.3, -1.2, 2.5]) -> [Failure] {
      var random = SplitMix64(seed: 1)
      return failures {
        expect(gradient: change(gradient(x)), of: f, at: x, using: &random, what: "the gradient")
      }
    }

    @Test(arguments: [1, 1e3, 1e-3]) func `the right gradient is accepted`(scale: Double) {
      #expect(judged { $0 }.isEmpty)
      #expect(judged({ $0 }, at: [0.3 * min(1, scale), -1.2 * scale, 2.5 * scale]).isEmpty)
    }

    @Test func `an error is placed and weighed by the ladder`() {
      let sign = judged { [$0[0], -$0[1], $0[2]] }
      #expect(sign.first?.difference == "relative error 2: the formula is wrong; 1 of 3 entries wrong")
      #expect(sign.first?.message.contains("its entry [1]") ?? false)
      let coarse = judged { [$0[0], $0[1], $0[2] * (1 + 1e-5)] }
      #expect(coarse.first?.difference?.contains("nearly right") ?? false)
      #expect(judged { [$0[0], $0[1], $0[2] * (1 + 1e-9)] }.isEmpty)
      #expect(judged { $0.map { _ in 0 } }.first?.difference?.hasPrefix("relative error 1:") ?? false)
      #expect(
        judged { [$0[0], $0[1]] }.first?.message == "the gradient has 2 entries, expected 3: one for each variable")
      #expect(judged { [$0[0], Double.nan, $0[2]] }.first?.message == "the gradient has NaN at [1]")
    }

    @Test func `the ladder's last rung is a relative error of 1e-7`() {
      #expect(!judged { $0.map { $0 * (1 + 3e-7) } }.isEmpty)
      #expect(judged { $0.map { $0 * (1 + 3e-8) } }.isEmpty)
    }

    @Test func `a kink is passed over, the rest is judged`() {
      let x = [0.0, 1.5, -0.7]
      func relus(_ x: [Double]) -> Double { x.reduce(0) { $0 + max($1, 0) } + x[1] * x[2] }
      var random = SplitMix64(seed: 1)
      let right = failures { expect(gradient: [0, 1 - 0.7, 1.5], of: relus, at: x, using: &random) }
      #expect(right.isEmpty)
      let wrong = failures { expect(gradient: [0, 1 - 0.7, 2.5], of: relus, at: x, using: &random) }
      #expect(!wrong.isEmpty)
      // Nothing but kinks: the exercise is at fault, and says so.
      let stuck = failures { expect(gradient: [0], of: { abs($0[0]) }, at: [0], using: &random) }
      #expect(stuck.first?.message.hasSuffix("A fault of the exercise.") ?? false)
    }

    @Test func `a pullback is judged with upstream numbers that are not all one`() {
      // Softmax: with an upstream of ones every entry of the right answer is 0.
      func softmax(_ x: [Double]) -> [Double] {
        let e = x.map { exp($0) }
        return e.map { $0 / e.reduce(0, +) }
      }
      let x = [0.5, -1, 2, 0.1]
      let p = softmax(x)
      var random = SplitMix64(seed: 3)
      let right = failures {
        expect(
          pullback: { u in
            let mean = zip(u, p).reduce(0) { $0 + $1.0 * $1.1 }
            return zip(u, p).map { $1 * ($0 - mean) }
          }, of: softmax, at: x, using: &random)
      }
      #expect(right.isEmpty)
      #expect(!failures { expect(pullback: { $0.map { _ in 0 } }, of: softmax, at: x, using: &random) }.isEmpty)
      let diagonal = failures {
        expect(pullback: { u in zip(u, p).map { $0 * $1 * (1 - $1) } }, of: softmax, at: x, using: &random)
      }
      #expect(!diagonal.isEmpty)
    }

    @Test func `many variables are judged along random directions`() {
      let x = (0..<100).map { sin(Double($0)) }
      func cubes(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 * $1 } }
      var random = SplitMix64(seed: 4)
      #expect(failures { expect(gradient: x.map { 3 * $0 * $0 }, of: cubes, at: x, using: &random) }.isEmpty)
      var wrong = x.map { 3 * $0 * $0 }
      wrong[57] *= -1
      #expect(!failures { expect(gradient: wrong, of: cubes, at: x, using: &random) }.isEmpty)
    }
  }
}
