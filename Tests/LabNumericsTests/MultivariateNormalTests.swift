import LabNumerics
import RealModule
import Testing

@Suite struct MultivariateNormalTests {
  let covariance: Matrix<Double> = [[4, 2, 0], [2, 3, -1], [0, -1, 1]]

  @Test func `draws have the mean and the covariance asked for`() throws {
    var g = SplitMix64(seed: 121)
    let distribution = try MultivariateNormal(mean: [1, -2, 100], covariance: covariance)
    let n = 20_000
    let x = distribution.sample(n, using: &g)
    let (means, sample) = (x.columnMeans(), x.covariance())
    for i in 0..<3 {
      #expect((means[i] - distribution.mean[i]).magnitude < 5 * (covariance[i, i] / Double(n)).squareRoot())
      for j in 0..<3 {
        // Var s_ij = (σ_ii·σ_jj + σ_ij²)/n
        let variance = covariance[i, i] * covariance[j, j] + covariance[i, j] * covariance[i, j]
        #expect((sample[i, j] - covariance[i, j]).magnitude < 5 * (variance / Double(n)).squareRoot())
      }
    }
  }

  @Test func `with independent parts the density is the product of theirs`() throws {
    let distribution = try MultivariateNormal(mean: [1, 2], covariance: [[4, 0], [0, 9]])
    let parts = [NormalDistribution(mean: 1, standardDeviation: 2), NormalDistribution(mean: 2, standardDeviation: 3)]
    let expected = parts[0].logPDF(0.3) + parts[1].logPDF(7)
    #expect((try distribution.logPDF([0.3, 7]) - expected).magnitude < 1e-14)
  }

  @Test func `a covariance that is none is thrown`() {
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: 2)) {
      _ = try MultivariateNormal(mean: [0, 0], covariance: [[1, 2], [2, 1]])
    }
  }

  @Test func `no dimensions and no draws are empty`() throws {
    var g = SplitMix64(seed: 122)
    #expect(try MultivariateNormal(mean: [], covariance: .zeros(0, 0)).sample(using: &g).isEmpty)
    #expect(try MultivariateNormal(mean: [0], covariance: [[1]]).sample(0, using: &g) == .zeros(0, 1))
  }
}
