import Checking
import Glibc
import LabData
import LabNumerics

/// How a network is made and trained.
struct Steps: Hashable {
  var hidden: [Int]
  var rounds: Int
  var batchSize: Int
  var peak: Double
  var smoothing = 0.0
}

/// How a picture is moved.
struct Move: Hashable {
  var right: Int
  var down: Int
}

/// How a committee is made.
struct Jury: Hashable, Observable {
  var member: Steps
  var moves: [Move]
  var members: Int

  var observation: Observation {
    let numbers =
      member.hidden + [member.rounds, member.batchSize] + moves.flatMap { [$0.right, $0.down] } + [members]
    return Observation(numbers: numbers.map(Double.init) + [member.peak, member.smoothing])
  }
}

/// Pictures with their digits.
struct Rows: Hashable {
  var x: [[Double]] = []
  var labels: [Int] = []
}

/// A network as arrays.
struct Net {
  struct Layer {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var layers: [Layer]
}

struct Submission {
  /// Whose functions these are; what is dear is asked of each once.
  var owner = "the learner"
  var writersRecipe: Function<Jury>
  var movedAtRandom: Function<[[Double]], [Move], UInt64, [[Double]]>
  /// The parameters, from a generator with this seed.
  var trainedOnMoved: Function<Steps, Rows, [Move], UInt64, [Double]>
  var committee: Function<[Net], [[Double]], [[Double]]>
  /// The rows of the test, and what is said of them.
  var readUnseen: Function<Jury, Rows, UInt64, [[Int]]>

