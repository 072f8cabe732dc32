import Checking
import Glibc
import LabData
import LabNumerics

/// The learner's `Library`, or one of the checks' own.
struct Routines: CustomStringConvertible {
  var name: String
  var solve: ([[Double]], [[Double]]) throws -> [[Double]]
  var lu: ([[Double]]) throws -> (permutation: [Int], lower: [[Double]], upper: [[Double]])
  var cholesky: ([[Double]]) throws -> [[Double]]
  var qr: ([[Double]]) throws -> (q: [[Double]], r: [[Double]])
  var leastSquares: ([[Double]], [Double]) throws -> [Double]
  var eigen: ([[Double]]) throws -> (values: [Double], vectors: [[Double]])
  var svd: ([[Double]]) throws -> (u: [[Double]], singularValues: [Double], vTransposed: [[Double]])

  var description: String { "the library \"\(name)\"" }
}

struct ExaminationAnswer: Observable, Equatable, Sendable {
  var routine: String
  var testCount: Int
  var worstRatio: Double
  var worstMatrix: String
  var passes: Bool

  var observation: Observation {
    Observation(
      testCount.observation, worstRatio.observation, Observation(text: "\(routine)|\(worstMatrix)|\(passes)"))
  }
}

struct CertificationAnswer: Observable, Equatable {
  var data: String
  var digits: Double

  var observation: Observation { Observation(digits.observation, data.observation) }
}

struct LineAnswer: Observable {
  var own: ExaminationAnswer
  var referenceRatio: Double
  var speed: Double

  var observation: Observation { Observation(own.observation, referenceRatio.observation, speed.observation) }
}

struct DataLineAnswer: Observable {
  var own: CertificationAnswer
  var referenceDigits: Double

  var observation: Observation { Observation(own.observation, referenceDigits.observation) }
}

struct ReportAnswer: Observable, CustomStringConvertible {
  var name: String
  var referenceName: String
  var lines: [LineAnswer]
  var data: [DataLineAnswer]

  var observation: Observation {
    Observation(Observation(text: "\(name)|\(referenceName)"), lines.observation, data.observation)
  }
  var description: String { "a report on \(name) beside \(referenceName)" }
}

/// How a report is made.
struct Setting: CustomStringConvertible {
  var sizes: [Int]
  var workSize: Int
  var turns: Int
  var clock: () -> Double

  var description: String { "sizes: \(sizes), workSize: \(workSize), turns: \(turns), a clock" }
}

/// Two ways whose times are written beforehand, and a clock that shows them.
final class Race: CustomStringConvertible {
  let turns: Int
  private let costs: (own: [Double], reference: [Double])
  /// By how much of itself a run grows with each run before it: a machine that gets slower.
  private let drift: Double
  private var time = 100.0
  private(set) var calls = ""

  init(turns: Int, own: [Double], reference: [Double], drift: Double = 0) {
    (self.turns, costs, self.drift) = (turns, (own, reference), drift)
  }

  var own: () -> Void { { self.run("o", self.costs.own) } }
  var reference: () -> Void { { self.run("r", self.costs.reference) } }
  var clock: () -> Double {
    {
      self.calls += "t"
      return self.time
    }
  }

  private func run(_ who: Character, _ costs: [Double]) {
    let runs = calls.count { $0 == who }
    let before = calls.count { $0 != "t" }
    time += costs[runs % costs.count] * (1 + drift * Double(before))
    calls.append(who)
  }

  var description: String { "a race of \(turns) turns" }
}

/// What a race has come to: the ratio, and in which order things were called.
struct Timed: Observable {
  var ratio: Double
  var calls: String
  var observation: Observation { Observation(ratio.observation, calls.observation) }
}

struct Unrecorded<Value>: Observable {
  var value: Value
  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var ownLibrary: () -> Routines
  var earlier: Routines
  var ownSolve: Function<[[Double]], [[Double]], [[Double]]>
  var examine: Function<Routines, [Int], [ExaminationAnswer]>
  var certify: Function<Routines, [CertificationAnswer]>
  var speed: Function<Race, Timed>
  var report: Function<Routines, Routines, Setting, ReportAnswer>
  var unrecordedReport: Function<Routines, Routines, Setting, Unrecorded<ReportAnswer>>
  var table: Function<ReportAnswer, String>

  init(
    ownLibrary: @escaping () -> Routines, earlier: Routines,
    examine: @escaping (Routines, [Int]) throws -> [ExaminationAnswer],
    certify: @escaping (Routines) throws -> [CertificationAnswer], speed: @escaping (Race) throws -> Double,
    report: @escaping (Routines, Routines, Setting) throws -> ReportAnswer,
    table: @escaping (ReportAnswer) throws -> String
  ) {
    self.ownLibrary = ownLibrary
    self.earlier = earlier
    ownSolve = .init { try ownLibrary().solve($0, $1) }
    self.examine = .init(examine)
    self.certify = .init(certify)
    self.speed = .init { race in
      let ratio = try speed(race)
      return Timed(ratio: ratio, calls: race.calls)
    }
    self.report = .init(report)
    unrecordedReport = .init { Unrecorded(value: try report($0, $1, $2)) }
    self.table = .init(table)
  }
}

