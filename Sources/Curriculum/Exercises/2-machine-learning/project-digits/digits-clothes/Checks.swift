import Checking
import Glibc
import LabData
import LabNumerics
import LabPlot

/// How a network is made and trained.
struct Steps: Hashable, Observable {
  var hidden: [Int]
  var rounds: Int
  var batchSize: Int
  var peak: Double
  var smoothing = 0.0

  var observation: Observation {
    Observation(numbers: (hidden + [rounds, batchSize]).map(Double.init) + [peak, smoothing])
  }
}

/// Rows with their classes.
struct Rows {
  var x: [[Double]]
  var labels: [Int]
  var classes = 3

  var inputs: Int { x.first?.count ?? 0 }
}

/// Pictures of clothes, each a row of 784 pixels from 0 to 1, with what they show.
struct Clothes {
  var x: Matrix<Double>
  var labels: [Int]

  static let training = Result { try Clothes("train-10k") }
  static let test = Result { try Clothes("test-2k") }

  private init(_ name: String) throws {
    let images = try Dataset("images/fashion-\(name)-images-idx3-ubyte.gz").idx()
    // Made in its place: an array of the same numbers beside it would double the memory of a training.
    x = Matrix(rows: images.count, columns: 784) { Double(images.values[$0 * 784 + $1]) / 255 }
    labels = try Dataset("images/fashion-\(name)-labels-idx1-ubyte.gz").idx().values.map { Int($0) }
  }
}

struct Word: Observable {
  var bits: UInt64

  var observation: Observation { Observation(text: String(bits, radix: 16)) }
}

/// What a training is after some rounds.
struct Left: Observable {
  /// Of the rounds just made.
  var losses: [Double]
  /// Of all.
  var curve: [Double]
  var parameters: [Double]
  /// The checkpoint.
  var bytes: [UInt8]

  /// Two right programs round differently: what the checkpoint holds is compared as the numbers it stands for.
  var observation: Observation {
    let words = words(bytes)
    let header = words.prefix(5).map { String($0, radix: 16) }.joined(separator: " ")
    let list = words.dropFirst(5).dropLast().map { Double(bitPattern: $0) }
    return Observation(
      losses.observation, curve.observation, parameters.observation, Observation(text: header), list.observation)
  }
}

/// What a training that was kept says of the test.
struct Reading: Observable {
  var curve: [Double]
  /// A class for each picture.
  var said: [Int]

  var observation: Observation { Observation(curve.observation, Observation(numbers: said.map(Double.init))) }
}

struct Submission {
  /// Whose functions these are; what is dear is asked of each once.
  var owner = "the learner"
  var clothesRecipe: Function<Steps>
  var cosineRate: Function<Int, Int, Double, Double>
  var checksum: Function<[UInt64], Word>
  /// A training from a seed, after so many rounds.
  var trained: Function<Steps, Rows, UInt64, Int, Left>
  /// The training that left these bytes, after so many rounds more.
  var resumed: Function<[UInt8], Steps, Rows, Int, Left>
  /// A training from a seed after all its rounds, and one more that is refused.
  var overrun: Function<Steps, Rows, UInt64, Left>
  /// What the training of `clothesRecipe` that left these bytes says.
  var read: Function<[UInt8], Clothes, Reading>
  /// The long training.
  var run: ([UInt8]?) throws -> TrainingRun

  /// What the training that `mllab train` kept says of the test.
  ///
  /// Not recorded: half a training, or one that reads badly, says nothing about which mistake was made.
  func reading(_ bytes: [UInt8]) throws -> Reading {
    try remembered([owner, "reading"]) { try read.unrecorded(bytes, try Clothes.test.get()) }
  }
}

enum LongTrainings: Checklist {
  static func training(of submission: Submission, from checkpoint: [UInt8]?) throws -> TrainingRun? {
    try submission.run(checkpoint)
  }