  /// The share of the 360 rows at the end of the file that is read rightly; nil beyond the budget.
  func share() throws -> Double? {
    let jury = try writersRecipe.unrecorded()
    guard isAffordable(jury) else { return nil }
    let share: Double = try remembered([AnyHashable(owner), AnyHashable(jury)]) {
      let digits = try digits.get()
      let (numbers, said) = halves(try readUnseen.unrecorded(jury, digits, 7))
      guard numbers == Array(1437..<1797), said.count == 360 else { return 0 }
      return Double(zip(numbers, said).count { digits.labels[$0] == $1 }) / 360
    }
    return share
  }
}

enum Writers: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("moves every picture by a draw of its own", cases: 3) { s, random in
        let (x, seed) = (randomImages(12, using: &random), random.next())
        for moves in [ways, [Move(right: 0, down: 0)], [Move(right: 2, down: -1), Move(right: 0, down: 0)]] {
          var generator = SplitMix64(seed: seed)
          let right = x.map { picture in
            let move = moves[Int.random(in: 0..<moves.count, using: &generator)]
            return scattered(picture, move)
          }
          expect(
            try s.movedAtRandom(x, moves, seed), equals: right,
            "One draw for each picture, in their order, also where there is one shift only.",
            what: "12 pictures, moved by one of \(moves.count)")
        }
        expect(throws: Refusal.noShifts, "Not even (0, 0) is there.") { try s.movedAtRandom(x, [], seed) }
      },
      // 14 rows, 9 or 6 steps of Adam, the last of a round with 4 rows or with 1; other draws move 10⁻³.
      Check("learns from pictures that never stand still", cases: 2) { s, random in
        let rows = Rows(
          x: randomImages(14, using: &random), labels: (0..<14).map { _ in Int.random(in: 0...9, using: &random) })
        for (hidden, smoothing, size) in [([5], 0.1, 5), ([4, 3], 0.0, 13)] {
          let recipe = Steps(hidden: hidden, rounds: 3, batchSize: size, peak: 0.05, smoothing: smoothing)
          let seed = random.next()
          expect(
            try s.trainedOnMoved(recipe, rows, ways, seed), equals: Way().trained(recipe, rows, ways, seed),
            within: .ofLargest(1e-8),
            "Weights first; in every round moved pictures, then an order, then a step for each batch, the last one of "
              + "\(14 % size) of 14 rows; the rate falls over the steps of all rounds.",
            what: "the parameters with the hidden layers \(hidden)")
        }
        let recipe = Steps(hidden: [2], rounds: 1, batchSize: 5, peak: 0.05)
        expect(throws: Refusal.noShifts, "movedAtRandom throws.") { try s.trainedOnMoved(recipe, rows, [], 1) }
      },
      // Exponentials and sums of at most five terms.
      Check("takes the mean of probabilities", cases: 3) { s, random in
        let nets = (0..<3).map { i in net([3, 4, 5], scale: i == 2 ? 6 : 1, using: &random) }
        let x = (0..<6).map { _ in (0..<3).map { _ in Double.random(in: -2...2, using: &random) } }
        for count in 1...3 {
          let right = x.map { row -> [Double] in
            let each = nets[..<count].map { probabilities($0, row) }
            return (0..<5).map { k in each.reduce(0) { $0 + $1[k] } / Double(count) }
          }
          expect(
            try s.committee(Array(nets[..<count]), x), equals: right, within: .absolute(256 * 0x1p-52),
            "Softmax for each network, then the mean, by the number of networks.",
            what: "the probabilities of a committee of \(count)")
        }
        let sure = [Net.Layer(weights: [[1e4, 0], [0, 1e4]], bias: [0, 0])]
        expect(
          try s.committee([Net(layers: sure)], [[1, 0], [0, 1]]), equals: [[1, 0], [0, 1]],
          "Scores of 10⁴ give probabilities 0 and 1.", what: "the probabilities of one that is sure")
        expect(throws: Refusal.noMembers, "Nobody is there.") { try s.committee([], x) }
      },
      Check("learns from the beginning, and reads the end", cases: 2) { s, random in
        // 100 real digits from anywhere in the file.
        let digits = try digits.get()
        let start = Int.random(in: 0..<1600, using: &random)
        let rows = Rows(x: Array(digits.x[start..<start + 100]), labels: Array(digits.labels[start..<start + 100]))
        let jury = Jury(
          member: Steps(hidden: [6], rounds: 6, batchSize: 8, peak: 0.05), moves: ways, members: 3)
        let seed = UInt64.random(in: 0...1000, using: &random)
        let (numbers, said) = halves(try s.readUnseen(jury, rows, seed))
        let right = halves(try Way().readUnseen(jury, rows, seed))
        expect(
          numbers.map(Double.init), equals: right.0.map(Double.init), "The first 80 of 100 rows train, 20 test.",
          what: "the rows of the test")
        expect(
          said.map(Double.init), equals: right.1.map(Double.init),
          "Member m from Generator(state: seed + m); the test's pictures are not moved; the class that the mean of the "
            + "probabilities is greatest for.", what: "what is said of them")
        var other = rows
        for row in 80..<100 { other.labels[row] = (other.labels[row] + 5) % 10 }
        expect(
          halves(try s.readUnseen(jury, other, seed)).1.map(Double.init), equals: said.map(Double.init),
          "Only labels of the test were changed. Nobody may know them.",
          what: "what is said of them, their labels changed,")
        var none = jury
        none.members = 0
        expect(throws: Refusal.noMembers, "committee throws.") { try s.readUnseen(none, rows, seed) }
      },
      Check("stays within the budget, and moves pictures a little") { s in
        let jury = try s.writersRecipe()
        expect(
          "the multiplications of all members", cost(jury), atMost: 2.5e9,
          "3·rounds·1437·weights, for each member.")
        expect(jury.members >= 2, "the committee has \(jury.members) members", "At least two make a committee.")
        expect(
          Set(jury.moves).count >= 2 && jury.moves.allSatisfy { abs($0.right) <= 2 && abs($0.down) <= 2 },
          "the shifts are \(jury.moves.map { "(\($0.right), \($0.down))" }.joined(separator: " "))",
          "At least two different ones, of two pixels at most: of eight pixels more would hide the digit.")
      },
      // Over 16 seeds (NumPy) the recipe of the hint reads 0.940 ± 0.007, its single networks 0.933 ± 0.010.
      Check("reads 0.92 of the writers at the end of the file") { s in
        guard let share = try s.share() else {
          return expect(false, "the recipe is beyond its budget and is not trained")
        }
        expect(
          "the share of 360 digits by other writers", share, atLeast: 0.92,
          "Choose by the last fifth of the training rows, not by these. More rounds, since no row comes twice? Or are the "
            + "pictures moved too far, as by (1, 1)?")
      },
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      Medal("The end of the file", atLeast: 0.93, unit: "of 360 digits by other writers") { try $0.share() }
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "one draw for all pictures", .way { $0.moving = .together },
        "All of a round stand at the same place then. Draw for each picture."),
      Misconception(
        "the shifts in turn", .way { $0.moving = .inTurn },
        "The rows of a class may come in turn as well. Each picture is moved by a draw."),
      Misconception(
        "moved the other way", .way { $0.moving = .opposite },
        "right 1 moves to the right. Is it your `moved` that is called, and with right and down in their places?"),
      Misconception(
        "moved once, before the rounds", .way { $0.moving = .once },
        """
        The pictures stand elsewhere, and stand still: as many rows as before, each seen in every round. Move them anew in \
        each round.
        """),
      Misconception(
        "moved picture by picture in the batches", .way { $0.moving = .afterOrder },
        """
        The order is drawn after the shifts of the round, which come in the order of the file. Programs that draw otherwise \
        cannot be compared number by number.
        """),
      Misconception(
        "not moved at all", .way { $0.moving = .never },
        "movedAtRandom is right, but the network is trained with `digits.x`."),
      Misconception(
        "the mean of scores", .way { $0.voting = .scores },
        "The network with the largest scores decides alone. Take softmax first: then all speak in the same unit."),
      Misconception(
        "a majority vote", .way { $0.voting = .votes },
        "Two who waver outvote one who is sure. Probabilities say how sure each is."),
      Misconception(
        "the sum of probabilities", .way { $0.voting = .sum },
        "Its greatest entry is the right one, but it adds up to the number of members. Divide: it is to be a probability."
      ),
      Misconception(
        "the product of probabilities", .way { $0.voting = .product },
        "One member who holds a digit for impossible then has a veto. Asked is the mean."),
      Misconception(
        "softmax that overflows", .way { $0.voting = .overflows },
        "exp(10⁴) is infinite, and ∞/∞ is NaN: softmax(rowsOf:) subtracts the largest score first."),
      Misconception(
        "one network in the place of all", .way { $0.reading = .oneSeed },
        """
        Members from the same seed are one and the same network, and so is a committee of which only the first is asked. \
        Member m draws from seed + m.
        """),
      Misconception(
        "learnt from all rows", .way { $0.reading = .all },
        "The end of the file is among what was learnt from. Then 1.00 is read, and nothing is known."),
      Misconception(
        "the test moved, too", .way { $0.reading = .movesTest },
        "Pictures are moved to make training harder. In the test they stand where they were written."),
      Misconception(
        "numbers counted from the test's first", .way { $0.reading = .renumbered },
        "`rows` are row numbers of the file: the first of the test is ⌊4n/5⌋."),
      Misconception(
        "as in milestone 3", .way { $0.recipes = .still },
        "One shift is none, and one network no committee. 0.915 of the new writers is what that reads."),
      Misconception(
        "too small and too short", .way { $0.recipes = .short },
        "A network that sees each row at a new place in every round needs more rounds than one that learns by heart."),
      Misconception(
        "beyond the budget", .way { $0.recipes = .dear },
        "Count 3·rounds·rows·weights for each member. A smaller committee loses little."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("layer by layer, Adam over matrices", .way { $0.isWhole = true })]
  }
}

