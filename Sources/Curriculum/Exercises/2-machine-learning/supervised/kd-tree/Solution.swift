enum PointTreeError: Error, Equatable {
  case noRows
  /// A row with another number of columns than row 0.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A number of neighbours that is not among 1 … n.
  case count(Int)
  /// A query with another number of columns than the rows, or one that is not finite.
  case query
}

/// Rows parted by planes: those before the own row in the order of the axis, and those after it.
indirect enum Part {
  case empty
  case node(row: Int, axis: Int, Part, Part)
}

/// Rows, and the tree of their numbers.
struct PointTree {
  var rows: [[Double]]
  var root: Part

  /// The nearest rows of a query.
  ///
  /// - Parameters:
  ///   - query: d finite numbers.
  ///   - k: 1 … n.
  /// - Returns: k row numbers, nearest first, of equal distances the smaller first; and how many rows were measured.
  /// - Throws: `PointTreeError.count`, then `.query`.
  /// - Complexity: about log n visits for few columns and evenly spread rows; n at worst.
  func nearest(to query: [Double], count k: Int) throws -> (rows: [Int], visits: Int) {
    // BEGIN SOLUTION
    guard k >= 1, k <= rows.count else { throw PointTreeError.count(k) }
    guard query.count == rows[0].count, query.allSatisfy(\.isFinite) else { throw PointTreeError.query }
    var best: [(squared: Double, row: Int)] = []
    var visits = 0
    func visit(_ part: Part) {
      guard case .node(let row, let axis, let left, let right) = part else { return }
      visits += 1
      var squared = 0.0
      for j in query.indices { squared += (query[j] - rows[row][j]) * (query[j] - rows[row][j]) }
      let place = best.firstIndex { (squared, row) < ($0.squared, $0.row) } ?? best.count
      best.insert((squared, row), at: place)
      if best.count > k { best.removeLast() }
      let offset = query[axis] - rows[row][axis]
      visit(offset < 0 ? left : right)
      if offset * offset <= best[best.count - 1].squared { visit(offset < 0 ? right : left) }
    }
    visit(root)
    return (best.map(\.row), visits)
    // END SOLUTION
  }
}

/// The tree of rows, halved at the median of one column after the other.
///
/// - Parameter rows: shape (n, d), n ≥ 1, d ≥ 1.
/// - Returns: a tree of depth ⌊log₂ n⌋ + 1.
/// - Throws: `PointTreeError.noRows`, then `.columns` or `.notFinite` of the first row at fault.
func buildTree(_ rows: [[Double]]) throws -> PointTree {
  // BEGIN SOLUTION
  guard !rows.isEmpty else { throw PointTreeError.noRows }
  for i in rows.indices {
    guard rows[i].count == rows[0].count else { throw PointTreeError.columns(row: i) }
    for j in rows[i].indices where !rows[i][j].isFinite { throw PointTreeError.notFinite(row: i, column: j) }
  }
  func build(_ members: [Int], _ depth: Int) -> Part {
    if members.isEmpty { return .empty }
    let axis = depth % rows[0].count
    let order = members.sorted { (rows[$0][axis], $0) < (rows[$1][axis], $1) }
    let middle = order.count / 2
    return .node(
      row: order[middle], axis: axis, build(Array(order[..<middle]), depth + 1),
      build(Array(order[(middle + 1)...]), depth + 1))
  }
  return PointTree(rows: rows, root: build(Array(rows.indices), 0))
  // END SOLUTION
}