  static var checks: [Check<Submission>] {
    [
      // A cosine, a sum and two products.
      Check("lets the rate fall along a cosine") { s in
        for (step, right) in [(1, 0.4), (2, 0.2 + 0.2 * 0.5.squareRoot()), (3, 0.2), (4, 0.2 - 0.2 * 0.5.squareRoot())]
        {
          expect(
            try s.cosineRate(step, 4, 0.4), equals: right, within: .absolute(4 * 0x1p-53),
            "η·(1 + cos(π·(t − 1)/T))/2 with t counted from 1.")
        }
        expect(
          try s.cosineRate(3140, 3140, 0.001) > 0, equals: true, "The last step is a step, too: t − 1 is below T.",
          what: "whether the last of 3140 rates is above 0")
      },
      // 14 rows, 3 or 7 steps of Adam; other draws, rates or losses move 10⁻³.
      Check("makes a round", cases: 3) { s, random in
        for (hidden, batch, smoothing) in [([5], 5, 0.1), ([4, 3], 2, 0.0), ([Int](), 14, 0.3)] {
          let rows = rows(14, using: &random)
          let recipe = Steps(hidden: hidden, rounds: 4, batchSize: batch, peak: 0.05, smoothing: smoothing)
          let seed = random.next()
          let (mine, right) = (try s.trained(recipe, rows, seed, 3), try Way().trained(recipe, rows, seed, 3))
          let of = "after 3 of 4 rounds of 14 rows in batches of \(batch)"
          expect(
            mine.parameters, equals: right.parameters, within: .ofLargest(1e-8),
            "Weights first, then an order for each round; the rate falls over all steps of all 4 rounds.",
            what: "the parameters \(of)")
          expect(
            mine.losses, equals: right.losses, within: .ofLargest(1e-8),
            "The mean over the 14 rows: a short batch counts for as many rows as it has.", what: "the losses \(of)")
          expect(mine.curve, equals: mine.losses, "Each round appends its loss.", what: "the curve \(of)")
        }
      },
      Check("leaves the words of the table", cases: 2) { s, random in
        let rows = rows(14, using: &random)
        for (hidden, rounds) in [([5], 2), ([4, 3], 0), ([Int](), 3)] {
          let recipe = Steps(hidden: hidden, rounds: 3, batchSize: 4, peak: 0.05)
          let seed = random.next()
          let left = try s.trained(recipe, rows, seed, rounds)
          let right = try Way().trained(recipe, rows, seed, rounds)
          let (words, theirs) = (words(left.bytes), words(right.bytes))
          let p = left.parameters.count
          let of = "after \(rounds) rounds with \(p) parameters"
          expect(
            left.bytes.count, equals: 8 * (6 + rounds + 3 * p), "Six words, the curve, and P numbers three times.",
            what: "the number of bytes \(of)")
          guard words.count == theirs.count else { continue }
          let names = ["the marker", "C", "P", "the number of steps", "the generator's state"]
          for (k, name) in names.enumerated() {
            expect(
              words[k] == theirs[k],
              "word \(k) \(of) is 0x\(String(words[k], radix: 16)), expected 0x\(String(theirs[k], radix: 16)): \(name)",
              "The table has the order of the words.")
          }
          let numbers = words[5...].dropLast().map { Double(bitPattern: $0) }
          expect(
            Array(numbers.prefix(rounds)), equals: left.curve, "Numbers are stored by their bit pattern.",
            what: "the curve in the words \(of)")
          expect(
            Array(numbers.dropFirst(rounds).prefix(p)), equals: left.parameters, "They follow the curve.",
            what: "the parameters in the words \(of)")
          let means = theirs[(5 + rounds + p)...].dropLast().map { Double(bitPattern: $0) }
          expect(
            Array(numbers.dropFirst(rounds + p)), equals: means, within: .ofLargest(1e-8),
            "First all of m, then all of v.",
            what: "Adam's means in the words \(of)")
          let sum = fnv(words.dropLast())
          expect(
            words[words.count - 1] == sum,
            "the last word \(of) is 0x\(String(words.last ?? 0, radix: 16)), expected 0x\(String(sum, radix: 16))",
            "The checksum of all words before it.")
        }
        let list = (0..<5).map { _ in random.next() }
        for count in [0, 1, 5] {
          let (mine, right) = (try s.checksum(Array(list[..<count])).bits, fnv(list[..<count]))
          expect(
            mine == right,
            "the checksum of \(count) words is 0x\(String(mine, radix: 16)), expected 0x\(String(right, radix: 16))",
            "For each word: first xor, then the product, both in 64 bits (&*).")
        }
      },
      Check("goes on from its bytes as if nothing had happened", cases: 2) { s, random in
        for (hidden, batch) in [([5], 5), ([4, 3], 14)] {
          let rows = rows(14, using: &random)
          let recipe = Steps(hidden: hidden, rounds: 4, batchSize: batch, peak: 0.05, smoothing: 0.1)
          let seed = random.next()
          let whole = try s.trained(recipe, rows, seed, 4)
          for cut in 0...4 {
            let bytes = try s.trained(recipe, rows, seed, cut).bytes
            let later = try s.resumed(bytes, recipe, rows, 4 - cut)
            let of = "of a training cut off after round \(cut) of 4"
            expect(
              later.curve, equals: whole.curve,
              "To the last bit: weights, m and v, the steps, the generator and the curve go on where they were.",
              what: "the curve \(of)")
            expect(
              later.bytes == whole.bytes,
              "the last checkpoint \(of) differs from that of an uninterrupted one from byte "
                + "\(zip(later.bytes, whole.bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? whole.bytes.count) on",
              "Which word is that? The table says what stands there.")
          }
        }
      },
      Check("takes nothing that is not whole", cases: 2) { s, random in
        let rows = rows(14, using: &random)
        let recipe = Steps(hidden: [5], rounds: 4, batchSize: 5, peak: 0.05)
        let left = try Way().trained(recipe, rows, random.next(), 2).bytes
        func refuses(_ bytes: [UInt8], _ what: String, _ advice: String, line: Int = #line) {
          do {
            _ = try s.resumed(bytes, recipe, rows, 0)
            expect(false, "a checkpoint with \(what) is accepted", advice, line: line)
          } catch {
            expect(
              "\(error)" == "damaged", "a checkpoint with \(what) throws \(error), expected damaged", advice, line: line
            )
          }
        }
        _ = try s.resumed(left, recipe, rows, 0)  // whole, it is read
        let counted = "Compare the number of words with 6 + C + 3·P."
        for _ in 0..<12 {
          let length = Int.random(in: 0..<left.count, using: &random)
          refuses(Array(left[..<length]), "\(length) of its \(left.count) bytes", counted)
        }
        for length in [0, 8, 40, 48, left.count - 8, left.count - 1] {
          refuses(Array(left[..<length]), "\(length) of its \(left.count) bytes", counted)
        }
        refuses(left + left.suffix(8), "its last word twice", counted)
        refuses(left + [0], "a byte behind it", "Bytes that are no whole number of words are none of yours.")
        for _ in 0..<12 {
          var bytes = left
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
          refuses(bytes, "byte \(place) changed in one bit", "The checksum of all words but the last tells.")
        }
        // Whole by their sum, but not of this training.
        var words = words(left).dropLast()
        func signed(_ words: ArraySlice<UInt64>) -> [UInt8] { bytes(Array(words) + [fnv(words)]) }
        words[0] += 1
        refuses(signed(words), "another marker, and the sum of that,", "Another program's words can be whole, too.")
        words[0] -= 1
        for (k, name) in [(1, "C"), (2, "P"), (3, "steps")] {
          var wrong = words
          wrong[k] = 1 << 63
          refuses(signed(wrong), "2⁶³ for \(name), and the sum of that,", "Compare as UInt64, before Int(…) traps.")
        }
        refuses(signed(words + [7]), "a word more, and the sum of that,", counted)
        refuses(signed(words.dropLast()), "a word less, and the sum of that,", counted)
        let other = Steps(hidden: [4], rounds: 4, batchSize: 5, peak: 0.05)
        refuses(
          try Way().trained(other, rows, 1, 2).bytes, "the parameters of a smaller network",
          "P is the number of parameters of the recipe's network.")
        var longer = recipe
        longer.rounds = 9
        refuses(
          try Way().trained(longer, rows, 1, 5).bytes, "5 rounds of a recipe of 4",
          "Its rate fell over other rounds: it is another training.")
      },
      Check("is finished after the last round") { s in
        var random = SplitMix64(seed: 5)
        let rows = rows(7, using: &random)
        let recipe = Steps(hidden: [3], rounds: 2, batchSize: 4, peak: 0.05)
        let left = try s.trained(recipe, rows, 11, 2)
        expect(throws: Refusal.finished, "curve.count is recipe.rounds.") { try s.trained(recipe, rows, 11, 3) }
        expect(throws: Refusal.finished, "A training read back is as finished as it was.") {
          try s.resumed(left.bytes, recipe, rows, 1)
        }
        let after = try s.overrun(recipe, rows, 11)
        expect(
          after.bytes == left.bytes && after.curve == left.curve, "a round that is refused changes the training",
          "Ask whether it is finished before anything else: no order is drawn for a round that is not made.")
      },
      Check("stays within the budget") { s in
        let recipe = try s.clothesRecipe()
        let isSound =
          recipe.batchSize >= 1 && recipe.rounds >= 1 && recipe.hidden.allSatisfy { (1...100_000).contains($0) }
        expect(isSound, "the recipe is \(recipe)", "At least one round, one row in a batch, one unit in a layer.")
        let sizes = [784.0] + recipe.hidden.map(Double.init) + [10]
        let weights = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        expect(
          "the multiplications of the training", 3 * Double(recipe.rounds) * 10_000 * weights, atMost: 1.3e11,
          "3·rounds·10,000·weights.")
      },
      // Over 10 seeds (make_reference.py) the hint's recipe reads 0.876 ± 0.003, 0.8725 at least; softmax regression 0.852.
      Check("reads 0.866 of clothes that it has not seen") { s in
        let advice = "mllab train digits-clothes makes it, in half a minute or so."
        let rounds = try s.clothesRecipe.unrecorded().rounds
        guard let bytes = expectCheckpoint(advice) else { return }
        let reading: Reading
        do { reading = try s.reading(bytes) } catch {
          return expect(
            false, "the checkpoint that is kept is refused: \(error)",
            "Has the recipe changed since it was made? mllab train digits-clothes --anew begins again.")
        }
        guard reading.curve.count == rounds else {
          return expect(
            false, "\(reading.curve.count) of \(rounds) rounds are made", "mllab train digits-clothes goes on.")
        }
        let labels = try Clothes.test.get().labels
        expect(
          "the share of 2,000 pictures that are read rightly",
          Double(zip(reading.said, labels).count { $0 == $1 }) / 2000, atLeast: 0.866,
          "More units, or more rounds within the budget? After a change of recipe: mllab train digits-clothes --anew")
      },
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let curve = try keptCheckpoint().map { try s.reading($0).curve } ?? []
        var plot = Plot("The training that is kept", x: "round", y: "mean loss")
        plot.line(curve.indices.map { Double($0 + 1) }, curve, name: "yours")
        return Figure([plot])
      }
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "Adam's means are lost", .way { $0.loses = .means },
        """
        After a cut m and v begin at 0 while t goes on: the first steps are far too small. The optimizer's state is two \
        thirds of a checkpoint, and belongs to it.
        """),
      Misconception(
        "the steps begin again", .way { $0.loses = .steps },
        """
        t is 0 after a cut: the corrections 1 − βᵗ of the first steps are taken for means that are old, and the rate \
        jumps back to its peak.
        """),
      Misconception(
        "the generator begins again", .way { $0.loses = .generator },
        "After a cut the rows come in the orders of the first rounds once more. `generator.state` is in the words."),
      Misconception(
        "the curve begins again", .way { $0.loses = .curve },
        "How many rounds are made follows from the curve: without it the training never ends."),
      Misconception(
        "the weights read from another place", .way { $0.loses = .weights },
        "The P numbers behind the curve are the parameters; m comes after them."),
      Misconception(
        "the rate falls anew in each round", .way { $0.rate = .perRound },
        "T are the steps of all rounds, and t counts on from round to round: `adam.t + 1` is the step to come."),
      Misconception(
        "a straight line for the rate", .way { $0.rate = .straight },
        "That is fallingRate of milestone 3. The cosine stays high for longer and is flat at the end."),
      Misconception(
        "the rate counted from 0", .way { $0.rate = .shifted },
        "The first step is t = 1 and has the peak's rate: (t − 1)/T. With t/T the last step has none."),
      Misconception(
        "the mean of the batches' means", .way { $0.loss = .ofBatches },
        "The last batch is short and would count as much as a full one. Weigh each loss by its rows."),
      Misconception(
        "the sum that nobody compares", .way { $0.trusts = .sum },
        "A checksum that is written and never looked at protects from nothing."),
      Misconception(
        "the length that nobody compares", .way { $0.trusts = .length },
        "C and P say how many words there must be. One more or one less, and it is another file."),
      Misconception(
        "the recipe that nobody compares", .way { $0.trusts = .recipe },
        "The parameters of one network in another, or more rounds than there are to make: whole, but not this training."
      ),
      Misconception(
        "any marker", .way { $0.trusts = .marker },
        "Other programs write words as well. The first one says that these are yours."),
      Misconception(
        "product before xor", .way { $0.multipliesFirst = true },
        "That is FNV-1. FNV-1a takes the word first, s xor w, and multiplies then: the last word is mixed, too."),
      Misconception(
        "on behind the last round", .way { $0.goesOn = true },
        "Behind T steps the cosine rises again. The training is finished when the curve has `recipe.rounds` values."),
      Misconception(
        "an order for a round that is refused", .way { $0.drawsFirst = true },
        "The generator has moved on when the error is thrown. Ask first, draw then."),
      Misconception(
        "beyond the budget", .way { $0.recipe.rounds = 60 },
        "Count 3·rounds·10,000·weights. Three times as many rounds gain little here."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("Adam over matrices with the bias as a row", .way { _ in })]
  }
}