private enum Refusal: Error {
  case noShifts, noMembers
}

// MARK: - Inputs

private let ways = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].map { Move(right: $0.0, down: $0.1) }

private let digits = Result { () throws -> Rows in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  let table = try csv.numbers(csv.columns)
  return Rows(x: table.map { $0.dropLast().map { $0 / 16 } }, labels: table.map { Int($0[64]) })
}

private func randomImages(_ n: Int, using random: inout SplitMix64) -> [[Double]] {
  (0..<n).map { _ in (0..<64).map { _ in Double.random(in: 0...1, using: &random) } }
}

private func halves(_ lists: [[Int]]) -> ([Int], [Int]) { lists.count == 2 ? (lists[0], lists[1]) : ([], []) }

private func cost(_ jury: Jury) -> Double {
  let sizes = [64] + jury.member.hidden + [10]
  let weights = zip(sizes, sizes.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
  return 3 * Double(jury.member.rounds) * 1437 * weights * Double(jury.members)
}

private func isAffordable(_ jury: Jury) -> Bool {
  jury.member.batchSize >= 1 && jury.member.rounds >= 0 && jury.members >= 1 && !jury.moves.isEmpty
    && jury.member.hidden.allSatisfy { (1...1000).contains($0) } && cost(jury) <= 2.5e9
}

/// Every pixel put where it goes.
private func scattered(_ picture: [Double], _ move: Move) -> [Double] {
  var result = [Double](repeating: 0, count: 64)
  for r in 0..<8 {
    for c in 0..<8 where (0..<8).contains(r + move.down) && (0..<8).contains(c + move.right) {
      result[8 * (r + move.down) + c + move.right] = picture[8 * r + c]
    }
  }
  return result
}

private func net(_ sizes: [Int], scale: Double, using random: inout SplitMix64) -> Net {
  Net(
    layers: zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Net.Layer(
        weights: (0..<inputs).map { _ in (0..<outputs).map { _ in scale * Double.random(in: -1...1, using: &random) } },
        bias: (0..<outputs).map { _ in Double.random(in: -1...1, using: &random) })
    })
}

