import Foundation
import Sandbox

/// A notebook as one page that needs nothing else: pictures inside, mathematics as MathML. pandoc makes it.
public struct HTMLExport {
  let notebook: Notebook
  let folder: URL

  public init(_ file: NotebookFile) {
    notebook = file.notebook
    folder = file.folder
  }

  static let pandoc = "/usr/bin/pandoc"

  /// The page.
  ///
  /// - Throws: `NotebookFileError` if pandoc is missing, or with its words.
  public func page() throws -> Data {
    guard FileManager.default.isExecutableFile(atPath: Self.pandoc) else {
      throw NotebookFileError("pandoc is not installed, which makes the page: sudo apt-get install pandoc")
    }
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("mllab-export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let (style, page) = (scratch.appendingPathComponent("style.html"), scratch.appendingPathComponent("page.html"))
    try Data("<style>\n\(Self.style)</style>\n".utf8).write(to: style)
    let source = scratch.appendingPathComponent("notebook.md")
    try Data(shownText.utf8).write(to: source)
    let arguments = [
      "--from", "gfm+tex_math_dollars", "--to", "html5", "--standalone", "--self-contained", "--mathml",
      "--metadata", "pagetitle=\(notebook.header.title.isEmpty ? "Notebook" : notebook.header.title)",
      "--metadata", "lang=en", "--resource-path", folder.path, "--include-in-header", style.path, "--output", page.path,
      source.path,
    ]
    let environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": scratch.path]
    let outcome = try Command(Self.pandoc, arguments, environment: environment).outcome(seconds: 300, keepsErrors: true)
    let words = outcome.text
    guard outcome.succeeded else { throw NotebookFileError("pandoc could not make the page: \(words)") }
    return try Data(contentsOf: page)
  }

  /// The notebook without its front matter and without what cells hide.
  private var shownText: String {
    var lines: [String] = []
    for (index, piece) in notebook.pieces.enumerated() {
      switch piece {
      case .text(let text): lines += index == 0 ? Array(text.dropFirst(notebook.header.bodyLine - 1)) : text
      case .cell(let cell):
        if cell.options.hidesAll { continue }
        if !cell.options.hidesSource { lines += ["```swift"] + cell.source + [cell.closing] }
        lines += (cell.options.hidesOutput ? [] : cell.results.lines) + [""]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let style = """
    :root { color-scheme: light dark; }
    html { background: #fff; color: #1a1a1a; }
    body { max-width: 52rem; margin: 0 auto; padding: 1rem; font: 1.05rem/1.6 system-ui, sans-serif; }
    h1, h2, h3 { line-height: 1.25; }
    img { max-width: 100%; height: auto; background: #fff; }
    pre { overflow-x: auto; padding: .7rem .9rem; border-radius: .3rem; background: #f3f4f6; font-size: .8rem; }
    pre.output { background: none; border-left: 3px solid #999; border-radius: 0; }
    code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
    table { border-collapse: collapse; } th, td { padding: .2rem .7rem; border-bottom: 1px solid #bbb; }
    a { color: #0b57a4; }
    @media (prefers-color-scheme: dark) {
      html { background: #16181c; color: #e8e8e8; } pre { background: #24272d; } a { color: #8ab4f8; }
    }
    @media print { pre { white-space: pre-wrap; } }

    """
}