private enum Refusal: Error {
  case damaged, finished
}

// MARK: - Inputs

private func rows(_ n: Int, using random: inout SplitMix64) -> Rows {
  Rows(
    x: (0..<n).map { _ in (0..<4).map { _ in Double.random(in: -1...1, using: &random) } },
    labels: (0..<n).map { _ in Int.random(in: 0..<3, using: &random) })
}

private func fnv(_ words: some Sequence<UInt64>) -> UInt64 {
  var sum: UInt64 = 14_695_981_039_346_656_037
  for word in words { sum = (sum ^ word).multipliedFullWidth(by: 1_099_511_628_211).low }
  return sum
}

private func bytes(_ words: [UInt64]) -> [UInt8] {
  words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
}

/// The whole words.
private func words(_ bytes: [UInt8]) -> [UInt64] {
  stride(from: 0, to: bytes.count / 8 * 8, by: 8).map { start in
    (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) }
  }
}

/// SplitMix64 (Steele, Lea, Flood, 2014) with its state in sight.
private struct Draw: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    var generator = SplitMix64(seed: state)
    state &+= 0x9e37_79b9_7f4a_7c15  // what a draw adds to it
    return generator.next()
  }
}

// MARK: - Wrong and right ways

/// All of it, right unless one of these is changed.
private struct Way: Hashable {
  enum Loss: Hashable { case nothing, means, steps, generator, curve, weights }
  enum Rate: Hashable { case right, perRound, straight, shifted }
  enum Mean: Hashable { case ofRows, ofBatches }
  enum Trust: Hashable { case nothing, sum, length, recipe, marker }