private func scores(_ net: Net, _ row: [Double]) -> [Double] {
  var values = row
  for (l, layer) in net.layers.enumerated() {
    if l > 0 { values = values.map { max(0, $0) } }
    var next = layer.bias
    for (value, weights) in zip(values, layer.weights) where value != 0 {
      for j in next.indices { next[j] += value * weights[j] }
    }
    values = next
  }
  return values
}

private func probabilities(_ net: Net, _ row: [Double]) -> [Double] {
  let scores = scores(net, row)
  let largest = scores.max() ?? 0
  let total = scores.reduce(0) { $0 + exp($1 - largest) }
  return scores.map { exp($0 - largest) / total }
}

// MARK: - Wrong and right ways

/// All of it, right unless one of these is changed.
private struct Way: Hashable {
  enum Moving { case right, together, inTurn, opposite, once, afterOrder, never }
  enum Voting { case right, scores, votes, sum, product, overflows }
  enum Reading { case right, oneSeed, all, movesTest, renumbered }
  enum Recipes { case right, still, short, dear }

  var moving = Moving.right
  var voting = Voting.right
  var reading = Reading.right
  var recipes = Recipes.right
  /// Whether the whole file is really learnt. What is wrong elsewhere takes what a right program reads.
  var isWhole = false

  var recipe: Jury {
    var jury = Jury(
      member: Steps(hidden: [128], rounds: 15, batchSize: 32, peak: 0.02, smoothing: 0.1), moves: ways, members: 3)
    switch recipes {
    case .right: break
    case .still: (jury.moves, jury.members) = ([Move(right: 0, down: 0)], 1)
    case .short: (jury.member.hidden, jury.member.rounds, jury.member.peak) = ([16], 3, 0.005)
    case .dear: jury.members = 30
    }
    return jury
  }

  func moved(_ x: [[Double]], _ moves: [Move], _ random: inout SplitMix64) -> [[Double]] {
    let common = moving == .together ? Int.random(in: 0..<moves.count, using: &random) : 0
    return x.enumerated().map { i, picture in
      let draw: Int
      switch moving {
      case .together: draw = common
      case .inTurn: draw = i % moves.count
      default: draw = Int.random(in: 0..<moves.count, using: &random)
      }
      let move = moves[draw]
      return scattered(picture, moving == .opposite ? Move(right: -move.right, down: -move.down) : move)
    }
  }

  func trained(_ recipe: Steps, _ rows: Rows, _ moves: [Move], _ seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return network(recipe, rows, moves, &random).layers.flatMap { $0.weights.flatMap { $0 } + $0.bias }
  }

  func network(_ recipe: Steps, _ rows: Rows, _ moves: [Move], _ random: inout SplitMix64) -> Net {
    let (n, k, size) = (rows.x.count, 10, max(1, recipe.batchSize))
    let sizes = [64] + recipe.hidden + [k]
    var w: [Matrix<Double>] = []
    for (a, b) in zip(sizes, sizes.dropFirst()) {
      let bound = (6 / Double(a)).squareRoot()
      w.append(Matrix(rows: a, columns: b) { _, _ in Double.random(in: -bound...bound, using: &random) })
    }
    // Bias and weights in one matrix: a row of ones is behind the inputs.
    w = w.map { w in
      Matrix(rows: w.rowCount + 1, columns: w.columnCount) { $0 < w.rowCount ? w[$0, $1] : 0 }
    }
    var m = w.map { Matrix<Double>.zeros($0.rowCount, $0.columnCount) }
    var (v, t) = (m, 0.0)
    let total = Double(recipe.rounds * ((n + size - 1) / size))
    let fixed = moving == .once ? moved(rows.x, moves, &random) : rows.x
    for _ in 0..<recipe.rounds {
      var x = fixed
      if ![.once, .never, .afterOrder].contains(moving) { x = moved(rows.x, moves, &random) }
      let order = (0..<n).shuffled(using: &random)
      if moving == .afterOrder {
        for row in order { x[row] = scattered(x[row], moves[Int.random(in: 0..<moves.count, using: &random)]) }
      }
      for start in stride(from: 0, to: n, by: size) {
        let batch = Array(order[start..<min(n, start + size)])
        t += 1
        var values = [Matrix(rows: batch.count, columns: 65) { $1 == 64 ? 1 : x[batch[$0]][$1] }]
        for l in w.indices {
          let z = matmul(values[l], w[l])
          let isLast = l == w.count - 1
          values.append(
            Matrix(rows: batch.count, columns: z.columnCount + (isLast ? 0 : 1)) { i, j in
              j == z.columnCount ? 1 : isLast ? z[i, j] : max(0, z[i, j])
            })
        }
        let scores = values[w.count]
        var upstream = softmax(rowsOf: scores)
        upstream.withUnsafeMutableBufferPointer { p in
          for (i, row) in batch.enumerated() {
            for c in 0..<k {
              let target = recipe.smoothing / Double(k) + (c == rows.labels[row] ? 1 - recipe.smoothing : 0)
              p[i * k + c] = (p[i * k + c] - target) / Double(batch.count)
            }
          }
        }
        let eta = recipe.peak * (total + 1 - t) / total
        let (first, second) = (1 - pow(0.9, t), 1 - pow(0.999, t))
        for l in w.indices.reversed() {
          let slopes = matmul(values[l], upstream, transposeA: true)
          if l > 0 {
            let (back, given) = (matmul(upstream, w[l], transposeB: true), values[l])
            upstream = Matrix(rows: batch.count, columns: given.columnCount - 1) {
              given[$0, $1] > 0 ? back[$0, $1] : 0
            }
          }
          w[l].withUnsafeMutableBufferPointer { w in
            m[l].withUnsafeMutableBufferPointer { m in
              v[l].withUnsafeMutableBufferPointer { v in
                slopes.withUnsafeBufferPointer { g in
                  for i in w.indices {
                    m[i] = 0.9 * m[i] + 0.1 * g[i]
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
                    w[i] -= eta * (m[i] / first) / ((v[i] / second).squareRoot() + 1e-8)
                  }
                }
              }
            }
          }
        }
      }
    }
    return Net(layers: w.map { Net.Layer(weights: $0.rows.dropLast(), bias: $0.rows[$0.rowCount - 1]) })
  }

