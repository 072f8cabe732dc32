/// One of the battery's matrices: its kind, its size, and how it is stored.
public struct LAPACKTestMatrix: Sendable, Equatable {
  /// From which of LAPACK's lists it is.
  public enum Kind: Sendable, Equatable {
    /// A general matrix.
    case general(GeneralMatrixKind)
    /// A symmetric matrix, positive definite unless it is singular.
    case positiveDefinite(PositiveDefiniteMatrixKind)
    /// The same list with random signs of the eigenvalues.
    case symmetric(PositiveDefiniteMatrixKind)
  }

  /// From which of LAPACK's lists it is.
  public let kind: Kind
  /// m.
  public let rowCount: Int
  /// n.
  public let columnCount: Int
  /// How it lay in memory when the function under test was given it.
  public internal(set) var layout = LAPACKTestLayout.contiguous

  /// The matrix, shape (m, n).
  public func matrix<Scalar: LinearAlgebraScalar>(_: Scalar.Type = Scalar.self) -> Matrix<Scalar> {
    switch kind {
    case .general(let kind): kind.matrix(rowCount, columnCount)
    case .positiveDefinite(let kind): kind.matrix(rowCount)
    case .symmetric(let kind): kind.matrix(rowCount, withRandomSigns: true)
    }
  }

  /// Whether no square matrix of its kind and size has an inverse.
  public var isSingular: Bool {
    if rowCount == 0 { return false }
    return switch kind {
    case .general(let kind): kind.isSingular
    case .positiveDefinite(let kind), .symmetric(let kind): kind.isSingular
    }
  }

  /// The expression that makes the matrix again, but for its scalar.
  public var recipe: String {
    switch kind {
    case .general(let kind): "GeneralMatrixKind.\(kind).matrix(\(rowCount), \(columnCount))"
    case .positiveDefinite(let kind): "PositiveDefiniteMatrixKind.\(kind).matrix(\(rowCount))"
    case .symmetric(let kind):
      "PositiveDefiniteMatrixKind.\(kind).matrix(\(rowCount), withRandomSigns: true)"
    }
  }
}

extension LAPACKTestMatrix: CustomStringConvertible {
  /// Size, kind and layout in words.
  public var description: String {
    let words =
      switch kind {
      case .general(let kind): kind.inWords
      case .positiveDefinite(let kind): "symmetric, \(kind.inWords)"
      case .symmetric(let kind): "symmetric, eigenvalues of both signs, \(kind.inWords)"
      }
    return "\(rowCount) × \(columnCount), \(words)" + (layout == .contiguous ? "" : ", \(layout)")
  }
}

extension LAPACKTestMatrix {
  /// General matrices of every kind and size, as LAPACK combines them.
  ///
  /// A matrix without elements comes once, and a singular kind only where it differs from the one before.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of rows and of columns.
  ///   - areSquare: leaves out all others.
  /// - Returns: in rising order of size, kind after kind.
  static func general(_ sizes: [Int], areSquare: Bool) -> [LAPACKTestMatrix] {
    let shapes = sizes.flatMap { m in sizes.map { n in (m, n) } }.filter { !areSquare || $0.0 == $0.1 }
    return shapes.flatMap { m, n in
      GeneralMatrixKind.allCases.compactMap { kind in
        let smallest = [.firstColumnZero: 1, .lastColumnZero: 2, .rightHalfZero: 3][kind] ?? 1
        if n < smallest || m == 0, kind != .diagonal { return nil }
        return LAPACKTestMatrix(kind: .general(kind), rowCount: m, columnCount: n)
      }
    }
  }

  /// Symmetric matrices of every kind and size, likewise.
  static func symmetric(_ sizes: [Int], as kind: (PositiveDefiniteMatrixKind) -> Kind) -> [LAPACKTestMatrix] {
    sizes.flatMap { n in
      PositiveDefiniteMatrixKind.allCases.compactMap { list in
        let smallest = [.firstZero: 1, .lastZero: 2, .middleZero: 3][list] ?? 1
        if n < smallest, list != .diagonal { return nil }
        return LAPACKTestMatrix(kind: kind(list), rowCount: n, columnCount: n)
      }
    }
  }
}
