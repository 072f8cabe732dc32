import LabNumerics
import Measuring

/// Two BLAS threads against one, ours both.
enum Threads {
  static func measure(_ effort: Effort) throws -> Findings {
    let sizes = [2, 4, 8, 16, 32, 64, 128, 256, 512] + (effort.isQuick ? [] : [1024])
    let operations = Operation<Double>.all
    var table = Table(["time with 1 thread over 2 (≥ 0.95)"] + operations.map(\.title))
    for n in sizes {
      tell("threads, n = \(n)")
      let input = Input<Double>(n)
      table.add(
        "n = \(n)",
        try operations.map { operation in
          let one = Contender("1 thread") { try operation.ours(input) }
          let two = Contender(name: "2 threads") { repeats in try withBLASThreads(2) { try one.time(repeats) } }
          let race = try Race([one, two], rounds: input.isLarge ? 5 : effort.rounds, sample: 2 * effort.sample)
          return .atLeast(0.95, race.ratio(0, 1), digits: 2)
        })
    }
    var findings = Findings()
    findings.add(table)
    return findings
  }
}
