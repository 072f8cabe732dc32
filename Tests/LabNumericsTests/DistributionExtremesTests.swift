import Foundation
import LabNumerics
import RealModule
import Testing

/// Against mpmath where parameters or tails are extreme: shapes and degrees of freedom up to 10¹⁵, tails down to the
/// smallest normal number; `Reference/make_extremes.py` says how the values came about.
@Suite struct DistributionExtremesTests {
  let reference = try! load()

  @Test func `densities and tails have 12 digits at extreme parameters`() {
    #expect(reference.count > 800)
    for golden in reference {
      let values = golden.evaluate()
      for (value, expected) in [(values.pdf, golden.pdf), (values.cdf, golden.cdf), (values.upper, golden.upper)] {
        guard let expected else { continue }
        // Promised are 12 digits; 2·10⁻¹⁴ is what the grid shows, so that a loss is seen early.
        #expect((value - expected).magnitude <= 2e-14 * expected, "\(golden): \(value) for \(expected)")
      }
      if let pdf = golden.pdf, pdf > 0 {
        // The density's own rounding is an absolute error of its logarithm.
        let size = max(1, Double.log(pdf).magnitude)
        #expect((values.logPDF - .log(pdf)).magnitude <= 5e-15 * size, "\(golden): \(values.logPDF)")
      }
    }
  }

  @Test func `quantiles of extreme tails have the digits that their condition leaves`() {
    for golden in reference {
      guard let lower = golden.cdf, let upper = golden.upper else { continue }
      let x = golden.quantile(min(lower, upper), upper: upper < lower)
      if golden.isDiscrete {
        #expect(x == golden.x, "\(golden): \(x)")
      } else if let pdf = golden.pdf {
        // The tail, T, is rounded when it is given and errs by 2·10⁻¹⁴ when it is computed, and dx/x = κ·dT/T with
        // κ = T/(x·pdf). The place is found by its logarithm or, over the parameters up to 10¹⁵, that of a quotient;
        // log 10¹⁵ is 35. Rounding the logarithm by ε·|log x| changes x itself by as much of it.
        let condition = min(lower, upper) / (golden.x.magnitude * pdf)
        let coordinate = max(35, Double.log(golden.x.magnitude).magnitude)
        let bound = 2e-14 * condition + .ulpOfOne * coordinate
        #expect((x / golden.x - 1).magnitude <= bound, "\(golden): \(x), beyond \(bound)")
      }
    }
  }

  @Test func `near the middle a place takes the side of its exact quotient by the scale`() {
    // 3e-192/3e-200 rounds to the shape and is below it: P = ½ + 1/(3·√(2π·a)).
    let d = GammaDistribution(shape: 1e8, scale: 3e-200)
    #expect((d.cdf(3e-192) - 0.500013298).magnitude < 1e-9)
    #expect((d.upperTail(3e-192) - 0.499986702).magnitude < 1e-9)
  }
}

private func load(from file: String = #filePath) throws -> [DistributionReference.Case] {
  let folder = URL(filePath: file).deletingLastPathComponent()
  return try JSONDecoder().decode(
    [DistributionReference.Case].self, from: Data(contentsOf: folder.appending(path: "Reference/extremes.json")))
}
