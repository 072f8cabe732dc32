import Foundation

/// The report as one page of HTML that asks nothing of the network.
struct ReportPage {
  let report: ProgressReport

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Progress: \(report.status.passed) of \(report.status.exercises) exercises</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <header>
    <h1>On the road to ML engineer</h1>
    <p>\(escaped(ReportWords.summary(report)))</p>
    \(bar(report.status.passed, report.status.exercises, "all exercises"))
    <nav aria-label="On this page"><ul>
    \(sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>" }.joined(separator: "\n"))
    </ul></nav>
    </header>
    <main>
    \(sections.map { "<section id=\"\($0.id)\" aria-labelledby=\"\($0.id)-title\">\n<h2 id=\"\($0.id)-title\">\($0.title)</h2>\n\($0.body)\n</section>" }.joined(separator: "\n"))
    </main>
    <footer><p>Made by mllab on \(localTime(report.made)) from the log of attempts in the workspace.</p></footer>
    </body>
    </html>

    """
  }

  private var sections: [(id: String, title: String, body: String)] {
    var sections = [
      (id: "next", title: "What comes next", body: next), (id: "road", title: "The road", body: road),
      (id: "days", title: "Attempts over time", body: days),
      (id: "competencies", title: "Competencies", body: shares(report.status.competencies)),
    ]
    if !report.misconceptions.isEmpty { sections.append(("ideas", "Misconceptions met", misconceptions)) }
    if !report.status.medals.isEmpty { sections.append(("medals", "Medals", medals)) }
    if !report.kernels.isEmpty { sections.append(("kernels", "Kernels of your own", kernels)) }
    let projects = report.phases.flatMap(\.topics).filter { $0.exercises.contains(where: \.isProject) }
    if !projects.isEmpty { sections.append(("projects", "Projects", projects.map(project).joined(separator: "\n"))) }
    sections.append(("levels", "Career levels", levels))
    return sections
  }

  // MARK: - Sections

  private var next: String {
    guard !report.next.isEmpty else { return "<p>Every exercise is passed.</p>" }
    return "<ol>\n"
      + report.next.map {
        "<li><strong>\(escaped($0.slug))</strong>: \(escaped($0.title)), about \($0.minutesEstimated) minutes</li>"
      }.joined(separator: "\n") + "\n</ol>"
  }

  private var road: String {
    report.phases.map { phase in
      let topics = phase.topics.filter { !$0.isReading }.map { topic -> String in
        let begun = topic.exercises.filter { $0.attempts > 0 || $0.firstPassed != nil }
        let detail =
          begun.isEmpty
          ? ""
          : table(
            ["exercise", "passed on", "attempts", "hints", "minutes", "estimated"],
            begun.map {
              [
                escaped($0.slug), $0.firstPassed.map { localTime($0) } ?? "not yet", "\($0.attempts)",
                "\($0.hintsSeen)",
                "\($0.minutesSpent)", "\($0.minutesEstimated)",
              ]
            }, caption: "What was begun of \(topic.title)")
        return "<li>\(topic.exercises.isEmpty ? "" : bar(topic.passed, topic.exercises.count, topic.title))"
          + (detail.isEmpty ? "" : "<details><summary>\(begun.count) begun</summary>\n\(detail)\n</details>") + "</li>"
      }
      let reading = phase.topics.filter(\.isReading).map { escaped($0.title) }
      let duration = phase.duration.map { " <small>\(escaped($0))</small>" } ?? ""
      return "<h3>\(escaped(phase.title))\(duration)</h3>\n"
        + (topics.isEmpty ? "" : "<ul class=\"plain\">\n\(topics.joined(separator: "\n"))\n</ul>\n")
        + (reading.isEmpty ? "" : "<p class=\"quiet\">For reading: \(reading.joined(separator: ", ")).</p>")
    }.joined(separator: "\n")
  }

  /// A bar for each week with an attempt in it or between two such, two years at most.
  private var days: String {
    guard let first = report.days.first, let last = report.days.last else { return "<p>No attempts yet.</p>" }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd"
    formatter.timeZone = TimeZone(identifier: "UTC")
    func week(_ day: String) -> Int { Int((formatter.date(from: day)?.timeIntervalSince1970 ?? 0) / 86_400 + 3) / 7 }
    var weeks: [Int: (attempts: Int, passed: Int)] = [:]
    for day in report.days {
      weeks[week(day.day), default: (0, 0)].attempts += day.attempts
      weeks[week(day.day), default: (0, 0)].passed += day.passed
    }
    let span = max(week(first.day), week(last.day) - 103)...week(last.day)
    let most = max(1, span.compactMap { weeks[$0]?.attempts }.max() ?? 1)
    let shown = report.days.first { span.contains(week($0.day)) } ?? first
    let width = 640.0 / Double(span.count)
    let bars = span.map { week -> String in
      let (attempts, passed) = weeks[week] ?? (0, 0)
      let x = Double(week - span.lowerBound) * width
      func rectangle(_ count: Int, _ name: String) -> String {
        let height = 120 * Double(count) / Double(most)
        return String(
          format: "<rect class=\"%@\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", name, x + width * 0.1,
          130 - height, width * 0.8, height)
      }
      return rectangle(attempts, "attempts") + rectangle(min(passed, attempts), "passes")
    }
    let words =
      "Attempts by week from \(shown.day) to \(last.day), \(most) at most in one; the darker part passed something new."
    return """
      <figure><svg role="img" viewBox="0 0 640 132" aria-label="\(words)">
      \(bars.joined())<line x1="0" y1="130.5" x2="640" y2="130.5"/></svg>
      <figcaption>\(words)</figcaption></figure>
      """
  }

  private var misconceptions: String {
    table(
      ["exercise", "idea", "times", "since"],
      report.misconceptions.map {
        [escaped($0.exercise), escaped($0.name), "\($0.times)", $0.isOvercome ? "overcome" : "open"]
      }, caption: "Wrong ideas that answers agreed with")
  }

  private var medals: String {
    table(
      ["exercise", "medal", "best", "goal"],
      report.status.medals.map {
        [
          escaped($0.exercise), ($0.isEarned ? "★ " : "") + escaped($0.name),
          "\(shortNumber($0.value)) \(escaped($0.unit))", "\(shortNumber($0.goal)) \(escaped($0.unit))",
        ]
      }, caption: "Goals beyond passing")
  }

  private var kernels: String {
    report.kernels.map { curve in
      let most = max(curve.points.map(\.gflops).max() ?? 0, curve.reference ?? 0)
      let step = 600.0 / Double(max(1, curve.points.count - 1))
      func y(_ speed: Double) -> Double { 110 - 100 * speed / max(most, .leastNonzeroMagnitude) }
      let line = curve.points.enumerated().map { String(format: "%.1f,%.1f", 20 + Double($0) * step, y($1.gflops)) }
      let dots = curve.points.enumerated().map {
        String(format: "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", 20 + Double($0) * step, y($1.gflops))
      }
      let reference = curve.reference.map {
        String(format: "<line class=\"reference\" x1=\"0\" y1=\"%.1f\" x2=\"640\" y2=\"%.1f\"/>", y($0), y($0))
      }
      let last = curve.points.last.map { shortNumber($0.gflops) } ?? ""
      let words =
        "\(curve.kernel) at n = \(curve.size): \(curve.points.count) runs of yours, the newest \(last) GFLOP/s"
        + (curve.reference.map { "; the dashed line is LabNumerics, \(shortNumber($0)) GFLOP/s" } ?? "") + "."
      return """
        <figure><svg role="img" viewBox="0 0 640 120" aria-label="\(escaped(words))">
        \(reference ?? "")<polyline points="\(line.joined(separator: " "))"/>\(dots.joined())</svg>
        <figcaption>\(escaped(words))</figcaption></figure>
        """
    }.joined(separator: "\n")
  }

  private func project(_ topic: ProgressReport.Topic) -> String {
    "<h3>\(escaped(topic.title))</h3>\n"
      + table(
        ["milestone", "passed on", "attempts"],
        topic.exercises.map {
          [escaped($0.title), $0.firstPassed.map { localTime($0) } ?? "not yet", "\($0.attempts)"]
        }, caption: "Milestones of \(topic.title)")
  }

  private var levels: String {
    "<p>\(ReportWords.selfAssessment)</p>\n<ul>\n"
      + report.levels.map { level in
        "<li><strong>\(escaped(level.title))</strong>\(level.note.map { ": \(escaped($0))" } ?? "")"
          + "\(ReportWords.evidence(level))</li>"
      }.joined(separator: "\n") + "\n</ul>"
  }

  // MARK: - Parts

  private func shares(_ shares: [Status.Share]) -> String {
    let some = shares.filter { $0.exercises > 0 }.map { "<li>\(bar($0.passed, $0.exercises, $0.name))</li>" }
    let none = shares.filter { $0.exercises == 0 }.map { escaped($0.name) }
    return "<ul class=\"plain\">\n\(some.joined(separator: "\n"))\n</ul>"
      + (none.isEmpty ? "" : "\n<p class=\"quiet\">No exercise speaks for: \(none.joined(separator: ", ")).</p>")
  }

  private func bar(_ passed: Int, _ all: Int, _ name: String) -> String {
    "<div class=\"share\"><span>\(escaped(name))</span><progress max=\"\(max(1, all))\" value=\"\(passed)\" "
      + "aria-label=\"\(escaped(name)): \(passed) of \(all) passed\"></progress><span>\(passed) of \(all)</span></div>"
  }

  private func table(_ head: [String], _ rows: [[String]], caption: String) -> String {
    let cells = rows.map { row in
      "<tr><th scope=\"row\">\(row[0])</th>" + row.dropFirst().map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    return "<div class=\"wide\"><table><caption>\(escaped(caption))</caption><thead><tr>"
      + head.map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead><tbody>\n"
      + cells.joined(separator: "\n") + "\n</tbody></table></div>"
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// Contrast is at least 4.5 : 1 in both schemes.
  private static let style = """
    :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --quiet: #57606a; --line: #d0d7de;
      --strong: #0b5cad; --soft: #9cc4ec; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e6e6; --paper: #15181c; --quiet: #a4adb7; --line: #3a424b; --strong: #7db7f5; --soft: #37597d; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 52rem; padding: 1rem; color: var(--ink); background: var(--paper);
      font: 1rem/1.55 system-ui, sans-serif; }
    h1 { font-size: 1.7rem; line-height: 1.2; } h2 { margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
    h3 { margin-bottom: .3rem; } h3 small { color: var(--quiet); font-weight: normal; }
    a { color: var(--strong); } a:focus-visible, summary:focus-visible { outline: 3px solid var(--strong); }
    nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; padding: 0; list-style: none; }
    ul.plain { padding: 0; list-style: none; } .quiet, figcaption, footer, caption { color: var(--quiet); }
    .share { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr 5.5rem; gap: .7rem; align-items: center; }
    .share > span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
    progress { width: 100%; height: .8rem; accent-color: var(--strong); }
    .wide { overflow-x: auto; } table { border-collapse: collapse; margin: .4rem 0 .8rem; font-size: .92rem; }
    th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid var(--line); }
    td { font-variant-numeric: tabular-nums; } caption { text-align: left; }
    figure { margin: .8rem 0; } svg { width: 100%; height: auto; }
    svg .attempts { fill: var(--soft); } svg .passes, svg circle { fill: var(--strong); }
    svg line { stroke: var(--line); } svg polyline { fill: none; stroke: var(--strong); stroke-width: 2; }
    svg .reference { stroke: var(--quiet); stroke-dasharray: 5 4; }
    @media (max-width: 34rem) { .share { grid-template-columns: 1fr 5.5rem; } .share progress { grid-row: 2; grid-column: 1 / -1; } }
    @media print { nav { display: none; } details > * { display: block; } body { max-width: none; } }
    """
}
