import Foundation
import Testing

@Suite struct NotebookCommandTests {
  private let text = """
    # Lesson

    ```swift
    import LabPlot
    print(6 * 7)
    var plot = Plot("A line")
    plot.line([1, 2])
    plot.show()
    ```

    """

  private func lesson(_ desk: Desk, _ text: String) throws -> URL {
    let file = desk.folder.appendingPathComponent("lesson.md")
    try Data(text.utf8).write(to: file)
    return file
  }

  @Test func `run writes results, check finds them as they are and notices what has changed`() throws {
    let desk = try Desk()
    let file = try lesson(desk, text)
    #expect(try desk.run("notebook", "check", file.path).status == 1)
    let answer = try desk.run("notebook", "run", file.path)
    #expect(answer.status == 0 && answer.out.contains("1 cell, 1 figure"), "\(answer)")
    let filled = try String(contentsOf: file, encoding: .utf8)
    #expect(filled == text + "\n```output\n42\n```\n\n![A line](figures/lesson-a-line.svg)\n")
    let figure = desk.folder.appendingPathComponent("figures/lesson-a-line.svg")
    #expect(try String(contentsOf: figure, encoding: .utf8).contains("<desc>line: x 2 numbers"))
    #expect(try desk.run("notebook", "check", file.path).status == 0)
    #expect(try desk.run("notebook", "run", file.path).out.contains("nothing new"))

    try Data(filled.replacing("\n42\n", with: "\n43\n").utf8).write(to: file)
    let drifted = try desk.run("notebook", "check", file.path)
    #expect(drifted.status == 1 && drifted.out.contains("was \"43\" and is \"42\""), "\(drifted.out)")
    try Data(filled.utf8).write(to: file)
    try Data(try String(contentsOf: figure, encoding: .utf8).replacing("mean 1.5", with: "mean 7").utf8).write(
      to: figure)
    #expect(try desk.run("notebook", "check", file.path).out.contains("lesson-a-line.svg was"))
    #expect(try desk.run("notebook", "run", file.path).status == 0)
    #expect(try desk.run("notebook", "check", file.path).status == 0)
  }

  @Test func `a cell that fails is named by its line in the notebook, which keeps what came before`() throws {
    let desk = try Desk()
    let file = try lesson(desk, text + "\n```swift\nlet x: Int = \"a\"\n```\n")
    let answer = try desk.run("notebook", "run", file.path)
    let written = try String(contentsOf: file, encoding: .utf8)
    #expect(written.contains("```output\n42\n```"))
    let line = try #require(written.components(separatedBy: "\n").firstIndex(of: "let x: Int = \"a\"")) + 1
    #expect(answer.status == 1 && answer.out.contains("cell 2 of lesson.md fails"))
    #expect(answer.out.contains("line \(line)"))
  }

  @Test(arguments: [
    ("no end\n```swift\nprint(1)\n", "lesson.md:2: the block that begins here"),
    ("```swift .no\n```\n", "lesson.md:1: \".no\" is no option"),
    ("---\nuse: [nothing]\n---\n", "there is no exercise nothing"),
  ])
  func `a notebook that cannot be read is left as it was, and told with its line`(text: String, words: String) throws {
    let desk = try Desk()
    let file = try lesson(desk, text)
    let answer = try desk.run("notebook", "run", file.path)
    #expect(answer.status == 2 && answer.err.contains(words), "\(answer)")
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test func `what is no text, no file or not there is told as that`() throws {
    let desk = try Desk()
    let file = desk.folder.appendingPathComponent("lesson.md")
    try Data([0x23, 0xff, 0xfe]).write(to: file)
    #expect(try desk.run("notebook", "run", file.path).err.contains("is not UTF-8"))
    #expect(try desk.run("notebook", "run", desk.folder.path).err.contains("is not a file"))
    let missing = try desk.run("notebook", "run", "/nowhere.md")
    #expect(missing.status == 2 && missing.err == "mllab: There is no file /nowhere.md.\n")
  }

  @Test func `a lesson is found by its name alone`() throws {
    let desk = try Desk()
    let lessons = desk.home.appendingPathComponent("notebooks-md")
    try FileManager.default.createDirectory(at: lessons, withIntermediateDirectories: true)
    try Data("Two is even.\n\n```swift\nprint(2)\n```\n".utf8).write(to: lessons.appendingPathComponent("parity.md"))
    #expect(try desk.run("notebook", "run", "parity").out.contains("parity.md: 1 cell"))
    #expect(try desk.run("notebook", "check", "parity").status == 0)
    let missing = try desk.run("notebook", "run", "oddity")
    #expect(missing.status == 2 && missing.err == "mllab: There is no file oddity.\n")
  }

  @Test func `cells use the learner's own passed functions`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    try desk.run("run", "mean")
    let file = try lesson(desk, "---\nuse: [mean]\n---\n```swift\nprint(mean([1, 2, 6]))\n```\n")
    #expect(try desk.run("notebook", "run", file.path).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8).contains("```output\n3.0\n```"))
  }