enum LibraryReport: Checklist {
  static var checks: [Check<Submission>] {
    [
      // What tells the known faults apart comes first, what takes long last: so they are soon told apart.
      Check("sets the table") { s in
        for report in [exampleReport(0), exampleReport(1)] {
          let text = try s.table(report)
          expectTable(text, of: report)
        }
      },
      Check("measures by medians, turn by turn") { s in
        for (race, what) in races() {
          let expected = expectedResult(race.1)
          let timed = try s.speed(race.0)
          expect(
            timed.calls == expected.calls, "\(what): the calls are \(timed.calls), expected \(expected.calls)",
            "o is own, r the reference, t the clock. Own begins the turns 0, 2, …, the reference 1, 3, …; the clock is asked "
              + "before and after each run.")
          expect(
            timed.ratio, equals: expected.ratio, within: .ulps(64),
            "The reference's median time over own's median time.",
            what: "\(what): the speed")
        }
      },
      Check("certifies the digits that a library has") { s in
        let advice =
          "Each library in the list has digits of its own. They come from its leastSquares, and from nowhere else."
        for library in [lapack] + fittingBadly {
          let right = try digits(of: library)
          let got = try s.certify(library)
          expect(got.map(\.data) == right.map(\.data), "The sets are \(got.map(\.data)), expected \(right.map(\.data))")
          expect(
            got.map(\.digits), equals: right.map(\.digits), within: .absolute(0.1), advice,
            what: "The digits on \(right.map(\.data).joined(separator: ", ")) of \(library)")
        }
      },
      Check("finds what LAPACK's battery finds, in every library") { s in
        for (library, right) in zip([lapack, broken, brokenOtherwise], examinations) {
          let got = try s.examine(library, [1, 2])
          guard got.count == right.count else {
            expect(false, "examine gives \(got.count) examinations, expected \(right.count)")
            continue
          }
          for (got, right) in zip(got, right) { expect(got, is: right, of: library) }
        }
      },
      Check("reports both libraries, with a clock that is handed in") { s in
        let clock = SteppedClock()
        let costs = ([3, 8, 1, 5, 2, 40, 7], [1, 2, 4, 5, 0.5, 10, 14]) as ([Double], [Double])
        let (own, reference) = (clock.costing(broken, costs.0), clock.costing(lapack, costs.1))
        let setting = Setting(sizes: [1, 2], workSize: 4, turns: 3, clock: { clock.time })
        let got = try s.report(own, reference, setting)
        expect(got.name == "broken" && got.referenceName == "LAPACK", "The names are \(got.name), \(got.referenceName)")
        let (mine, theirs) = (examinations[1], examinations[0])
        let (digitsOfMine, digitsOfTheirs) = (try digits(of: broken), try digits(of: lapack))
        guard got.lines.count == 7, got.data.count == 4 else {
          return expect(false, "The report has \(got.lines.count) lines and \(got.data.count) sets, expected 7 and 4")
        }
        for (index, line) in got.lines.enumerated() {
          expect(line.own, is: mine[index], of: broken)
          expect(
            line.referenceRatio, equals: theirs[index].worstRatio, "The battery is run on both libraries.",
            what: "\(mine[index].routine): the reference's worst ratio")
          expect(
            line.speed, equals: costs.1[index] / costs.0[index], within: .ulps(64),
            "Of each routine the same work is timed in both libraries.", what: "\(mine[index].routine): the speed")
        }
        for (index, line) in got.data.enumerated() {
          expect(line.own.data == digitsOfMine[index].data, "Set \(index) is \(line.own.data)")
          expect(
            [line.own.digits, line.referenceDigits],
            equals: [digitsOfMine[index].digits, digitsOfTheirs[index].digits],
            within: .absolute(0.1), what: "\(digitsOfMine[index].data): digits of both")
        }
        let general = rows(of: GeneralMatrixKind.wellConditioned.matrix(4, 4))
        let definite = rows(of: PositiveDefiniteMatrixKind.wellConditioned.matrix(4))
        for (index, examined) in mine.enumerated() {
          let expected = index == 2 || index == 5 ? definite : general
          let seen = clock.work[index].filter { $0.count == 4 }
          expect(
            seen.count == 6 && seen.allSatisfy { $0 == expected },
            "\(examined.routine): not 3 runs in each library on the matrix of order 4 that is asked for, but \(seen.count) runs",
            "Cholesky and eigen get the definite matrix, all others the general one; 3 turns each.")
        }
      },
      Check("makes the library of your own files") { s in
        let general = rows(of: GeneralMatrixKind.illConditioned.matrix(7, 7))
        let definite = rows(of: PositiveDefiniteMatrixKind.wellConditioned.matrix(7))
        let tall = rows(of: GeneralMatrixKind.wellConditioned.matrix(7, 3))
        let (own, earlier) = (s.ownLibrary(), s.earlier)
        let right = general.map { [$0.reduce(0, +), 1] }
        func same(_ routine: String, _ answers: (Routines) throws -> [[Double]]) {
          do {
            expect(
              try answers(own) == answers(earlier),
              "\(routine) of ownLibrary() does not answer as your earlier file does",
              "The report is on your library: bit for bit the numbers of your earlier milestones and exercises.")
          } catch { expect(false, "\(routine) of ownLibrary() throws \(error)") }
        }
        same("solve") { try $0.solve(general, right) }
        same("lu") { library in
          let lu = try library.lu(general)
          return [lu.permutation.map(Double.init)] + lu.lower + lu.upper
        }
        same("cholesky") { try $0.cholesky(definite) }
        for a in [general, tall] {
          same("qr") { library in
            let qr = try library.qr(a)
            return qr.q + qr.r
          }
          same("leastSquares") { [try $0.leastSquares(a, a.map { $0[0] * $0[0] })] }
          same("svd") { library in
            let svd = try library.svd(a)
            return svd.u + [svd.singularValues] + svd.vTransposed
          }
        }
        same("eigen") { library in
          let eigen = try library.eigen(definite)
          return [eigen.values] + eigen.vectors
        }
        expect(
          try s.ownSolve([[2, 1], [1, 3]], [[4], [7]]), equals: [[1], [2]], within: .ofLargest(8 * 0x1p-52),
          what: "x for [[2, 1], [1, 3]], b = (4, 7)")
      },
      Check("holds for your own library") { s in
        let own = s.ownLibrary()
        let (sizes, workSize, turns) = ([1, 5], 24, 5)
        let clock: () -> Double = now
        let report: ReportAnswer
        do {
          let setting = Setting(sizes: sizes, workSize: workSize, turns: turns, clock: clock)
          report = try s.unrecordedReport(own, lapack, setting).value
        } catch { return expect(false, "report throws \(error) for your own library") }
        if let text = try? s.table(simplified(report)) { expect(!text.isEmpty, "The table is empty") }
        let again = examination(of: own, sizes)
        guard report.lines.count == 7, report.data.count == 4 else { return expect(false, "The report is not whole") }
        let speeds = speedsAgain(own, workSize, turns)
        for (line, (right, speed)) in zip(report.lines, zip(again, speeds)) {
          expect(line.own, is: right, of: own)
          expect(
            "\(right.routine): the worst ratio of your library", right.worstRatio, atMost: LAPACKRatio.limit.nextDown,
            "On \(right.worstMatrix). Put that routine's milestone through its checks again.")
          // Medians of single runs of some microseconds on a busy machine: a factor, not a share.
          expect(
            line.speed >= speed / 10 && line.speed <= speed * 10,
            "\(right.routine): the speed reported is \(line.speed), measured again it is \(speed)",
            "Both times come from the clock that is handed in, in the same run.")
        }
        for (line, (right, gate)) in zip(report.data, zip(try digits(of: own), [11, 9.5, 8, 13])) {
          expect(line.own.digits, equals: right.digits, within: .absolute(0.1), what: "\(right.data): the digits")
          expect("\(right.data): the digits of your library", right.digits, atLeast: gate)
        }
        if let text = try? s.table.unrecorded(report) { print(text) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "LAPACK in the place of your own files",
        submission(earlier: shifted(lapack)) { _ in },
        """
        The numbers are good, but they are not those of your library: a report on something else than its title says is worthless. \
        Take the functions of your earlier milestones.
        """),
      Misconception(
        "the mean of the ratios",
        submission { $0.summary = { ratios in ratios.reduce(0, +) / Double(max(1, ratios.count)) } },
        """
        A mean over hundreds of easy matrices hides the one on which the routine fails. A library is as good as its worst case.
        """),
      Misconception(
        "infinite ratios left out",
        submission { $0.summary = { ratios in ratios.filter(\.isFinite).max() ?? 0 } },
        """
        A ratio of ∞ is a routine that threw, or returned NaN or the wrong shape. It is the worst that can happen, no outlier.
        """),
      Misconception(
        "the last of the worst",
        submission { $0.takesFirst = false },
        """
        Several matrices can share the worst ratio. The first is the smallest and the easiest to look at.
        """),
      Misconception(
        "LU on all pairs of sizes",
        submission { $0.pairsSizes = true },
        """
        `examineLU` combines all sizes to rectangles, and a LU for square matrices has no answer there. Give it one size at a time.
        """),
      Misconception(
        "digits written down beforehand",
        submission {
          $0.digits = { _, data in
            [12.3, 12.8, 9.1, 14.7][["Norris", "Longley", "Wampler3", "NoInt1"].firstIndex(of: data.name) ?? 0]
          }
        },
        """
        These digits do not depend on the library. However they were found: when the library changes, they stay, and the report is \
        wrong without anybody noticing.
        """),
      Misconception(
        "digits of the first coefficient",
        submission {
          $0.digits = { library, data in
            guard let x = try? library.leastSquares(data.design, data.y), !x.isEmpty else { return 0 }
            return digitsRight([x[0]], [data.parameters[0].estimate.value])
          }
        },
        """
        A regression is all its coefficients. NIST's measure, and that of `certifiedDigits`, is the worst of them.
        """),
      Misconception(
        "an error ends the report",
        submission { $0.forgives = false },
        """
        A library whose leastSquares throws on Longley has 0 digits there; that is a finding. A report that ends with it says nothing \
        about the rest.
        """),
      Misconception(
        "the speed upside down",
        submission { $0.invertsSpeed = true },
        """
        Twice as fast is half the time: the reference's time over own's, so that more is better.
        """),
      Misconception(
        "the mean time",
        submission { $0.average = { $0.reduce(0, +) / Double($0.count) } },
        """
        One turn in which the machine did something else decides a mean. The median of an odd number of turns does not see it.
        """),
      Misconception(
        "the shortest time",
        submission { $0.average = { $0.min() ?? 0 } },
        """
        The shortest time is that of the luckiest turn, and luck is not shared evenly. Asked for is the median.
        """),
      Misconception(
        "first all runs of one, then of the other",
        submission { $0.interleaves = false },
        """
        If the machine gets slower meanwhile, by heat or by other programs, whoever is second pays. Turn by turn both share it.
        """),
      Misconception(
        "own first in every turn",
        submission { $0.alternates = false },
        """
        Whoever is second in a turn finds the caches filled by the first, or the processor hotter. Take turns in that, too.
        """),
      Misconception(
        "one matrix for every routine",
        submission { $0.usesDefinite = true },
        """
        A definite matrix lets a solver take its fast path, and what is measured is another routine. Only Cholesky and the symmetric \
        eigenvalues need it.
        """),
      Misconception(
        "the reference's column copied from own's",
        submission { $0.examinesReference = false },
        """
        Beside LAPACK's name stand the numbers of the other library. Both go through the battery, and each has its own.
        """),
      Misconception(
        "decimals cut off",
        submission { $0.rounds = false },
        """
        29.996 becomes 29.99 where 30.00 is nearest. Round first, then write the digits; mind that rounding can carry.
        """),
      Misconception(
        "numbers aligned on the left",
        submission { $0.alignsRight = false },
        """
        9.10 under 123456.79 on the left looks like the larger one. Numbers stand under each other by their decimal point, which with \
        equal decimals is their right end.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("LAPACK's own routines as the library", submission { _ in }),
      Alternative("wider columns", submission { $0.gap = 4 }),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      Medal("the median speed of your seven routines beside LAPACK, at order 64", atLeast: 0.3, unit: "times as fast") {
        s in
        let speeds = speedsAgain(s.ownLibrary(), 64, 3).sorted()
        return speeds[speeds.count / 2]
      },
      Medal("Longley's coefficients", atLeast: 14, unit: "digits") { s in try digits(of: s.ownLibrary())[1].digits },
    ]
  }
}

// MARK: - Libraries

// To LAPACK and back by whole rows: number by number the way would take longer than the work.
private func matrix(_ a: [[Double]]) -> Matrix<Double> {
  Matrix(rows: a.count, columns: a.first?.count ?? 0, Array(a.joined()))
}

private func rows(of a: Matrix<Double>) -> [[Double]] {
  let n = a.columnCount
  return a.withUnsafeBufferPointer { all in (0..<a.rowCount).map { Array(all[$0 * n..<($0 + 1) * n]) } }
}

private var lapack: Routines {
  Routines(
    name: "LAPACK", solve: { try rows(of: solve(matrix($0), matrix($1))) },
    lu: { a in
      let lu = try LU(matrix(a))
      return (lu.permutation, rows(of: lu.lower), rows(of: lu.upper))
    }, cholesky: { try rows(of: Cholesky(matrix($0)).lower) },
    qr: { a in
      let qr = try QR(matrix(a))
      return (rows(of: qr.q()), rows(of: qr.r))
    }, leastSquares: { a, b in Array(try QR(matrix(a)).leastSquares(Vector(b))) },
    eigen: { a in
      let eigen = try SymmetricEigen(matrix(a))
      return (Array(eigen.values), rows(of: eigen.vectors))
    },
    svd: { a in
      let svd = try SVD(matrix(a))
      return (rows(of: svd.u), Array(svd.singularValues), rows(of: svd.vTransposed))
    })
}

private struct OutOfOrder: Error {}

private func single(_ a: [[Double]]) -> [[Double]] { a.map { $0.map { Double(Float($0)) } } }

/// LAPACK, its solutions and singular vectors in single precision, its LU without an answer for 2 × 2, Q with a sign wrong.
private var broken: Routines {
  var library = lapack
  library.name = "broken"
  library.solve = { a, b in single(try lapack.solve(a, b)) }
  library.lu = { a in
    if a.count == 2 { throw OutOfOrder() }
    return try lapack.lu(a)
  }
  library.qr = { a in
    let qr = try lapack.qr(a)
    return (qr.q.map { row in row.enumerated().map { $0.offset == row.count - 1 ? -$0.element : $0.element } }, qr.r)
  }
  library.svd = { a in
    let svd = try lapack.svd(a)
    return (single(svd.u), svd.singularValues, svd.vTransposed)
  }
  return library
}

/// LAPACK, its Cholesky content with singular matrices, its fits off by 10⁻⁹, its eigenvalues from above.
private var brokenOtherwise: Routines {
  var library = lapack
  library.name = "broken otherwise"
  library.cholesky = { a in (try? lapack.cholesky(a)) ?? a.indices.map { i in a.indices.map { $0 == i ? 1 : 0 } } }
  library.leastSquares = { a, b in try lapack.leastSquares(a, b).map { $0 * (1 + 1e-9) } }
  library.eigen = { a in
    let eigen = try lapack.eigen(a)
    return (eigen.values.reversed(), eigen.vectors.map { $0.reversed() })
  }
  return library
}

/// Libraries whose fits are wrong in their own ways.
private var fittingBadly: [Routines] {
  func fitting(_ name: String, _ change: @escaping ([Double]) throws -> [Double]) -> Routines {
    var library = lapack
    library.name = name
    library.leastSquares = { a, b in try change(try lapack.leastSquares(a, b)) }
    return library
  }
  return [
    fitting("last coefficient off") { x in x.dropLast() + [x[x.count - 1] * (1 + 3e-5)] },
    fitting("all coefficients off") { x in x.map { $0 * (1 - 2e-8) } },
    fitting("out of order for seven") { x in
      if x.count == 7 { throw OutOfOrder() }
      return x
    },
    fitting("a coefficient short") { Array($0.dropLast()) },
    fitting("one coefficient NaN") { x in [.nan] + x.dropFirst() },
  ]
}

/// A library whose numbers differ in their last bits.
private func shifted(_ library: Routines) -> Routines {
  var shifted = library
  shifted.solve = { a, b in try library.solve(a, b).map { $0.map { $0 * (1 + 0x1p-51) } } }
  return shifted
}

// MARK: - Parts of the checks

private let routineNames = ["solve", "LU", "Cholesky", "QR", "least squares", "eigen", "SVD"]

/// What the battery finds, by its own calls.
private func tests(_ library: Routines, _ sizes: [Int], pairsSizes: Bool = false) -> [[LAPACKTest]] {
  var lu: [LAPACKTest] = []
  if pairsSizes {
    lu = LAPACKBattery.examineLU(sizes: sizes, library.lu).tests
  } else {
    for size in sizes { lu += LAPACKBattery.examineLU(sizes: [size], library.lu).tests }
  }
  return [
    LAPACKBattery.examineSolve(sizes: sizes, severalSides: library.solve).tests, lu,
    LAPACKBattery.examineCholesky(sizes: sizes, library.cholesky).tests,
    LAPACKBattery.examineQR(sizes: sizes, library.qr).tests,
    LAPACKBattery.examineLeastSquares(sizes: sizes, library.leastSquares).tests,
    LAPACKBattery.examineSymmetricEigen(sizes: sizes, library.eigen).tests,
    LAPACKBattery.examineSVD(sizes: sizes, library.svd).tests,
  ]
}

private func examination(of library: Routines, _ sizes: [Int]) -> [ExaminationAnswer] {
  zip(routineNames, tests(library, sizes)).map { name, tests in
    var worst = tests[0]
    for test in tests where test.ratio > worst.ratio { worst = test }
    return ExaminationAnswer(
      routine: name, testCount: tests.count, worstRatio: worst.ratio, worstMatrix: worst.matrix.description,
      passes: tests.allSatisfy(\.passes))
  }
}

/// Of LAPACK, and of the two that are broken, made once.
private let examinations = [lapack, broken, brokenOtherwise].map { examination(of: $0, [1, 2]) }

private func expect(_ got: ExaminationAnswer, is right: ExaminationAnswer, of library: Routines, line: Int = #line) {
  let what = "\(right.routine) of \(library)"
  expect(got.routine == right.routine, "\(what): the routine is called \"\(got.routine)\"", line: line)
  expect(
    got.testCount, equals: right.testCount, "All tests of the report count.", what: "\(what): the count of tests",
    line: line)
  expect(
    got.worstRatio, equals: right.worstRatio, "The largest of all ratios, ∞ included.",
    what: "\(what): the worst ratio",
    line: line)
  expect(
    got.worstMatrix == right.worstMatrix,
    "\(what): the worst matrix is \"\(got.worstMatrix)\", expected \"\(right.worstMatrix)\"",
    "The description of the first matrix with the worst ratio.", line: line)
  expect(got.passes, equals: right.passes, "All tests have to pass.", what: "\(what): whether it passes", line: line)
}

private func digitsRight(_ got: [Double], _ right: [Double]) -> Double {
  guard got.count == right.count, got.allSatisfy(\.isFinite) else { return 0 }
  return zip(got, right).map { got, right in got == right ? 15 : max(0, min(15, -log10(abs(got - right) / abs(right))))
  }
  .min() ?? 15
}

private func digits(of library: Routines) throws -> [CertificationAnswer] {
  try certified.get().map { data in
    let x = (try? library.leastSquares(data.design, data.y)) ?? []
    return CertificationAnswer(data: data.name, digits: digitsRight(x, data.parameters.map(\.estimate.value)))
  }
}

private let certified = Result {
  try ["Norris", "Longley", "Wampler3", "NoInt1"].map { try Dataset("nist/\($0).dat").regression() }
}

/// Each race twice, to run and to compute from.
private func races() -> [(race: (Race, RaceScript), what: String)] {
  let scripts: [(RaceScript, String)] = [
    (RaceScript(turns: 5, own: [2, 2, 2, 2, 2], reference: [1, 1, 1, 1, 1]), "own takes 2, the reference 1"),
    (RaceScript(turns: 5, own: [3, 1, 3, 300, 4], reference: [6, 6, 0.5, 7, 600]), "with outliers"),
    (RaceScript(turns: 7, own: [1], reference: [1], drift: 0.25), "on a machine that gets slower"),
    (RaceScript(turns: 1, own: [4], reference: [3]), "with one turn"),
  ]
  return scripts.map { script, what in
    ((Race(turns: script.turns, own: script.own, reference: script.reference, drift: script.drift), script), what)
  }
}

private struct RaceScript {
  var turns: Int
  var own: [Double]
  var reference: [Double]
  var drift = 0.0
}

/// What the calls and the ratio of a race must be, from its script alone.
private func expectedResult(_ script: RaceScript) -> (ratio: Double, calls: String) {
  var (mine, theirs, calls) = ([Double](), [Double](), "")
  for turn in 0..<script.turns {
    for who in turn % 2 == 0 ? ["o", "r"] : ["r", "o"] {
      let factor = 1 + script.drift * Double(mine.count + theirs.count)
      if who == "o" {
        mine.append(script.own[turn % script.own.count] * factor)
      } else {
        theirs.append(script.reference[turn % script.reference.count] * factor)
      }
      calls += "t\(who)t"
    }
  }
  return (theirs.sorted()[script.turns / 2] / mine.sorted()[script.turns / 2], calls)
}

/// A clock that only the routines of a library move, each by its cost; it keeps the matrices that it sees.
private final class SteppedClock {
  var time = 0.0
  var work = [[[[Double]]]](repeating: [], count: 7)

  private func pass(_ index: Int, _ cost: Double, _ a: [[Double]]) {
    time += cost
    work[index].append(a)
  }

  func costing(_ library: Routines, _ costs: [Double]) -> Routines {
    Routines(
      name: library.name,
      solve: { a, b in
        self.pass(0, costs[0], a)
        return try library.solve(a, b)
      },
      lu: { a in
        self.pass(1, costs[1], a)
        return try library.lu(a)
      },
      cholesky: { a in
        self.pass(2, costs[2], a)
        return try library.cholesky(a)
      },
      qr: { a in
        self.pass(3, costs[3], a)
        return try library.qr(a)
      },
      leastSquares: { a, b in
        self.pass(4, costs[4], a)
        return try library.leastSquares(a, b)
      },
      eigen: { a in
        self.pass(5, costs[5], a)
        return try library.eigen(a)
      },
      svd: { a in
        self.pass(6, costs[6], a)
        return try library.svd(a)
      })
  }
}

private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// The seven pieces of work whose time is taken, in the order of the routines.
private func work(_ n: Int, usesDefinite: Bool = false) -> [(Routines) -> Void] {
  let definite = rows(of: PositiveDefiniteMatrixKind.wellConditioned.matrix(n))
  let general = usesDefinite ? definite : rows(of: GeneralMatrixKind.wellConditioned.matrix(n, n))
  let ones = [Double](repeating: 1, count: n)
  return [
    { _ = try? $0.solve(general, ones.map { [$0] }) }, { _ = try? $0.lu(general) }, { _ = try? $0.cholesky(definite) },
    { _ = try? $0.qr(general) }, { _ = try? $0.leastSquares(general, ones) }, { _ = try? $0.eigen(definite) },
    { _ = try? $0.svd(general) },
  ]
}

private func speedsAgain(_ library: Routines, _ n: Int, _ turns: Int) -> [Double] {
  work(n).map { work in Ways().speed({ work(library) }, { work(lapack) }, turns, now) }
}

/// A report whose times cannot be known, with 1 in their place, so that what is recorded of it is the same each time.
private func simplified(_ report: ReportAnswer) -> ReportAnswer {
  exampleReport(report.lines.count == 7 ? 0 : 1)
}

private func exampleReport(_ index: Int) -> ReportAnswer {
  let ratios: [[Double]] = [
    [1.236, .infinity, 29.996, 0.001, 123456.789, 0, 7.004], [0.5, 0.25, 1.75, 3, 9.999, 30.1, 0.049],
  ]
  let references: [[Double]] = [[0.93, 0.51, 0.072, 12.3456, 1, 0, .infinity], [1, 2, 3, 4, 5, 6, 7]]
  let speeds: [[Double]] = [[0.03149, 0.25, 1.9996, 12.5, 0.0004, 3, 0.1], [1, 2, 3, 4, 5, 6, 1234.5678]]
  let digits: [[Double]] = [[12.34, 9.96, 0, 15], [11.11, 8.88, 7.77, 6.66]]
  let matrices = [
    "5 × 5, nearly singular (condition 0.1/ε)", "2 × 2, diagonal", "1 × 1, near overflow, so that squares are infinite",
  ]
  return ReportAnswer(
    name: "own", referenceName: ["LAPACK", "the other one"][index],
    lines: routineNames.indices.map { k in
      LineAnswer(
        own: ExaminationAnswer(
          routine: routineNames[k], testCount: [8, 1234, 56][k % 3], worstRatio: ratios[index][k],
          worstMatrix: matrices[k % 3],
          passes: ratios[index][k] < 30), referenceRatio: references[index][k], speed: speeds[index][k])
    },
    data: ["Norris", "Longley", "Wampler3", "NoInt1"].enumerated().map { k, name in
      DataLineAnswer(
        own: CertificationAnswer(data: name, digits: digits[index][k]), referenceDigits: digits[index][3 - k])
    })
}

/// x ≥ 0 with so many decimals, rounded to nearest.
private func fixed(_ x: Double, _ decimals: Int, rounds: Bool = true) -> String {
  if x.isInfinite { return "∞" }
  let power = [1.0, 10, 100, 1000][decimals]
  let number = Int(rounds ? (x * power).rounded() : (x * power).rounded(.down))
  let digits = String(number)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

private func cells(of report: ReportAnswer, rounds: Bool = true) -> (routines: [[String]], data: [[String]]) {
  let routines = report.lines.map { line in
    [
      line.own.routine, "\(line.own.testCount)", fixed(line.own.worstRatio, 2, rounds: rounds),
      fixed(line.referenceRatio, 2, rounds: rounds), fixed(line.speed, 3, rounds: rounds),
      line.own.passes ? "passes" : "fails",
      line.own.worstMatrix,
    ]
  }
  let data = report.data.map { line in
    [line.own.data, fixed(line.own.digits, 1, rounds: rounds), fixed(line.referenceDigits, 1, rounds: rounds)]
  }
  return (
    [["routine", "tests", "ratio", report.referenceName, "speed", "verdict", "worst matrix"]] + routines,
    [["data", "digits", report.referenceName]] + data
  )
}

/// A cell of a line, and where it begins and ends.
private struct Cell {
  var text: String
  var start: Int
  var end: Int
}

private func cells(inLine line: String) -> [Cell] {
  var (cells, current, start, spaces) = ([Cell](), "", 0, 2)
  for (place, character) in line.enumerated() {
    if character == " " {
      spaces += 1
      continue
    }
    if spaces >= 2 {
      if !current.isEmpty { cells.append(Cell(text: current, start: start, end: place - spaces)) }
      (current, start) = ("", place)
    } else {
      current += String(repeating: " ", count: spaces)
    }
    current.append(character)
    spaces = 0
  }
  if !current.isEmpty { cells.append(Cell(text: current, start: start, end: line.count - spaces)) }
  return cells
}

private func expectTable(_ text: String, of report: ReportAnswer) {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let right = cells(of: report)
  guard lines.count == right.routines.count + 1 + right.data.count, lines[right.routines.count].isEmpty else {
    return expect(
      false,
      "The table has \(lines.count) lines, expected \(right.routines.count), an empty one, and \(right.data.count)",
      "No line feed at the end.")
  }
  expect(
    lines.allSatisfy { $0.last != " " }, "A line of the table ends in a space", "The last column is not filled up.")
  for (block, lines, left) in [
    (right.routines, Array(lines[..<right.routines.count]), [0, 5, 6]),
    (right.data, Array(lines[(right.routines.count + 1)...]), [0]),
  ] {
    let found = lines.map { cells(inLine: $0) }
    var isWhole = true
    for (line, (got, right)) in zip(lines, zip(found, block)) where got.map(\.text) != right {
      isWhole = false
      expect(
        false, "The line \"\(line)\" has the cells \(got.map(\.text)), expected \(right)",
        "Two spaces or more between cells; decimals 2, 3 and 1, rounded to nearest; ∞ for infinity.")
    }
    guard isWhole else { continue }
    for j in block[0].indices {
      let places = Set(found.map { left.contains(j) ? $0[j].start : $0[j].end })
      expect(
        places.count == 1,
        "The cells of the column \"\(block[0][j])\" \(left.contains(j) ? "begin" : "end") in different places",
        left.contains(j) ? "Words are left-aligned." : "Numbers are right-aligned, and their head with them.")
    }
  }
}

// MARK: - Wrong and right ways

/// A report of the checks' own; as it stands it is right.
private struct Ways {
  var summary: ([Double]) -> Double = { $0.max() ?? 0 }
  var takesFirst = true
  var pairsSizes = false
  var digits: (Routines, CertifiedRegression) -> Double = { library, data in
    digitsRight((try? library.leastSquares(data.design, data.y)) ?? [], data.parameters.map(\.estimate.value))
  }
  var forgives = true
  var invertsSpeed = false
  var average: ([Double]) -> Double = { $0.sorted()[$0.count / 2] }
  var interleaves = true
  var alternates = true
  var usesDefinite = false
  var examinesReference = true
  var rounds = true
  var alignsRight = true
  var gap = 2

  func examine(_ library: Routines, _ sizes: [Int]) -> [ExaminationAnswer] {
    zip(routineNames, tests(library, sizes, pairsSizes: pairsSizes)).map { name, tests in
      let ratio = summary(tests.map(\.ratio))
      let largest = tests.map(\.ratio).max() ?? 0
      let same = tests.filter {
        $0.ratio == (ratio == largest ? ratio : tests.map(\.ratio).filter { $0 <= ratio }.max() ?? 0)
      }
      return ExaminationAnswer(
        routine: name, testCount: tests.count, worstRatio: ratio,
        worstMatrix: (takesFirst ? same.first : same.last)?.matrix.description ?? "", passes: tests.allSatisfy(\.passes)
      )
    }
  }

  func certify(_ library: Routines) throws -> [CertificationAnswer] {
    try certified.get().map { data in
      if !forgives { _ = try library.leastSquares(data.design, data.y) }
      return CertificationAnswer(data: data.name, digits: digits(library, data))
    }
  }

  func speed(_ own: () -> Void, _ reference: () -> Void, _ turns: Int, _ clock: () -> Double) -> Double {
    func time(_ run: () -> Void) -> Double {
      let start = clock()
      run()
      return clock() - start
    }
    var (mine, theirs) = ([Double](), [Double]())
    if interleaves {
      for turn in 0..<turns {
        let isFirst = !alternates || turn % 2 == 0
        if isFirst { mine.append(time(own)) }
        theirs.append(time(reference))
        if !isFirst { mine.append(time(own)) }
      }
    } else {
      mine = (0..<turns).map { _ in time(own) }
      theirs = (0..<turns).map { _ in time(reference) }
    }
    let ratio = average(theirs) / average(mine)
    return invertsSpeed ? 1 / ratio : ratio
  }

  func report(_ own: Routines, _ reference: Routines, _ setting: Setting) throws -> ReportAnswer {
    let speeds = work(setting.workSize, usesDefinite: usesDefinite).map { work in
      speed({ work(own) }, { work(reference) }, setting.turns, setting.clock)
    }
    let mine = examine(own, setting.sizes)
    let theirs = examinesReference ? examine(reference, setting.sizes) : mine
    let (digits, others) = (try certify(own), try certify(reference))
    return ReportAnswer(
      name: own.name, referenceName: reference.name,
      lines: mine.indices.map { LineAnswer(own: mine[$0], referenceRatio: theirs[$0].worstRatio, speed: speeds[$0]) },
      data: zip(digits, others).map { DataLineAnswer(own: $0, referenceDigits: $1.digits) })
  }

  func table(_ report: ReportAnswer) -> String {
    let blocks = cells(of: report, rounds: rounds)
    func text(_ block: [[String]], _ left: [Int]) -> String {
      let widths = block[0].indices.map { j in block.map { $0[j].count }.max() ?? 0 }
      let lines = block.map { row in
        var line = ""
        for (j, cell) in row.enumerated() {
          let space = String(repeating: " ", count: widths[j] - cell.count)
          if j > 0 { line += String(repeating: " ", count: gap) }
          line += left.contains(j) || !alignsRight ? j == row.count - 1 ? cell : cell + space : space + cell
        }
        return line
      }
      return lines.joined(separator: "\n")
    }
    return text(blocks.routines, [0, 5, 6]) + "\n\n" + text(blocks.data, [0])
  }
}

private func submission(earlier: Routines = lapack, _ change: (inout Ways) -> Void) -> Submission {
  var ways = Ways()
  change(&ways)
  let way = ways
  return Submission(
    ownLibrary: { lapack }, earlier: earlier, examine: { way.examine($0, $1) }, certify: { try way.certify($0) },
    speed: { race in way.speed(race.own, race.reference, race.turns, race.clock) },
    report: { try way.report($0, $1, $2) }, table: { way.table($0) })
}