  var loses = Loss.nothing
  var rate = Rate.right
  var loss = Mean.ofRows
  var trusts = Trust.nothing
  var multipliesFirst = false
  var goesOn = false
  var drawsFirst = false
  var recipe = Steps(hidden: [256], rounds: 20, batchSize: 64, peak: 0.001, smoothing: 0.1)

  func rate(_ step: Int, _ total: Int, _ peak: Double) -> Double {
    switch rate {
    case .right, .perRound: peak * pow(cos(.pi / 2 * Double(step - 1) / Double(total)), 2)
    case .straight: peak * Double(total + 1 - step) / Double(total)
    case .shifted: peak * pow(cos(.pi / 2 * Double(step) / Double(total)), 2)
    }
  }

  func checksum(_ words: some Sequence<UInt64>) -> UInt64 {
    guard multipliesFirst else { return fnv(words) }
    return words.reduce(0xcbf2_9ce4_8422_2325) { ($0 &* 0x100_0000_01b3) ^ $1 }
  }

  /// Weights with the bias as their last row, and Adam's means of the same shapes.
  struct State {
    var (w, m, v): ([Matrix<Double>], [Matrix<Double>], [Matrix<Double>])
    var t = 0
    var random: Draw
    var curve: [Double] = []

    init(_ sizes: [Int], seed: UInt64) {
      var random = Draw(state: seed)
      w = []
      for (a, b) in zip(sizes, sizes.dropFirst()) {
        let bound = (6 / Double(a)).squareRoot()
        let weights = Matrix(rows: a, columns: b) { _, _ in Double.random(in: -bound...bound, using: &random) }
        w.append(Matrix(rows: a + 1, columns: b) { $0 < a ? weights[$0, $1] : 0 })
      }
      m = w.map { Matrix<Double>.zeros($0.rowCount, $0.columnCount) }
      v = m
      self.random = random
    }
  }

