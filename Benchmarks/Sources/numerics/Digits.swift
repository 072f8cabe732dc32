import Foundation
import LabData
import LabNumerics
import Measuring
import RealModule

/// NIST's linear regressions: digits of the worst coefficient, −log₁₀ of its relative error, at most 15.
enum Digits {
  static func measure(_ effort: Effort) throws -> Findings {
    let folder = try URL(filePath: Environment.repository).appending(path: "datasets/nist")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let sets = try files.sorted { $0.path < $1.path }.compactMap { file -> (String, CertifiedRegression)? in
      let name = file.deletingPathExtension().lastPathComponent
      guard file.pathExtension == "dat" else { return nil }
      let text = try Data(contentsOf: file)
      // The analyses of variance lie in the same folder.
      guard String(decoding: text, as: UTF8.self).contains("Certified Regression Statistics") else { return nil }
      return (name, try CertifiedRegression(Array(text), source: name))
    }
    guard !sets.isEmpty else { throw Failure("\(folder.path) has no regressions") }
    var table = Table("digits of the worst coefficient", "plain (mean ≥ 10.5)", "refined (mean ≥ 12.9)")
    var (plain, refined) = (Measurements(), Measurements())
    for (name, set) in sets {
      plain.add(try digits(set, .none))
      refined.add(try digits(set, .extended))
      table.add(name, [plain, refined].map { .figure($0.values.last ?? .nan, digits: 1) })
    }
    table.add("mean", [.atLeast(10.5, plain.mean, digits: 2), .atLeast(12.9, refined.mean, digits: 2)])
    var findings = Findings()
    findings.add(table)
    return findings
  }

  private static func digits(_ set: CertifiedRegression, _ refinement: Refinement) throws -> Double {
    let fit = try leastSquares(Matrix(set.design), Vector(set.y), refinement: refinement)
    return zip(fit.x, set.parameters).map { value, parameter in
      let certified = parameter.estimate.value
      let error = (value - certified).magnitude / (certified == 0 ? 1 : certified.magnitude)
      return min(15, -Double.log10(error))
    }.min() ?? .nan
  }
}
