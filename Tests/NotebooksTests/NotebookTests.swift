import Testing

@testable import Notebooks

@Suite struct NotebookTests {
  @Test(arguments: [
    "", "\n", "text", "text\n", "# A\n\n```swift\nprint(1)\n```\n", "```swift\n```", "~~~swift\nlet x = 1\n~~~\n",
    "```swift\nprint(1)\n```\n\n```output\n1\n```\n\n![A](figures/a-b.svg)\n\ntext\n", "```python\n```swift\n```\n",
    "````markdown\n```swift\nnot a cell\n```\n````\n", "   ```swift\n   indented\n   ```\n",
    "---\ntitle: T\n---\n# T\n",
    "```swift\n1\n```\n\n\n\n```output\n\n```\n\n\n",
  ])
  func `what is read and not run is written as it was`(text: String) throws {
    #expect(try Notebook(text).text == text)
  }

  @Test func `cells know their lines, options and results`() throws {
    let notebook = try Notebook(
      """
      ---
      title: "A: first"
      topic: statistics
      minutes: 20
      needs: [quantiles]
      use: [dot-product, norms]
      ---
      Text.

      ```swift seed=7 seconds=2.5 tags=["hide-input", "raises-exception"]
      let x = 1
      print(x)
      ```

      ```output
      1
      ```

      ![One](figures/lesson-one.svg)

      ![Two](figures/lesson-two.svg)

      ![Not ours](other/picture.png)
      ```swift .noeval
      ```
      """)
    #expect(notebook.header.title == "A: first" && notebook.header.topic == "statistics")
    #expect(notebook.header.minutes == 20 && notebook.header.needs == ["quantiles"])
    #expect(notebook.header.use == ["dot-product", "norms"] && notebook.header.bodyLine == 8)
    let cell = try #require(notebook.cells.first)
    #expect(cell.source == ["let x = 1", "print(x)"] && cell.firstLine == 11)
    #expect(cell.options.seed == 7 && cell.options.seconds == 2.5 && cell.options.hidesSource && cell.options.mustFail)
    #expect(cell.results.output == "1")
    #expect(cell.results.figures.map(\.path) == ["figures/lesson-one.svg", "figures/lesson-two.svg"])
    #expect(notebook.cells.count == 2 && !notebook.cells[1].options.isRun)
  }

  @Test func `results are put below their cells, and nothing else is touched`() throws {
    let notebook = try Notebook("a\n```swift\n1\n```\nb\n\n```swift\n2\n```\n\n```output\nold\n```\n\nc\n")
    let filled = notebook.with([
      0: CellResults(output: "one\n```\ntwo", figures: [.init(title: "T", path: "figures/n-t.svg")]), 1: CellResults(),
    ])
    #expect(
      filled.text == """
        a
        ```swift
        1
        ```

        ````output
        one
        ```
        two
        ````

        ![T](figures/n-t.svg)
        b

        ```swift
        2
        ```

        c

        """)
    #expect(try Notebook(filled.text).cells[0].results == filled.cells[0].results)
    #expect(try Notebook(filled.text).with([1: CellResults(output: "old")]).cells[1].results.output == "old")
  }

  @Test(arguments: [
    ("a\n```swift\nprint(1)\n", 2, "never closed"), ("```swift .nope\n```", 1, ".nope"),
    ("```swift seconds=-1\n```", 1, "seconds=-1"), ("```swift seed=x\n```", 1, "seed=x"),
    ("```swift tags=[\"hide\"]\n```", 1, "hide"), ("```swift tags=[\"hide-input\"\n```", 1, "not closed"),
    ("---\ntitle: x\n", 1, "no end"), ("---\ntitle: [x\n---\n", 0, "YAML"), ("---\ncolour: red\n---\n", 2, "colour"),
    ("````swift\n```\n", 1, "never closed"),
  ])
  func `what is wrong is told with its line`(text: String, line: Int, words: String) {
    let error = #expect(throws: NotebookError.self) { try Notebook(text) }
    #expect(error?.message.contains(words) ?? false, "\(error.map(\.description) ?? "")")
    if line > 0 { #expect(error?.line == line) }
  }
}
