import LabNumerics

enum WritersError: Error, Equatable {
  /// There is no way to move a picture, not even by nothing.
  case noShifts
  /// A committee needs a member.
  case noMembers
}

/// How a committee is made.
struct CommitteeRecipe {
  /// How each member is trained.
  var member: Recipe
  /// By which of these, drawn anew for each row and round, pictures are moved.
  var shifts: [Shift]
  /// How many networks there are, each from other draws.
  var members: Int
}

/// Yours, for writers that nobody has seen.
func writersRecipe() -> CommitteeRecipe {
  // BEGIN SOLUTION
  let still = Shift(right: 0, down: 0)
  let ways = [(1, 0), (-1, 0), (0, 1), (0, -1)].map { Shift(right: $0, down: $1) }
  return CommitteeRecipe(
    member: Recipe(hidden: [128], rounds: 15, batchSize: 32, peak: 0.02, smoothing: 0.1), shifts: [still] + ways,
    members: 3)
  // END SOLUTION
}

/// Every picture moved by one of the shifts.
///
/// - Parameters:
///   - x: n pictures of 64 pixels.
///   - shifts: at least one.
///   - generator: draws `Int.random(in: 0..<shifts.count)` for each picture, in their order.
/// - Returns: n pictures, in the same order.
/// - Throws: `WritersError.noShifts`.
func movedAtRandom(_ x: [[Double]], by shifts: [Shift], using generator: inout Generator) throws -> [[Double]] {
  // BEGIN SOLUTION
  guard !shifts.isEmpty else { throw WritersError.noShifts }
  return x.map { moved($0, by: shifts[Int.random(in: 0..<shifts.count, using: &generator)]) }
  // END SOLUTION
}

/// A network that sees each picture at another place in every round.
///
/// - Parameters:
///   - recipe: how it is trained.
///   - digits: n pictures with their labels of ten classes.
///   - shifts: by which pictures are moved.
///   - generator: draws the weights; then for each round where every picture is moved, and the order.
/// - Returns: the network after the last step.
/// - Throws: `WritersError.noShifts`.
func trainedOnMoved(
  _ recipe: Recipe, _ digits: Digits, by shifts: [Shift], using generator: inout Generator
) throws -> FastNetwork {
  // BEGIN SOLUTION
  let layers = initialNetwork([64] + recipe.hidden + [10], .he, using: &generator)
  var net = try FastNetwork(MLP(layers: layers, activation: .relu))
  var adam = FastAdam(parameters: net.parameters.count)
  let stepsInRound = (digits.x.count + recipe.batchSize - 1) / recipe.batchSize
  var step = 0
  for _ in 0..<recipe.rounds {
    let x = try movedAtRandom(digits.x, by: shifts, using: &generator)
    let order = x.indices.shuffled(using: &generator)
    for batch in batches(of: order, size: recipe.batchSize) {
      step += 1
      let gradient = try net.lossAndGradient(
        Matrix(rows: batch.count, columns: 64) { x[batch[$0]][$1] }, labels: batch.map { digits.labels[$0] },
        smoothing: recipe.smoothing
      ).gradient
      let rate = fallingRate(step: step, of: recipe.rounds * stepsInRound, peak: recipe.peak)
      adam.step(&net.parameters, gradient: gradient, rate: rate)
    }
  }
  return net
  // END SOLUTION
}

/// The mean of what the networks hold for probable.
///
/// - Parameters:
///   - nets: at least one, all of the same classes.
///   - x: shape (n, inputs).
/// - Returns: shape (n, K); every row adds up to 1.
/// - Throws: `WritersError.noMembers`.
func committee(_ nets: [FastNetwork], _ x: Matrix<Double>) throws -> Matrix<Double> {
  // BEGIN SOLUTION
  guard let first = nets.first else { throw WritersError.noMembers }
  var total = softmax(rowsOf: first.scores(x))
  for net in nets.dropFirst() { total += softmax(rowsOf: net.scores(x)) }
  return total / Double(nets.count)
  // END SOLUTION
}

/// What a committee says of the end of the file, having learnt from its beginning.
///
/// - Parameters:
///   - recipe: how the committee is made.
///   - digits: all n rows, in the order of the file.
///   - seed: member m draws from `Generator(state: seed &+ m)`.
/// - Returns: the test rows of `fileSplit`, and the digit that each is taken for.
/// - Throws: `WritersError`.
func readUnseen(_ recipe: CommitteeRecipe, _ digits: Digits, seed: UInt64) throws -> (rows: [Int], said: [Int]) {
  // BEGIN SOLUTION
  let split = fileSplit(digits.x.count)
  let training = Digits(x: split.train.map { digits.x[$0] }, labels: split.train.map { digits.labels[$0] })
  let nets = try (0..<recipe.members).map { m in
    var generator = Generator(state: seed &+ UInt64(m))
    return try trainedOnMoved(recipe.member, training, by: recipe.shifts, using: &generator)
  }
  let test = Matrix(split.test.map { digits.x[$0] })
  return (split.test, predictions(try committee(nets, test)))
  // END SOLUTION
}