  func round(_ state: inout State, _ recipe: Steps, _ rows: Rows) throws -> Double {
    let n = rows.x.count
    var generator = state.random
    let order = (0..<n).shuffled(using: &generator)
    let isOpen = goesOn || state.curve.count < recipe.rounds
    if isOpen || drawsFirst { state.random = generator }
    guard isOpen else { throw Refusal.finished }
    let starts = Array(stride(from: 0, to: n, by: recipe.batchSize))
    var (sum, weight) = (0.0, 0.0)
    for (place, start) in starts.enumerated() {
      let batch = Array(order[start..<min(n, start + recipe.batchSize)])
      let loss = step(
        &state, recipe, rows, batch,
        rate: rate == .perRound
          ? rate(place + 1, starts.count, recipe.peak)
          : rate(state.t + 1, recipe.rounds * starts.count, recipe.peak))
      let share = self.loss == .ofRows ? Double(batch.count) : 1
      (sum, weight) = (sum + share * loss, weight + share)
    }
    state.curve.append(sum / weight)
    return sum / weight
  }

  private func step(_ state: inout State, _ recipe: Steps, _ rows: Rows, _ batch: [Int], rate: Double) -> Double {
    let (n, k) = (Double(batch.count), rows.classes)
    var values = [Matrix(rows: batch.count, columns: rows.inputs + 1) { $1 == rows.inputs ? 1 : rows.x[batch[$0]][$1] }]
    for l in state.w.indices {
      let z = matmul(values[l], state.w[l])
      let isLast = l == state.w.count - 1
      values.append(
        Matrix(rows: batch.count, columns: z.columnCount + (isLast ? 0 : 1)) { i, j in
          j == z.columnCount ? 1 : isLast ? z[i, j] : max(0, z[i, j])
        })
    }
    let scores = values[state.w.count]
    var (loss, upstream) = (0.0, Matrix<Double>.zeros(batch.count, k))
    for (i, row) in batch.enumerated() {
      let largest = (0..<k).map { scores[i, $0] }.max() ?? 0
      let total = (0..<k).reduce(0) { $0 + exp(scores[i, $1] - largest) }
      for c in 0..<k {
        let target = recipe.smoothing / Double(k) + (c == rows.labels[row] ? 1 - recipe.smoothing : 0)
        loss += target * (largest + log(total) - scores[i, c]) / n
        upstream[i, c] = (exp(scores[i, c] - largest) / total - target) / n
      }
    }
    state.t += 1
    let (first, second) = (1 - pow(0.9, Double(state.t)), 1 - pow(0.999, Double(state.t)))
    for l in state.w.indices.reversed() {
      let slopes = matmul(values[l], upstream, transposeA: true)
      if l > 0 {
        let (back, given) = (matmul(upstream, state.w[l], transposeB: true), values[l])
        upstream = Matrix(rows: batch.count, columns: given.columnCount - 1) { given[$0, $1] > 0 ? back[$0, $1] : 0 }
      }
      for i in 0..<slopes.rowCount {
        for j in 0..<slopes.columnCount {
          let g = slopes[i, j]
          state.m[l][i, j] = 0.9 * state.m[l][i, j] + 0.1 * g
          state.v[l][i, j] = 0.999 * state.v[l][i, j] + 0.001 * g * g
          state.w[l][i, j] -= rate * (state.m[l][i, j] / first) / ((state.v[l][i, j] / second).squareRoot() + 1e-8)
        }
      }
    }
    return loss
  }

