@preconcurrency import Glibc
import LabData

// A model as a contender of `mllab bench models`. This file is the module that the program around a learner's file, or
// around the reference, is linked with in the place of the exercise's checks; the other files of this folder hand it the
// model of one exercise each. Benchmarks/peers/sklearn_models.py makes the same rows for scikit-learn.

/// Rows to fit to or to be judged by.
struct Rows {
  /// Shape (n, d).
  var x: [[Double]]
  /// n answers, or the numbers of n classes.
  var y: [Double]

  var labels: [Int] { y.map { Int($0) } }
}

/// What is measured: the rows, the fit, and how the fitted model is judged.
struct Model {
  enum Score {
    /// The share of rows whose class is predicted.
    case accuracy
    /// √ of the mean squared distance of predictions and answers.
    case rootMeanSquare
    /// The first number that is predicted, whatever the rows: for models without answers.
    case value(String)
  }

  /// The rows that it is fitted to and judged by where it is compared.
  let data: DataSource
  let score: Score
  /// The exponents that theory gives for the time of a fit, in rows and in columns.
  let growth: (rows: Double, columns: Double)
  /// The classes of the rows of its growth and its laws; 0 for answers that are numbers.
  var classes = 0
  /// The laws that do not hold for this model, by its nature.
  var exceptions: Set<Law> = []
  /// Fits to rows, which is timed; what it returns predicts a number, or the number of a class, for each of other rows.
  let fit: (Rows) throws -> ([[Double]]) throws -> [Double]

