import Grading

/// A run in aligned text of at most 80 columns.
struct BenchTable {
  let run: BenchRun
  let ink: Ink

  /// One kernel's rows, size by size, between its head and what it teaches.
  func lines(_ kernel: BenchKernel) -> [String] {
    let sizes = run.sizes(kernel)
    guard !sizes.isEmpty else { return [] }
    var lines = [
      "\(ink.strong(kernel.rawValue))  \(kernel.title)   \(ink.faint("\(run.scalar.typeName), \(kernel.operationsInWords)"))",
      ink.faint("         n  contender          time   spread   GFLOP/s   of peak   × LabNumerics"),
    ]
    for size in sizes {
      for (index, result) in run.results(kernel, size).enumerated() {
        lines.append(row(result, showsSize: index == 0))
      }
    }
    return lines + wrapped(lesson(kernel), width: 78, indent: "  ")
  }

  private func row(_ result: BenchResult, showsSize: Bool) -> String {
    let size = grouped(result.size).count <= 10 ? grouped(result.size) : String(result.size)
    let head =
      (showsSize ? size : "").padded(10) + "  "
      + result.contender.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0)
    guard let samples = result.samples, let gflops = result.gflops else {
      return head + "  " + ink.warn((result.reason ?? "").clipped(to: 54))
    }
    let share = run.shareOfPeak(result).map { percent($0) } ?? ""
    let ratio = run.ratio(result).map(shortNumber) ?? ""
    let text =
      head + shortDuration(samples.median).padded(11) + percent(samples.spread).padded(9)
      + shortNumber(gflops).padded(10) + share.padded(10) + ratio.padded(16)
    return result.contender == .yours ? ink.strong(text) : text
  }

  /// What limits the kernel at its largest size here, and how far from that it stays.
  private func lesson(_ kernel: BenchKernel) -> String {
    guard let size = run.sizes(kernel).last else { return "" }
    let (machine, intensity) = (run.machine, kernel.intensity(size, run.scalar))
    var words = "n = \(grouped(size)): \(shortNumber(intensity)) operations for each byte that must move, "
    if intensity < machine.ridge {
      let bound = shortNumber(intensity * machine.bytesPerSecond / 1e9)
      words +=
        "below this machine's \(shortNumber(machine.ridge)): memory is the limit, at \(bound) GFLOP/s beyond the caches."
    } else {
      words += "above this machine's \(shortNumber(machine.ridge)): the core is the limit, not memory."
    }
    let results = run.results(kernel, size)
    guard let naive = results.first(where: { $0.contender == .naive })?.gflops,
      let fast = results.first(where: { $0.contender == .labNumerics })?.gflops
    else { return words }
    return words
      + (fast >= 1.5 * naive
        ? " LabNumerics is \(shortNumber(fast / naive)) times as fast as the naive loops."
        : " The naive loops are about as fast: there is no time to win beside waiting.")
  }

  /// How to read the columns, once below all tables.
  var legend: [String] {
    wrapped(
      """
      time: of one call, the median of samples that were taken in turns. spread: the middle half of them spans that \
      share of it. of peak: of what one core can multiply and add. × LabNumerics: speed over that of LabNumerics.
      """, width: 78)
  }

  private func percent(_ share: Double) -> String {
    let value = share * 100
    return (value >= 9.95 || value == 0 ? "\(Int(value.rounded()))" : shortPercent(value)) + " %"
  }

  private func shortPercent(_ value: Double) -> String {
    value < 0.095 ? "<0.1" : "\((value * 10).rounded() / 10)"
  }
}

extension String {
  /// The text at the right end of so many columns.
  func padded(_ columns: Int) -> String { String(repeating: " ", count: max(0, columns - count)) + self }
}
