import LabNumerics
import Testing

@testable import mllab_kernels

/// All who compute a kernel give the mathematics' answer, and the same one as LabNumerics.
@Suite struct ContenderTests {
  /// Empty rows below and beside, one tile of 64, one more than it, and a size that no unrolling divides.
  static let sizes = [1, 2, 3, 7, 64, 67]

  @Test(arguments: Kernel.allCases, [Contender.naive, .blocked, .raw])
  func `every contender solves the problem that LabNumerics solves`(kernel: Kernel, contender: Contender) throws {
    for size in Self.sizes {
      try compare(Problem<Double>(kernel, size: size), contender)
      try compare(Problem<Float>(kernel, size: size), contender)
    }
  }

  private func compare<Scalar: RawKernels>(_ problem: Problem<Scalar>, _ contender: Contender) throws {
    guard let contest = contender.contest(problem) else {
      #expect(contender == .blocked && [.axpy, .qr, .svd, .eigh].contains(problem.kernel))
      return
    }
    let library = try #require(Contender.library.contest(problem))
    let judgements = try [contest, library].map { contest in
      _ = try #require(contest.call(1) >= 0)
      return contest.judge()
    }
    let place: Comment = "\(problem.kernel) \(problem.size) \(Scalar.self): \(judgements)"
    #expect(judgements.allSatisfy { $0.ratio < 30 }, place)
    // Sums of up to n² rounded numbers: n²·ε of their size is a bound for any order.
    let (own, reference) = (judgements[0].digest, judgements[1].digest)
    let tolerance = Double(problem.size * problem.size + 10) * Double(Scalar.ulpOfOne) * 30
    #expect(abs(own - reference) <= tolerance * max(1, abs(reference)), place)
  }

  @Test(arguments: Kernel.allCases) func `calling again gives the same answer`(kernel: Kernel) throws {
    for contender in Contender.allCases {
      guard kernel != .axpy, let contest = contender.contest(Problem<Double>(kernel, size: 9)) else { continue }
      _ = contest.call(1)
      let once = contest.judge()
      _ = contest.call(3)
      #expect(contest.judge().digest == once.digest, "\(contender)")
    }
  }

  @Test func `axpy adds again with each call`() throws {
    for contender in [Contender.naive, .library, .raw] {
      let problem = Problem<Double>(.axpy, size: 5)
      let contest = try #require(contender.contest(problem))
      _ = contest.call(1)
      #expect(contest.judge().ratio < 30, "\(contender)")
      _ = contest.call(1)
      #expect(contest.judge().ratio > 30, "\(contender)")
    }
  }
}
