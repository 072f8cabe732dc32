import LabNumerics

/// How a network is made and trained.
struct Recipe: Equatable {
  /// The sizes of the hidden layers; none makes softmax regression.
  var hidden: [Int]
  /// How often each row is taken.
  var rounds: Int
  var batchSize: Int
  /// The learning rate of the first step.
  var peak: Double
  /// The share of each target that is spread over all classes.
  var smoothing = 0.0
}

enum FoldError: Error, Equatable {
  /// There are fewer than two folds, one is empty, or some row is in none or in several.
  case notAPartition
}

/// Yours, with one hidden layer of 32 units.
func narrowRecipe() -> Recipe {
  // BEGIN SOLUTION
  Recipe(hidden: [32], rounds: 10, batchSize: 32, peak: 0.03)
  // END SOLUTION
}

/// Yours, with one hidden layer of 128 units.
func wideRecipe() -> Recipe {
  // BEGIN SOLUTION
  Recipe(hidden: [128], rounds: 8, batchSize: 32, peak: 0.02)
  // END SOLUTION
}

/// How many multiplications the products of a training take.
///
/// - Parameters:
///   - recipe: what is trained.
///   - rows: n training rows.
///   - inputs: the width of a row.
///   - classes: K.
/// - Returns: for each row and round three a weight: one forwards, two backwards.
func multiplications(_ recipe: Recipe, rows: Int, inputs: Int, classes: Int) -> Int {
  // BEGIN SOLUTION
  let sizes = [inputs] + recipe.hidden + [classes]
  let weights = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
  return 3 * recipe.rounds * rows * weights
  // END SOLUTION
}

/// A learning rate that falls by equal amounts and would be 0 one step after the last.
///
/// - Parameters:
///   - step: 1 ... total.
///   - total: the number of all steps.
///   - peak: that of the first step.
/// - Returns: the rate of this step, above 0.
func fallingRate(step: Int, of total: Int, peak: Double) -> Double {
  // BEGIN SOLUTION
  peak * Double(total + 1 - step) / Double(total)
  // END SOLUTION
}

/// A network trained from the beginning, by Adam with a falling rate.
///
/// - Parameters:
///   - recipe: how.
///   - x: shape (n, inputs).
///   - labels: n classes, 0 ..< K.
///   - classes: K.
///   - generator: draws the weights first, then the order of each round.
/// - Returns: the network after the last step.
/// - Throws: what the network throws.
func trained(
  _ recipe: Recipe, _ x: Matrix<Double>, labels: [Int], classes: Int, using generator: inout Generator
) throws -> FastNetwork {
  // BEGIN SOLUTION
  let layers = initialNetwork([x.columnCount] + recipe.hidden + [classes], .he, using: &generator)
  var net = try FastNetwork(MLP(layers: layers, activation: .relu))
  var adam = FastAdam(parameters: net.parameters.count)
  let stepsInRound = (x.rowCount + recipe.batchSize - 1) / recipe.batchSize
  var step = 0
  for _ in 0..<recipe.rounds {
    let order = (0..<x.rowCount).shuffled(using: &generator)
    for batch in batches(of: order, size: recipe.batchSize) {
      step += 1
      let gradient = try net.lossAndGradient(
        rows(batch, of: x), labels: batch.map { labels[$0] }, smoothing: recipe.smoothing
      ).gradient
      let rate = fallingRate(step: step, of: recipe.rounds * stepsInRound, peak: recipe.peak)
      adam.step(&net.parameters, gradient: gradient, rate: rate)
    }
  }
  return net
  // END SOLUTION
}

/// The class with the greatest score of each row, of equals the first.
///
/// - Parameter scores: shape (n, K), K ≥ 1.
/// - Returns: n classes.
func predictions(_ scores: Matrix<Double>) -> [Int] {
  // BEGIN SOLUTION
  (0..<scores.rowCount).map { i in
    var best = 0
    for k in 1..<max(1, scores.columnCount) where scores[i, k] > scores[i, best] { best = k }
    return best
  }
  // END SOLUTION
}

/// For every row what a network says of it that was trained without the row's fold.
///
/// - Parameters:
///   - recipe: how each network is trained.
///   - digits: n rows with labels of ten classes.
///   - folds: each row number in exactly one; at least two, none empty.
///   - seed: fold f draws from `Generator(state: seed &+ f)`.
/// - Returns: n classes, in the order of the rows.
/// - Throws: `FoldError.notAPartition`.
func crossValidated(_ recipe: Recipe, _ digits: Digits, folds: [[Int]], seed: UInt64) throws -> [Int] {
  // BEGIN SOLUTION
  guard folds.count >= 2, folds.allSatisfy({ !$0.isEmpty }),
    folds.flatMap({ $0 }).sorted() == Array(digits.x.indices)
  else { throw FoldError.notAPartition }
  let x = Matrix(digits.x)
  var said = [Int](repeating: 0, count: digits.x.count)
  for (f, fold) in folds.enumerated() {
    let rest = folds.indices.filter { $0 != f }.flatMap { folds[$0] }.sorted()
    var generator = Generator(state: seed &+ UInt64(f))
    let net = try trained(
      recipe, rows(rest, of: x), labels: rest.map { digits.labels[$0] }, classes: 10, using: &generator)
    for (row, digit) in zip(fold, predictions(net.scores(rows(fold, of: x)))) { said[row] = digit }
  }
  return said
  // END SOLUTION
}

/// Some rows of a matrix, in the order asked for.
func rows(_ numbers: [Int], of x: Matrix<Double>) -> Matrix<Double> {
  // BEGIN SOLUTION
  Matrix(rows: numbers.count, columns: x.columnCount) { x[numbers[$0], $1] }
  // END SOLUTION
}
