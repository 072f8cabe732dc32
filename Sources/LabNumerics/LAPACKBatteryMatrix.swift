/// How a matrix lies in memory before a function under test is given it.
public enum LAPACKTestLayout: String, CaseIterable, Sendable, CustomStringConvertible {
  /// Row after row.
  case contiguous
  /// As the transpose of a matrix that lies row after row.
  case transposed
  /// As every second row and column of a larger matrix, which is NaN elsewhere.
  case strided

  public var description: String { rawValue }

  /// The same elements as a view that lies so.
  func view<Scalar>(of a: Matrix<Scalar>) -> MatrixView<Scalar> {
    switch self {
    case .contiguous: return a.view
    case .transposed: return a.transposed().view.transposed()
    case .strided:
      var larger = Matrix<Scalar>(repeating: .nan, rows: 2 * a.rowCount, columns: 2 * a.columnCount)
      for i in 0..<a.rowCount { for j in 0..<a.columnCount { larger[2 * i, 2 * j] = a[i, j] } }
      return larger.view.striding(rows: 2, columns: 2)
    }
  }
}

/// What a function that the battery examines takes for a matrix: `Matrix`, `MatrixView`, or an array of rows.
public protocol LAPACKBatteryMatrix<Scalar> {
  /// The type of the elements.
  associatedtype Scalar: LinearAlgebraScalar
  /// What goes with it for a vector: `Vector`, or an array.
  associatedtype Column: Collection<Scalar>

  /// The type as its user writes it.
  static var nameInReports: String { get }
  /// The layouts in which such a matrix can be given.
  static var layouts: [LAPACKTestLayout] { get }
  /// The matrix as the function takes it.
  static func giving(_ matrix: Matrix<Scalar>, as layout: LAPACKTestLayout) -> Self
  /// The vector as the function takes it.
  static func giving(_ vector: Vector<Scalar>) -> Column
  /// Its rows, and the number of columns where there is no row to tell.
  var asRows: (rows: [[Scalar]], columnCount: Int?) { get }
}

extension Matrix: LAPACKBatteryMatrix {
  public static var nameInReports: String { "Matrix<\(Scalar.self)>" }
  public static var layouts: [LAPACKTestLayout] { LAPACKTestLayout.allCases }
  public static func giving(_ matrix: Matrix, as layout: LAPACKTestLayout) -> Matrix { Matrix(layout.view(of: matrix)) }
  public static func giving(_ vector: Vector<Scalar>) -> Vector<Scalar> { vector }
  public var asRows: (rows: [[Scalar]], columnCount: Int?) { (rows, columnCount) }
}

extension MatrixView: LAPACKBatteryMatrix {
  public static var nameInReports: String { "MatrixView<\(Scalar.self)>" }
  public static var layouts: [LAPACKTestLayout] { LAPACKTestLayout.allCases }
  public static func giving(_ matrix: Matrix<Scalar>, as layout: LAPACKTestLayout) -> MatrixView {
    layout.view(of: matrix)
  }
  public static func giving(_ vector: Vector<Scalar>) -> Vector<Scalar> { vector }
  public var asRows: (rows: [[Scalar]], columnCount: Int?) { Matrix(self).asRows }
}

extension Array: LAPACKBatteryMatrix
where Element: RangeReplaceableCollection, Element.Element: LinearAlgebraScalar {
  /// The type of the elements.
  public typealias Scalar = Element.Element
  /// A row of it, taken as a column.
  public typealias Column = Element
  public static var nameInReports: String { "[[\(Scalar.self)]]" }
  public static var layouts: [LAPACKTestLayout] { [.contiguous] }
  public static func giving(_ matrix: Matrix<Scalar>, as layout: LAPACKTestLayout) -> [Element] {
    matrix.rows.map { Element($0) }
  }
  public static func giving(_ vector: Vector<Scalar>) -> Element { Element(vector) }
  public var asRows: (rows: [[Scalar]], columnCount: Int?) { (map { [Scalar]($0) }, nil) }
}