  func judge(_ predict: ([[Double]]) throws -> [Double], by rows: Rows) throws -> Double {
    let predicted = try predict(rows.x)
    let n = Double(rows.y.count)
    switch score {
    case .accuracy: return Double(zip(predicted, rows.y).count { $0 == $1 }) / n
    case .rootMeanSquare:
      return (zip(predicted, rows.y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / n).squareRoot()
    case .value: return predicted.first ?? .nan
    }
  }
}

/// The place of the largest number, the first of equal ones, as the number of a class.
func largest(_ values: [Double]) -> Double { Double(values.indices.max { values[$0] < values[$1] } ?? 0) }

/// How few of the k nearest rows in a map are no neighbours in the data: 1 if none is a stranger.
///
/// Venna and Kaski, Neighborhood preservation in nonlinear projection methods (2001).
func trustworthiness(of map: [[Double]], _ x: [[Double]], neighbours k: Int) -> Double {
  func order(_ rows: [[Double]], from i: Int) -> [Int] {
    let squares = rows.map { zip($0, rows[i]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    return rows.indices.filter { $0 != i }.sorted { squares[$0] < squares[$1] }
  }
  var strangeness = 0
  for i in x.indices {
    var ranks = [Int](repeating: 0, count: x.count)
    for (rank, j) in order(x, from: i).enumerated() { ranks[j] = rank + 1 }
    for j in order(map, from: i).prefix(k) { strangeness += max(0, ranks[j] - k) }
  }
  let n = Double(x.count)
  return 1 - 2 * Double(strangeness) / (n * Double(k) * (2 * n - 3 * Double(k) - 1))
}

/// baseⁿ, for bindings that import nothing else.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// Uniform numbers, the same on every machine (SplitMix64).
struct Stream: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// In 0 ..< 1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// In 0 ..< count.
  mutating func index(below count: Int) -> Int { Int(uniform() * Double(count)) }
}

// MARK: - Rows

/// Where rows come from. All but the images are scaled to mean 0 and deviation 1 by the training rows.
enum DataSource {
  case autoMPG, ames, breastCancer, wine, iris
  /// Handwritten digits, pixels 0 … 1; the first so many.
  case digits(Int)
  /// The 10,000 training pictures of Fashion-MNIST, pixels 0 … 1.
  case fashion
  /// Weekly carbon dioxide, so many weeks from the first, over the years; neither column is scaled but y is centred.
  case carbonDioxide(Int)

  /// The rows in which i mod 5 ≠ 0, to fit to, and the others, to be judged by.
  func split() throws -> (training: Rows, others: Rows) {
    var all = try table()
    let (inside, outside) = (all.y.indices.filter { $0 % 5 != 0 }, all.y.indices.filter { $0 % 5 == 0 })
    switch self {
    case .digits, .fashion, .carbonDioxide: break
    default: all.x = scaled(all.x, by: inside)
    }
    func taken(_ rows: [Int]) -> Rows { Rows(x: rows.map { all.x[$0] }, y: rows.map { all.y[$0] }) }
    return (taken(inside), taken(outside))
  }

  private func table() throws -> Rows {
    switch self {
    case .autoMPG:
      let columns = ["cyl", "displ", "hp", "weight", "accel", "yr"]
      let csv = try Dataset("tabular/auto_mpg.csv").csv().dropping(missingIn: ["mpg"] + columns)
      return Rows(x: try csv.numbers(columns), y: try csv.numbers(["mpg"]).map { $0[0] })
    case .ames:
      let columns = [
        "Lot_Frontage", "Lot_Area", "Year_Built", "Year_Remod_Add", "Mas_Vnr_Area", "Bsmt_Unf_SF", "Total_Bsmt_SF",
        "First_Flr_SF", "Second_Flr_SF", "Gr_Liv_Area", "Bsmt_Full_Bath", "Bsmt_Half_Bath", "Full_Bath", "Half_Bath",
        "Bedroom_AbvGr", "Kitchen_AbvGr", "TotRms_AbvGrd", "Fireplaces", "Garage_Cars", "Garage_Area", "Wood_Deck_SF",
        "Open_Porch_SF", "Enclosed_Porch", "Screen_Porch", "Mo_Sold", "Year_Sold", "Longitude", "Latitude",
      ]
      let csv = try Dataset("tabular/ames.csv").csv()
      return Rows(x: try csv.numbers(columns), y: try csv.numbers(["Sale_Price"]).map { log($0[0]) })
    case .breastCancer:
      let csv = try Dataset("tabular/breast_cancer.csv").csv()
      return Rows(
        x: try csv.numbers(csv.columns.dropLast()),
        y: try csv.column("diagnosis").map { $0 == "malignant" ? 1 : 0 })
    case .wine:
      let csv = try Dataset("tabular/wine.csv").csv()
      return Rows(x: try csv.numbers(csv.columns.dropLast()), y: try csv.numbers(["cultivar"]).map { $0[0] })
    case .iris:
      let csv = try Dataset("tabular/iris.csv").csv()
      let species = ["setosa", "versicolor", "virginica"]
      return Rows(
        x: try csv.numbers(csv.columns.dropLast()),
        y: try csv.column("species").map { Double(species.firstIndex(of: $0) ?? 0) })
    case .digits(let count):
      let csv = try Dataset("images/digits_8x8.csv.gz").csv()
      let numbers = try csv.numbers(csv.columns).prefix(count)
      return Rows(x: numbers.map { $0.dropLast().map { $0 / 16 } }, y: numbers.map { $0[64] })
    case .fashion:
      let pictures = try Dataset("images/fashion-train-10k-images-idx3-ubyte.gz").idx()
      let labels = try Dataset("images/fashion-train-10k-labels-idx1-ubyte.gz").idx()
      return Rows(x: pictures.scaled, y: labels.values.map(Double.init))
    case .carbonDioxide(let count):
      let csv = try Dataset("timeseries/co2_weekly.csv").csv().dropping(missingIn: ["co2"])
      let values = try csv.numbers(["co2"]).prefix(count).map { $0[0] }
      let mean = values.reduce(0, +) / Double(values.count)
      return Rows(x: values.indices.map { [Double($0) * 7 / 365.25] }, y: values.map { $0 - mean })
    }
  }

  private func scaled(_ x: [[Double]], by rows: [Int]) -> [[Double]] {
    var (means, deviations) = (x[0].map { _ in 0.0 }, x[0].map { _ in 0.0 })
    for row in rows { for j in means.indices { means[j] += x[row][j] / Double(rows.count) } }
    for row in rows {
      for j in means.indices { deviations[j] += (x[row][j] - means[j]) * (x[row][j] - means[j]) / Double(rows.count) }
    }
    return x.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0].squareRoot() } }
  }
}