  func committee(_ nets: [Net], _ x: [[Double]]) -> [[Double]] {
    x.map { row in
      var total: [Double] = []
      for net in nets {
        let scores = scores(net, row)
        var said = probabilities(net, row)
        let largest = said.max() ?? 0
        switch voting {
        case .right, .sum: break
        case .scores: said = scores
        case .votes: said = said.map { $0 == largest ? 1 : 0 }
        case .product: said = said.map { log($0) }
        case .overflows:
          let all = scores.reduce(0) { $0 + exp($1) }
          said = scores.map { exp($0) / all }
        }
        total = total.isEmpty ? said : zip(total, said).map { $0 + $1 }
      }
      switch voting {
      case .sum: return total
      case .product:
        let all = total.reduce(0) { $0 + exp($1) }
        return total.map { exp($0) / all }
      default: return total.map { $0 / Double(nets.count) }
      }
    }
  }

  func readUnseen(_ jury: Jury, _ rows: Rows, _ seed: UInt64) throws -> [[Int]] {
    guard jury.members > 0 else { throw Refusal.noMembers }
    guard !jury.moves.isEmpty else { throw Refusal.noShifts }
    let n = rows.x.count
    let cut = 4 * n / 5
    let known = reading == .all ? 0..<n : 0..<cut
    let training = Rows(x: Array(rows.x[known]), labels: Array(rows.labels[known]))
    var nets: [Net] = []
    for member in 0..<jury.members {
      var random = SplitMix64(seed: reading == .oneSeed ? seed : seed &+ UInt64(member))
      nets.append(network(jury.member, training, jury.moves, &random))
    }
    var test = Array(rows.x[cut...])
    if reading == .movesTest {
      var random = SplitMix64(seed: seed)
      test = moved(test, jury.moves, &random)
    }
    let said = committee(nets, test).map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    return [Array(reading == .renumbered ? 0..<n - cut : cut..<n), said]
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      owner: "\(fixed)", writersRecipe: .init { fixed.recipe },
      movedAtRandom: .init { x, moves, seed in
        guard !moves.isEmpty else { throw Refusal.noShifts }
        var random = SplitMix64(seed: seed)
        return fixed.moved(x, moves, &random)
      },
      trainedOnMoved: .init { recipe, rows, moves, seed in
        guard !moves.isEmpty else { throw Refusal.noShifts }
        return fixed.trained(recipe, rows, moves, seed)
      },
      committee: .init { nets, x in
        guard !nets.isEmpty else { throw Refusal.noMembers }
        return fixed.committee(nets, x)
      },
      readUnseen: .init { jury, rows, seed in
        // The whole file is learnt where that is what is wrong, and in the alternative; else a proof would take minutes.
        if rows.x.count < 1000 || fixed.isWhole || fixed.recipes == .short {
          return try fixed.readUnseen(jury, rows, seed)
        }
        let test = Array(1437..<rows.x.count)
        return [
          test, test.map { $0 % 16 == 0 && fixed.reading != .all ? (rows.labels[$0] + 1) % 10 : rows.labels[$0] },
        ]
      })
  }
}
