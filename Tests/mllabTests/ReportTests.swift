import Foundation
import Testing

@Suite struct ReportTests {
  @Test func `the page says what was done, and asks nothing of the network`() throws {
    let desk = try Desk()
    try desk.save(Desk.wrong(42))
    try desk.run("run", "mean")
    try desk.save(Desk.right)
    try desk.run("run", "mean")
    let answer = try desk.run("report")
    #expect(answer.status == 0 && answer.out.contains("progress.html"))
    let page = try String(contentsOf: desk.workspace.appendingPathComponent("progress.html"), encoding: .utf8)
    #expect(page.contains("1 of 2 exercises passed, 2 attempts"))
    #expect(page.contains("<strong>spread</strong>") && page.contains("<th scope=\"row\">mean</th>"))
    for request in ["http:", "https:", "src=", "url(", "@import", "<script"] {
      #expect(!page.contains(request), "\(request)")
    }
    #expect(!page.contains("reduce"))  // none of the learner's code
    // Every tag that is opened is closed.
    for tag in ["section", "ul", "table", "div", "p", "svg", "figure", "details", "h2", "h3", "li", "td", "th"] {
      let opened = page.ranges(of: "<\(tag)>").count + page.ranges(of: "<\(tag) ").count
      #expect(opened == page.ranges(of: "</\(tag)>").count, "\(tag)")
    }
  }

  @Test func `an empty log gives a page, too`() throws {
    let desk = try Desk()
    let page = try desk.run("report", "--output", "-").out
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("0 of 2 exercises passed, 0 attempts"))
    #expect(page.contains("No attempts yet."))
  }

  @Test func `Markdown and JSON say the same`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    try desk.run("run", "mean")
    let markdown = try desk.run("report", "--md").out
    #expect(markdown.hasPrefix("# Progress\n") && markdown.contains("| mean | 20"))
    let json = try JSONSerialization.jsonObject(with: Data(try desk.run("report", "--json").out.utf8)) as? [String: Any]
    #expect((json?["status"] as? [String: Any])?["passed"] as? Int == 1)
    #expect((json?["next"] as? [[String: Any]])?.first?["slug"] as? String == "spread")
    #expect(try desk.run("report", "--md", "--json").status == 2)
  }

  @Test func `a place that cannot be written to is named`() throws {
    let desk = try Desk()
    let answer = try desk.run("report", "--output", "/proc/nowhere/page.html")
    #expect(answer.status == 2 && answer.err.contains("/proc/nowhere/page.html cannot be written"))
  }
}