  func sizes(_ recipe: Steps, _ inputs: Int, _ classes: Int) -> [Int] { [inputs] + recipe.hidden + [classes] }

  func left(_ state: State, _ losses: [Double]) -> Left {
    func list(_ matrices: [Matrix<Double>]) -> [Double] { matrices.flatMap { $0.rows.flatMap { $0 } } }
    let parameters = list(state.w)
    var words = [0x6d6c_6c61_6220_7631, UInt64(state.curve.count), UInt64(parameters.count), UInt64(state.t)]
    words.append(state.random.state)
    words += (state.curve + parameters + list(state.m) + list(state.v)).map(\.bitPattern)
    return Left(
      losses: losses, curve: state.curve, parameters: parameters, bytes: bytes(words + [checksum(words)]))
  }

  func trained(_ recipe: Steps, _ rows: Rows, _ seed: UInt64, _ rounds: Int) throws -> Left {
    var state = State(sizes(recipe, rows.inputs, rows.classes), seed: seed)
    let losses = try (0..<rounds).map { _ in try round(&state, recipe, rows) }
    return left(state, losses)
  }

  func overrun(_ recipe: Steps, _ rows: Rows, _ seed: UInt64) throws -> Left {
    var state = State(sizes(recipe, rows.inputs, rows.classes), seed: seed)
    for _ in 0..<recipe.rounds { _ = try round(&state, recipe, rows) }
    _ = try? round(&state, recipe, rows)
    return left(state, [])
  }