  @Test func `an exported notebook comes back as it was, and replaces nothing`() throws {
    let desk = try Desk()
    let file = try lesson(desk, text)
    try desk.run("notebook", "run", file.path)
    #expect(try desk.run("notebook", "export", "--ipynb", file.path).out.contains("lesson.ipynb"))
    let book = desk.folder.appendingPathComponent("lesson.ipynb").path
    let refused = try desk.run("notebook", "import", book)
    #expect(refused.status == 2 && refused.err.contains("is there already"))
    let elsewhere = desk.folder.appendingPathComponent("copy/lesson.md")
    #expect(try desk.run("notebook", "import", book, "--output", elsewhere.path).status == 0)
    #expect(try Data(contentsOf: elsewhere) == Data(contentsOf: file))
    #expect(try desk.run("notebook", "check", elsewhere.path).status == 0)
    #expect(try desk.run("notebook", "export", file.path).status == 2)
  }

  @Test func `whatever the notebook is called, its figures are found again`() throws {
    let desk = try Desk()
    for name in ["my lesson (1).md", "q\"uo\\te.md", "ünï.md", "a:b.md"] {
      let file = desk.folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      #expect(try desk.run("notebook", "run", file.path).status == 0, "\(name)")
      #expect(try desk.run("notebook", "run", file.path).out.contains("nothing new"), "\(name)")
      #expect(try desk.run("notebook", "check", file.path).status == 0, "\(name)")
    }
  }

  @Test func `lines that end in CR LF do so afterwards, and two kinds of ends are refused`() throws {
    let desk = try Desk()
    let file = try lesson(desk, "a\r\n```swift\r\nprint(1)\r\n```\r\nb\r\n")
    #expect(try desk.run("notebook", "run", file.path).status == 0)
    let written = try String(contentsOf: file, encoding: .utf8)
    #expect(written == "a\r\n```swift\r\nprint(1)\r\n```\r\n\r\n```output\r\n1\r\n```\r\nb\r\n")
    #expect(try desk.run("notebook", "check", file.path).status == 0)
    let mixed = try lesson(desk, "a\r\nb\n")
    let refused = try desk.run("notebook", "run", mixed.path)
    #expect(refused.status == 2 && refused.err.contains("one kind of line endings"))
    #expect(try String(contentsOf: mixed, encoding: .utf8) == "a\r\nb\n")
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pandoc")))
  func `a page shows what the tags of a cell let it show`() throws {
    let desk = try Desk()
    let file = try lesson(
      desk,
      ["", "hide-output", "hide-input", "remove-cell"].enumerated().map { number, tag in
        "```swift tags=[\(tag.isEmpty ? "" : "\"\(tag)\"")]\n// source\(number)\nprint(\"out\" + \"\(number)\")\n```\n"
      }.joined(separator: "\n") + "\n$x^2$\n")
    #expect(try desk.run("notebook", "run", file.path).status == 0)
    #expect(try desk.run("notebook", "export", "--html", file.path).status == 0)
    let page = try String(contentsOf: desk.folder.appendingPathComponent("lesson.html"), encoding: .utf8)
    #expect((0..<4).map { page.contains("out\($0)") } == [true, false, true, false])
    #expect((0..<4).map { page.contains("source\($0)") } == [true, true, false, false])
    #expect(page.contains("<math"))
  }
}
