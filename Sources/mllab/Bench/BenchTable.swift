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
    let head =
      (showsSize ? String(result.size) : "").padded(10) + "  "
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
    let machine = run.machine
    let intensity = kernel.intensity(size, run.scalar)
    let results = run.results(kernel, size)
    let best = results.first { $0.contender == .labNumerics } ?? results.first
    var sentence = "At n = \(size) it does \(shortNumber(intensity)) operations for each byte that must move"
    if intensity < machine.ridge {
      let bound = intensity * machine.bytesPerSecond / 1e9
      sentence += """
        , fewer than the \(shortNumber(machine.ridge)) it takes here to keep a core busy: beyond the caches memory is \
        the limit, at \(shortNumber(bound)) GFLOP/s.
        """
    } else {
      sentence += """
        , more than the \(shortNumber(machine.ridge)) it takes here to keep a core busy: the core is the limit, and \
        order of the loops and width of the instructions decide.
        """
    }
    if let naive = results.first(where: { $0.contender == .naive })?.gflops, let fast = best?.gflops {
      sentence += " LabNumerics is \(shortNumber(fast / naive)) times as fast as the naive loops."
    }
    return sentence
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
