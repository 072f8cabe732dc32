import LabNumerics
import Testing

/// Laws over everything that LabNumerics computes, on cases drawn from fixed seeds. A new operation gets a line in one of
/// the lists of laws.
@Suite struct LawTests {
  @Test(arguments: productLaws + factorizationLaws + statisticsLaws + arrangementLaws)
  func `holds for every case`(law: Law) {
    if let (seed, draws, problem) = smallestFailure(of: 200, law.problem) {
      Issue.record("\(law.name), seed \(seed), smallest case of draws \(draws): \(problem)")
    }
  }

  @Test func `a case that the law says nothing about is passed over, another error is not`() throws {
    #expect(smallestFailure(Law("nothing applies") { _ in throw Inapplicable() }.problem) == nil)
    struct Broken: Error {}
    let law = Law("never throws") { if $0.int(0...99) >= 50 { throw Broken() } else { nil } }
    let failure = try #require(smallestFailure(law.problem))
    #expect(failure.problem == "throws Broken()" && failure.draws == [50])
  }

  @Test func `a wrong product is shrunk to one number`() throws {
    // Forgets α.
    let law = Law("αx") { draws in
      let (alpha, x) = (draws.roughScalar(Double.self), draws.roughVector(draws.size(upTo: 9), Double.self))
      return unless(x == alpha * x, "\(alpha) \(x)")
    }
    let failure = try #require(smallestFailure(law.problem))
    #expect(failure.problem == "0.0 [1]" || failure.problem == "0.0 [9.53674e-07]")
  }
}