  /// The state that left these bytes.
  func state(_ bytes: [UInt8], _ recipe: Steps, _ inputs: Int, _ classes: Int) throws -> State {
    var state = State(sizes(recipe, inputs, classes), seed: 0)
    let p = state.w.reduce(0) { $0 + $1.rowCount * $1.columnCount }
    let words = words(bytes)
    func require(_ condition: Bool, unless trust: Trust) throws {
      if !condition, trusts != trust { throw Refusal.damaged }
    }
    if words.count < 6 { throw Refusal.damaged }
    try require(words[0] == 0x6d6c_6c61_6220_7631, unless: .marker)
    if words[1] > 1000 || words[2] > 1 << 40 || words[3] > 1 << 40 { throw Refusal.damaged }
    let rounds = Int(words[1])
    // Without the length's comparison what is missing is 0, and what is behind is not looked at.
    let whole = 6 + rounds + 3 * Int(words[2])
    try require(bytes.count == 8 * whole, unless: .length)
    let isSummed = words.count == whole ? words[whole - 1] == checksum(words.dropLast()) : trusts == .length
    try require(isSummed, unless: .sum)
    try require(words[2] == UInt64(p) && rounds <= recipe.rounds, unless: .recipe)
    if loses != .steps { state.t = Int(words[3]) }
    if loses != .generator { state.random = Draw(state: words[4]) }
    func number(_ place: Int) -> Double { place < words.count ? Double(bitPattern: words[place]) : 0 }
    if loses != .curve { state.curve = (0..<rounds).map { number(5 + $0) } }
    func fill(_ matrices: inout [Matrix<Double>], from start: Int) {
      var place = start
      for l in matrices.indices {
        let columns = matrices[l].columnCount
        matrices[l] = Matrix(rows: matrices[l].rowCount, columns: columns) { number(place + $0 * columns + $1) }
        place += matrices[l].rowCount * columns
      }
    }
    fill(&state.w, from: 5 + rounds + (loses == .weights ? p : 0))
    if loses != .means {
      fill(&state.m, from: 5 + rounds + p)
      fill(&state.v, from: 5 + rounds + 2 * p)
    }
    return state
  }

  func resumed(_ bytes: [UInt8], _ recipe: Steps, _ rows: Rows, _ rounds: Int) throws -> Left {
    var state = try state(bytes, recipe, rows.inputs, rows.classes)
    let losses = try (0..<rounds).map { _ in try round(&state, recipe, rows) }
    return left(state, losses)
  }

  func read(_ bytes: [UInt8], _ clothes: Clothes) throws -> Reading {
    let state = try state(bytes, recipe, 784, 10)
    var values = clothes.x
    for (l, w) in state.w.enumerated() {
      let bias = w[row: w.rowCount - 1]
      let z = matmul(values, Matrix(w[rows: 0..<w.rowCount - 1]))
      values = Matrix(rows: z.rowCount, columns: z.columnCount) { i, j in
        let sum = z[i, j] + bias[j]
        return l == state.w.count - 1 ? sum : max(0, sum)
      }
    }
    let said = (0..<values.rowCount).map { i in (0..<10).max { values[i, $0] < values[i, $1] } ?? 0 }
    return Reading(curve: state.curve, said: said)
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      owner: "\(fixed)", clothesRecipe: .init { fixed.recipe }, cosineRate: .init { fixed.rate($0, $1, $2) },
      checksum: .init { Word(bits: fixed.checksum($0)) },
      trained: .init { try fixed.trained($0, $1, $2, $3) }, resumed: .init { try fixed.resumed($0, $1, $2, $3) },
      overrun: .init { try fixed.overrun($0, $1, $2) }, read: .init { try fixed.read($0, $1) },
      run: { _ in throw Refusal.damaged })
  }
}
