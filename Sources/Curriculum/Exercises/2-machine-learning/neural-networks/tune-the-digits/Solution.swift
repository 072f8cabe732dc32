/// How a network for the digits is trained; what is not here is the same for all.
struct Recipe {
  /// Hidden units, 1 … 500.
  var width: Int
  /// How often each row is learnt from, 1 … 200.
  var epochs: Int
  /// Adam's learning rate in the first step, 10⁻⁶ … 1. It falls along a straight line, to 0 after the last step.
  var rate: Double
  /// AdamW's decay of the weights, 0 … 10.
  var decay: Double
  /// The probability that a picture is moved when it is learnt from, 0 … 1.
  var shifts: Double
}

/// How many multiply-adds the training of all networks takes: one network for each block, which learns from the others.
///
/// - Parameters:
///   - inputs: of each row.
///   - width: hidden units.
///   - classes: outputs.
///   - epochs: how often each network learns from each of its rows.
///   - blocks: the numbers of rows of the blocks.
/// - Returns: the multiplications in the products with W₁ and W₂, forward and backward.
func multiplyAdds(inputs: Int, width: Int, classes: Int, epochs: Int, blocks: [Int]) -> Int {
  // BEGIN SOLUTION
  let rows = (blocks.count - 1) * blocks.reduce(0, +)  // each is learnt from by all networks but one
  let perRow = width * (2 * inputs + 3 * classes)  // forward, by the weights; back to the hidden layer
  return epochs * rows * perRow
  // END SOLUTION
}

/// The recipe of your choice.
func recipe() -> Recipe {
  // BEGIN SOLUTION
  Recipe(width: 160, epochs: 30, rate: 0.015, decay: 0.1, shifts: 0.3)
  // END SOLUTION
}
