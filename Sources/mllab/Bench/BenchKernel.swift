import Curriculum

/// A kernel of `mllab bench`: what it computes, and what that costs.
enum BenchKernel: String, CaseIterable {
  case dot, axpy, gemv, gemm, syrk, trsm, lu, cholesky, qr, svd, eigh

  /// What is computed, for the head of a table.
  var title: String {
    switch self {
    case .dot: "xᵀ·y"
    case .axpy: "y ← ½·x + y"
    case .gemv: "y = A·x"
    case .gemm: "C = A·B"
    case .syrk: "C = A·Aᵀ"
    case .trsm: "X = L⁻¹·B, L lower triangular"
    case .lu: "P·A = L·U"
    case .cholesky: "A = L·Lᵀ"
    case .qr: "A = Q·R, Q kept as reflections"
    case .svd: "A = U·Σ·Vᵀ"
    case .eigh: "A = V·Λ·Vᵀ, A symmetric"
    }
  }

  /// Whether n counts the elements of a vector; else it counts rows and columns.
  var isOfVectors: Bool { self == .dot || self == .axpy }

  /// The count of operations that speeds are quoted by, in words.
  var operationsInWords: String {
    switch self {
    case .dot, .axpy: "2·n operations"
    case .gemv: "2·n² operations"
    case .gemm: "2·n³ operations"
    case .syrk: "n³ operations"
    case .trsm: "n³ operations"
    case .lu: "⅔·n³ operations"
    case .cholesky: "⅓·n³ operations"
    case .qr: "4⁄3·n³ operations"
    case .svd: "21·n³ operations, by convention"
    case .eigh: "9·n³ operations, by convention"
    }
  }

  /// The leading term of the operations, whatever a contender really does: speeds then compare as times do.
  ///
  /// Golub and Van Loan, Matrix Computations (4th ed.), §1.1, §3.2, §4.2, §5.2, figure 8.6.1, §8.3.
  func operations(_ size: Int) -> Double {
    let n = Double(size)
    return switch self {
    case .dot, .axpy: 2 * n
    case .gemv: 2 * n * n
    case .gemm: 2 * n * n * n
    case .syrk, .trsm: n * n * n
    case .lu: 2 / 3 * n * n * n
    case .cholesky: 1 / 3 * n * n * n
    case .qr: 4 / 3 * n * n * n
    case .svd: 21 * n * n * n
    case .eigh: 9 * n * n * n
    }
  }

  /// Numbers that must at least pass between memory and processor: operands read once, results written once.
  func traffic(_ size: Int) -> Double {
    let n = Double(size)
    return switch self {
    case .dot: 2 * n
    case .axpy: 3 * n
    case .gemv: n * n + 2 * n
    case .gemm: 3 * n * n
    case .syrk: 2 * n * n
    case .trsm: 2.5 * n * n
    case .lu, .qr: 2 * n * n
    case .cholesky: n * n
    case .svd: 3 * n * n
    case .eigh: 1.5 * n * n
    }
  }

  /// Operations for each byte of that traffic, the roofline's abscissa.
  func intensity(_ size: Int, _ scalar: BenchScalar) -> Double {
    operations(size) / (traffic(size) * Double(scalar.bytes))
  }

  /// An upper bound of what the contenders hold together: each has operands, results, copies for the check in Double.
  func memory(_ size: Int) -> Double {
    let n = Double(size)
    let operands = isOfVectors ? 2 * n : (self == .gemm || self == .trsm ? 2 : 1) * n * n
    return 6 * 8 * 3 * operands
  }

  /// Small, in the caches, and beyond them; small enough for the naive loops.
  var usualSizes: [Int] {
    switch self {
    case .dot, .axpy: [1000, 100_000, 10_000_000]
    case .gemv: [64, 512, 4096]
    case .gemm, .syrk, .trsm, .lu, .cholesky, .qr: [8, 64, 512]
    case .svd, .eigh: [8, 32, 128]
    }
  }

  /// The kernels of these names, each once, in the order of the enumeration; all for none.
  ///
  /// - Throws: `UsageError` with the nearest name.
  static func named(_ words: [String]) throws(UsageError) -> [BenchKernel] {
    for name in words where BenchKernel(rawValue: name) == nil {
      let nearest = names(near: name, among: allCases.map(\.rawValue), limit: 2)
      let offer = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: " or "))?"
      throw UsageError(
        "There is no kernel \"\(name)\".\(offer) All of them: \(allCases.map(\.rawValue).joined(separator: ", ")). "
          + "Whole models: mllab bench models")
    }
    return words.isEmpty ? allCases : allCases.filter { words.contains($0.rawValue) }
  }
}

/// The type of number that is measured.
enum BenchScalar: String, Codable, CaseIterable {
  case double, float

  var bytes: Int { self == .double ? 8 : 4 }
  var epsilon: Double { self == .double ? Double.ulpOfOne : Double(Float.ulpOfOne) }
  /// As Swift calls it.
  var typeName: String { self == .double ? "Double" : "Float" }
}

/// Who computes, in the order of the tables. The raw values are the names in JSON and in the log.
enum BenchContender: String, Codable, CaseIterable {
  case naive, blocked, yours
  case labNumerics = "LabNumerics"
  case raw = "C"
  case numPy = "NumPy"

  /// Whether it is a library of others' making, fast at every size.
  var isLibrary: Bool { self == .labNumerics || self == .raw || self == .numPy }
}
