import Checking
import Glibc
import LabData

/// The number of an answer, as the cases of `Fault` and `Remedy` are numbered.
struct Reading: Observable {
  var number: Int

  init(_ number: Int) { self.number = number }

  /// Beside the answer stands a 1, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [Double(number), 1]) }
}

struct Submission {
  /// The name of a plot.
  var fault: Function<String, Reading>
  var remedy: Function<String, Reading>
}

enum ReadTheResiduals: Checklist {
  static var checks: [Check<Submission>] {
    cases.map { plot in
      Check("\(plot.name): what it shows") { s in
        let number = try s.fault(plot.name).number
        expect(
          number == plot.fault.rawValue,
          "You see \(Fault(rawValue: number).map { "\($0)" } ?? "?") in \(plot.name); that is not it", plot.advice)
      }
    }
      + cases.map { plot in
        Check("\(plot.name): what helps") { s in
          let number = try s.remedy(plot.name).number
          guard let remedy = Remedy(rawValue: number) else { return expect(false, "\(number) is no remedy") }
          guard plot.fault != .nothing else {
            return expect(
              remedy == .nothing,
              "You treat \(plot.name) with \(remedy); all four statistics are small before and need no remedy",
              "A remedy costs a parameter, a row or a unit that everybody understands. Is there anything to cure?")
          }
          let sample = try plot.sample()
          let before = statistic(plot.fault, sample)
          let after = statistic(plot.fault, remedied(sample, by: remedy))
          expect(
            after <= before / 4,
            "For \(plot.name) \(plot.fault.statistic) is \(rounded(before)), and \(rounded(after)) after \(remedy); "
              + "a quarter or less is wanted", plot.cure)
        }
      }
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "what does not fit, thrown away",
        Submission(
          remedies: [
            "credit": .withoutLargeResiduals, "timberland": .withoutLargeResiduals, "bills": .withoutLargeResiduals,
            "cars": .withoutLargeResiduals, "co2": .withoutLargeResiduals,
          ]),
        """
        A large residual is a question, and you delete it. A wrong model stays wrong without the rows that show it \
        most, and looks more precise. (The point that does turn a line has a *small* residual, because it has turned \
        it.)
        """),
      Misconception(
        "standardising cures",
        Submission(
          remedies: [
            "credit": .standardise, "timberland": .standardise, "bills": .standardise, "cars": .standardise,
            "co2": .standardise,
          ]),
        """
        Another unit for the predictor changes the coefficients, and neither a fitted value nor a residual. It helps \
        penalties and gradient descent, not a wrong model.
        """),
      Misconception(
        "the logarithm for everything",
        Submission(
          remedies: ["timberland": .logarithm, "bills": .logarithm, "cars": .logarithm, "co2": .logarithm]),
        """
        The logarithm of the response makes errors in per cent alike, and straightens what grows by per cent. A bend \
        of another kind, a missing column, a far point and the memory of a series it leaves as they are.
        """),
      Misconception(
        "nothing, for the residuals sum to 0",
        Submission(
          faults: [
            "credit": .nothing, "timberland": .nothing, "bills": .nothing, "cars": .nothing, "co2": .nothing,
          ],
          remedies: [
            "credit": .nothing, "timberland": .nothing, "bills": .nothing, "cars": .nothing, "co2": .nothing,
          ]),
        """
        Least squares with a constant makes the mean of the residuals 0 and their correlation with x, too, however \
        wrong the model. Look at what it cannot remove: bends, widths, neighbours, clouds.
        """),
      Misconception(
        "a pattern seen in noise",
        Submission(faults: ["adelie": .funnel], remedies: ["adelie": .logarithm]),
        """
        There are fewer points at the ends of the axis, so the cloud is narrower there, with the same scatter. \
        Compare the spread of equally many points.
        """),
      Misconception(
        "a bend seen in noise",
        Submission(faults: ["adelie": .curvature], remedies: ["adelie": .square]),
        """
        With 73 points a few at one end lie on one side by chance. The F of the square is 0.3 here, where chance \
        gives 1.
        """),
      Misconception(
        "few points taken for a narrow band",
        Submission(faults: ["timberland": .funnel]),
        """
        On the right there is one point, so it has no spread. Ask what the line would be without it.
        """),
      Misconception(
        "clouds taken for a curve",
        Submission(faults: ["bills": .curvature], remedies: ["bills": .square]),
        """
        A curve has one mean for each x. Here there are two bands above each other between 3.5 and 5 kg, each \
        rising: two kinds of birds.
        """),
      Misconception(
        "waves taken for a curve",
        Submission(faults: ["co2": .curvature], remedies: ["co2": .square]),
        """
        The square is in the model already. What is left goes up and down in waves: a year above the curve is \
        followed by another one, for what is in the air remains there. A further power chases the waves.
        """),
      Misconception(
        "skewness taken for outliers",
        Submission(faults: ["credit": .influentialPoint], remedies: ["credit": .withoutThePoint]),
        """
        There are many far points above, not one, and they stand ever higher to the right. They belong to the \
        distribution: amounts scatter in per cent.
        """),
      Misconception(
        "the funnel of a curve",
        Submission(faults: ["cars": .funnel]),
        """
        The spread changes, too. But first look at the middle of the cloud: above 0 at both ends, below between. \
        The mean is wrong, and that comes before the variance.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("what the statistics say", Submission())]
  }
}

extension Submission {
  /// Right answers, but for these plots.
  fileprivate init(faults: [String: Fault] = [:], remedies: [String: Remedy] = [:]) {
    let (faultNumbers, remedyNumbers) = (faults.mapValues(\.rawValue), remedies.mapValues(\.rawValue))
    fault = .init { name in
      Reading(faultNumbers[name] ?? cases.first { $0.name == name }?.fault.rawValue ?? 0)
    }
    remedy = .init { name in
      Reading(remedyNumbers[name] ?? cases.first { $0.name == name }?.remedy.rawValue ?? 0)
    }
  }
}

// MARK: - The plots

private enum Fault: Int {
  case nothing = 1
  case curvature, funnel, influentialPoint, autocorrelation, missingGroup

  var statistic: String {
    switch self {
    case .nothing: "nothing"
    case .curvature: "the F of the squared fitted values"
    case .funnel: "n·R² of the squared residuals"
    case .influentialPoint: "the largest of Cook's distances"
    case .autocorrelation: "|2 − d|"
    case .missingGroup: "the F of the residuals by species"
    }
  }
}

private enum Remedy: Int {
  case nothing = 1
  case square, logarithm, withoutThePoint, withoutLargeResiduals, standardise, differences, group
}

/// A regression: the rows of X, the constant first and the predictor second, and y.
private struct Sample: Sendable {
  var x: [[Double]]
  var y: [Double]
  /// A group number for each row, if they fall into groups.
  var groups: [Int]?
  var isSeries = false
}

private struct Case: Sendable {
  var name: String
  var fault: Fault
  var remedy: Remedy
  var load: @Sendable () throws -> Sample
  /// For who does not see the fault.
  var advice: String
  /// For who does not find the remedy.
  var cure: String

  /// Read once.
  func sample() throws -> Sample {
    if let known = samples[name] { return known }
    let sample = try load()
    samples[name] = sample
    return sample
  }
}

nonisolated(unsafe) private var samples: [String: Sample] = [:]

private let cases = [
  Case(
    name: "credit", fault: .funnel, remedy: .logarithm, load: credits,
    advice: "Compare the height of the cloud at the left, in the middle and at the right.",
    cure: "Amounts scatter in per cent of themselves. In which unit are equal per cents equal distances?"),
  Case(
    name: "adelie", fault: .nothing, remedy: .nothing, load: adelies,
    advice:
      "Cover the left half, then the right: would you know which is which? Few points at the ends always look odd.",
    cure: ""),
  Case(
    name: "timberland", fault: .influentialPoint, remedy: .withoutThePoint, load: timberland,
    advice: "How many points decide where the line is at the right end of the axis?",
    cure: "Which row would you want to look at, and which fit would you want to see beside the first?"),
  Case(
    name: "bills", fault: .missingGroup, remedy: .group, load: bills,
    advice: "Is it one cloud? Follow each of the parts by itself from left to right.",
    cure: "What does the model not know of these birds?"),
  Case(
    name: "cars", fault: .curvature, remedy: .square, load: cars,
    advice: "Where is the middle of the cloud: at the left, in the middle, at the right?",
    cure: "Which column lets the line bend?"),
  Case(
    name: "co2", fault: .autocorrelation, remedy: .differences, load: carbonDioxide,
    advice: "If a year lies above 0, where does the next one lie? And what is in the model already?",
    cure: "A level remembers the year before. Which quantity starts afresh each year?"),
]

/// A straight line through rows (x, y).
private func line(_ rows: [[Double]], groups: [Int]? = nil) -> Sample {
  Sample(x: rows.map { [1, $0[0]] }, y: rows.map { $0[1] }, groups: groups)
}

@Sendable private func credits() throws -> Sample {
  line(try Dataset("tabular/german_credit.csv").csv().numbers(["duration", "credit_amount"]))
}

@Sendable private func adelies() throws -> Sample {
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["sex"])
  let (species, sex) = (try table.column("species"), try table.column("sex"))
  let rows = try table.numbers(["flipper_length_mm", "body_mass_g"])
  return line(rows.indices.filter { species[$0] == "Adelie" && sex[$0] == "female" }.map { rows[$0] })
}

@Sendable private func timberland() throws -> Sample {
  let table = try Dataset("tabular/ames.csv").csv()
  let neighborhoods = try table.column("Neighborhood")
  let rows = try table.numbers(["Lot_Area", "Sale_Price"])
  return line(rows.indices.filter { neighborhoods[$0] == "Timberland" }.map { rows[$0] })
}

@Sendable private func bills() throws -> Sample {
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: ["body_mass_g"])
  let species = ["Adelie": 0, "Chinstrap": 1, "Gentoo": 2]
  let groups = try table.column("species").map { species[$0] ?? 0 }
  return line(try table.numbers(["body_mass_g", "bill_depth_mm"]), groups: groups)
}

@Sendable private func cars() throws -> Sample {
  line(try Dataset("tabular/auto_mpg.csv").csv().numbers(["hp", "mpg"]))
}

@Sendable private func carbonDioxide() throws -> Sample {
  let table = try Dataset("timeseries/co2_weekly.csv").csv().dropping(missingIn: ["co2"])
  var (sums, counts) = ([Double](repeating: 0, count: 37), [Double](repeating: 0, count: 37))
  for (date, value) in zip(try table.column("date"), try table.numbers(["co2"])) {
    guard let year = Int(date.prefix(4)), (1965...2001).contains(year) else { continue }
    sums[year - 1965] += value[0]
    counts[year - 1965] += 1
  }
  let t = (-18...18).map { Double($0) }  // years from 1983
  return Sample(x: t.map { [1, $0, $0 * $0] }, y: zip(sums, counts).map { $0 / $1 }, isSeries: true)
}

// MARK: - Statistics, compared with statsmodels in make_reference.py

private struct Fit {
  var residuals: [Double]
  var leverages: [Double]
  var columnCount: Int

  /// By modified Gram–Schmidt; y is treated as one column more, and what is left of it is the residual.
  init(_ x: [[Double]], _ y: [Double]) {
    columnCount = x[0].count
    var columns = x[0].indices.map { j in x.map { $0[j] } } + [y]
    for k in 0..<columnCount {
      let length = squares(columns[k]).squareRoot()
      columns[k] = columns[k].map { $0 / length }
      for j in (k + 1)..<columns.count {
        let share = zip(columns[k], columns[j]).reduce(0) { $0 + $1.0 * $1.1 }
        columns[j] = zip(columns[j], columns[k]).map { $0 - share * $1 }
      }
    }
    residuals = columns[columnCount]
    let q = columns
    let p = columnCount
    leverages = x.indices.map { i in (0..<p).reduce(0) { $0 + q[$1][i] * q[$1][i] } }
  }

  var variance: Double { squares(residuals) / Double(residuals.count - columnCount) }
  var standardized: [Double] { zip(residuals, leverages).map { $0 / (variance * (1 - $1)).squareRoot() } }
  var cook: [Double] {
    zip(standardized, leverages).map { $0 * $0 * $1 / (1 - $1) / Double(columnCount) }
  }
}

private func squares(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 } }

private func centred(_ x: [Double]) -> [Double] {
  let mean = x.reduce(0, +) / Double(x.count)
  return x.map { $0 - mean }
}

private func statistic(_ fault: Fault, _ sample: Sample) -> Double {
  let fit = Fit(sample.x, sample.y)
  let fitted = zip(sample.y, fit.residuals).map { $0 - $1 }
  let n = Double(sample.y.count)
  switch fault {
  case .nothing: return 0
  case .curvature:
    let size = (squares(centred(fitted)) / n).squareRoot()
    let more = Fit(zip(sample.x, centred(fitted)).map { $0 + [$1 / size * ($1 / size)] }, sample.y)
    return (squares(fit.residuals) - squares(more.residuals)) / more.variance
  case .funnel:
    let e2 = fit.residuals.map { $0 * $0 }
    return n * (1 - squares(Fit(fitted.map { [1, $0] }, e2).residuals) / squares(centred(e2)))
  case .influentialPoint: return fit.cook.max() ?? .nan
  case .autocorrelation:
    let steps = zip(fit.residuals.dropFirst(), fit.residuals).map { $0 - $1 }
    return abs(2 - squares(steps) / squares(fit.residuals))
  case .missingGroup:
    let groups = sample.groups ?? []
    let means = Fit(groups.map { [$0 == 0 ? 1 : 0, $0 == 1 ? 1 : 0, $0 == 2 ? 1 : 0] }, fit.residuals)
    return (squares(centred(fit.residuals)) - squares(means.residuals)) / 2 / means.variance
  }
}

private func remedied(_ sample: Sample, by remedy: Remedy) -> Sample {
  var sample = sample
  func keep(_ isKept: [Bool]) {
    func kept<Value>(_ values: [Value]) -> [Value] { zip(values, isKept).filter { $0.1 }.map { $0.0 } }
    (sample.x, sample.y, sample.groups) = (kept(sample.x), kept(sample.y), sample.groups.map(kept))
  }
  switch remedy {
  case .nothing: break
  case .square: sample.x = sample.x.map { $0 + [pow($0[1], Double($0.count))] }
  case .logarithm: sample.y = sample.y.map { log($0) }
  case .withoutThePoint:
    let cook = Fit(sample.x, sample.y).cook
    let largest = cook.max()
    keep(cook.map { $0 != largest })
  case .withoutLargeResiduals: keep(Fit(sample.x, sample.y).standardized.map { abs($0) <= 2 })
  case .standardise:
    let z = centred(sample.x.map { $0[1] })
    let size = (squares(z) / Double(z.count)).squareRoot()
    sample.x = zip(sample.x, z).map { row, z in row.indices.map { pow(z / size, Double($0)) } }
  case .differences:
    guard sample.isSeries else { break }
    sample.x.removeFirst()
    sample.y = zip(sample.y.dropFirst(), sample.y).map { $0 - $1 }
  case .group:
    guard let groups = sample.groups else { break }
    sample.x = zip(sample.x, groups).map { $0 + [$1 == 1 ? 1 : 0, $1 == 2 ? 1 : 0] }
  }
  return sample
}

private func rounded(_ value: Double) -> String {
  let scale = value < 10 ? 100.0 : 10
  return "\((value * scale).rounded() / scale)"
}
