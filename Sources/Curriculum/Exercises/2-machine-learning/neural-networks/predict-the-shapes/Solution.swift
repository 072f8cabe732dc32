/// Twelve products of a layer's forward and backward pass; the statement tells what each of them is.
enum Product: String {
  case scores, bias, oneRow, nextScores
  case columnProducts, rowProducts, reversed
  case byWeights, byBias, byInput, oneRowByWeights, byNextWeights
}

/// Rows times columns.
struct Shape: Equatable {
  var rows: Int
  var columns: Int
}

/// The shape of a product, as you predict it.
///
/// - Returns: nil if the product does not exist.
func shape(of product: Product) -> Shape? {
  switch product {
  case .scores:  // X·W
    // BEGIN SOLUTION
    return Shape(rows: 7, columns: 3)
  // END SOLUTION
  case .bias:  // 1·bᵀ
    // BEGIN SOLUTION
    return Shape(rows: 7, columns: 3)  // b in each row, to be added to X·W
  // END SOLUTION
  case .oneRow:  // xᵀ·W
    // BEGIN SOLUTION
    return Shape(rows: 1, columns: 3)
  // END SOLUTION
  case .nextScores:  // Y·V
    // BEGIN SOLUTION
    return Shape(rows: 7, columns: 2)  // the rows stay through all layers
  // END SOLUTION
  case .columnProducts:  // Xᵀ·X
    // BEGIN SOLUTION
    return Shape(rows: 5, columns: 5)
  // END SOLUTION
  case .rowProducts:  // X·Xᵀ
    // BEGIN SOLUTION
    return Shape(rows: 7, columns: 7)
  // END SOLUTION
  case .reversed:  // W·X
    // BEGIN SOLUTION
    return nil  // 3 columns do not meet 7 rows
  // END SOLUTION
  case .byWeights:  // Xᵀ·G
    // BEGIN SOLUTION
    return Shape(rows: 5, columns: 3)  // as W
  // END SOLUTION
  case .byBias:  // 1ᵀ·G
    // BEGIN SOLUTION
    return Shape(rows: 1, columns: 3)  // as bᵀ
  // END SOLUTION
  case .byInput:  // G·Wᵀ
    // BEGIN SOLUTION
    return Shape(rows: 7, columns: 5)  // as X
  // END SOLUTION
  case .oneRowByWeights:  // x·gᵀ
    // BEGIN SOLUTION
    return Shape(rows: 5, columns: 3)  // one of the seven terms of Xᵀ·G
  // END SOLUTION
  case .byNextWeights:  // Yᵀ·H
    // BEGIN SOLUTION
    return Shape(rows: 3, columns: 2)  // as V
  // END SOLUTION
  }
}