/// Rows of a plane with noise, or of classes around so many centres.
func made(rows: Int, columns: Int, classes: Int, seed: UInt64 = 1) -> Rows {
  var stream = Stream(state: seed)
  var x = (0..<rows).map { _ in (0..<columns).map { _ in 2 * stream.uniform() - 1 } }
  let w = (0..<columns).map { _ in 2 * stream.uniform() - 1 }
  guard classes > 0 else {
    return Rows(x: x, y: x.map { row in zip(row, w).reduce(stream.uniform()) { $0 + $1.0 * $1.1 } })
  }
  let centres = (0..<classes).map { _ in (0..<columns).map { _ in stream.uniform() } }
  let labels = (0..<rows).map { $0 % classes }
  for i in x.indices { for j in x[i].indices { x[i][j] = x[i][j] / 2 + centres[labels[i]][j] } }
  return Rows(x: x, y: labels.map(Double.init))
}

// MARK: - The conversation

/// Answers requests on descriptors 3 and 4, one line for one line, behind the nonce that comes first.
///
///     growth              →  growth ROWS COLUMNS       the exponents of theory
///     law rowOrder        →  law kept | excepted | broken WORDS
///     load                →  loaded ROWS COLUMNS       the rows of its data that it is fitted to
///     make 1000 10        →  loaded 1000 10            made ones instead
///     fit                 →  fitted SCORE SECONDS NAME of the score
///     sample 3            →  seconds S                 of 3 fits together
func serve(_ model: Model) {
  guard let input = fdopen(3, "r") else { return }
  var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
  defer { free(line) }
  guard getline(&line, &capacity, input) > 0, let first = line else { return }
  let nonce = String(cString: first).split(whereSeparator: \.isWhitespace).joined()
  var rows: (training: Rows, others: Rows?) = (Rows(x: [], y: []), nil)
  while getline(&line, &capacity, input) > 0, let text = line {
    let words = String(cString: text).split(whereSeparator: \.isWhitespace)
    let reply: String
    do { reply = try answer(words, &rows, model) } catch { reply = "failed \(error)" }
    say("\(nonce) \(reply)\n")
  }
}

private func answer(
  _ words: [Substring], _ rows: inout (training: Rows, others: Rows?), _ model: Model
) throws -> String {
  let numbers = words.dropFirst().compactMap { Int($0) }
  switch (words.first, numbers.count) {
  case ("law", 0):
    guard words.count == 2, let law = Law(rawValue: String(words[1])) else { break }
    return "law \(model.exceptions.contains(law) ? "excepted" : law.verdict(on: model))"
  case ("growth", 0): return "growth \(model.growth.rows) \(model.growth.columns)"
  case ("load", 0):
    rows = try model.data.split()
    return "loaded \(rows.training.x.count) \(rows.training.x[0].count)"
  case ("make", 2):
    rows = (made(rows: numbers[0], columns: numbers[1], classes: model.classes), nil)
    return "loaded \(numbers[0]) \(numbers[1])"
  case ("fit", 0):
    let start = secondsNow()
    let predict = try model.fit(rows.training)
    let seconds = secondsNow() - start
    let score = try rows.others.map { try model.judge(predict, by: $0) } ?? .nan
    return "fitted \(score) \(seconds) \(model.score.name)"
  case ("sample", 1):
    let start = secondsNow()
    for _ in 0..<numbers[0] { _ = try model.fit(rows.training) }
    return "seconds \(secondsNow() - start)"
  default: break
  }
  return "failed it does not understand \"\(words.joined(separator: " "))\""
}

extension Model.Score {
  var name: String {
    switch self {
    case .accuracy: "accuracy"
    case .rootMeanSquare: "root mean square"
    case .value(let name): name
    }
  }
}

/// Seconds on a clock that never goes back.
private func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func say(_ text: String) {
  let bytes = Array(text.utf8)
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { write(4, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { exit(0) }  // the tool is gone
    sent += count
  }
}
