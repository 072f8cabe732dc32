import Foundation

/// A notebook on the disk, as it was when it was read.
public struct NotebookFile: Sendable {
  public let url: URL
  public let notebook: Notebook
  private let bytes: Data
  /// Its lines end in CR LF, as on Windows, and are written so again.
  private let endsLinesInCRLF: Bool

  /// Its name without the ending: begins the names of its figures.
  public var stem: String { url.deletingPathExtension().lastPathComponent }
  public var folder: URL { url.deletingLastPathComponent() }

  /// Reads a notebook.
  ///
  /// - Throws: `NotebookFileError` in words.
  public init(at path: String) throws(NotebookFileError) {
    url = URL(fileURLWithPath: path)
    do { bytes = try Self.read(path) } catch { throw error }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NotebookFileError("\(path) is not UTF-8. Save it with the encoding UTF-8 in your editor.")
    }
    guard !text.contains("\0") else { throw NotebookFileError("\(path) is not text: it holds a zero byte.") }
    let plain = text.replacing("\r\n", with: "\n")
    endsLinesInCRLF = plain != text
    if endsLinesInCRLF, plain.replacing("\n", with: "\r\n") != text {
      throw NotebookFileError(
        "Some lines of \(path) end in CR LF and some in LF. Save it with one kind of line endings in your editor.")
    }
    do { notebook = try Notebook(plain) } catch {
      throw NotebookFileError("\(path):\(error.line): \(error.message)")
    }
  }

  private static func read(_ path: String) throws(NotebookFileError) -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw NotebookFileError(
        errno == ENOENT ? "There is no file \(path)." : "\(path): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw NotebookFileError("\(path) is not a file.") }
    guard status.st_size <= 16 << 20 else { throw NotebookFileError("\(path) is larger than 16 MB: no notebook.") }
    do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw NotebookFileError("\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes results back: the figures first, then the notebook, each file replaced as a whole.
  ///
  /// - Parameters:
  ///   - results: by the cells' numbers.
  ///   - figures: contents by paths from the notebook's folder.
  /// - Returns: whether anything was written.
  /// - Throws: `NotebookFileError` if the file was changed meanwhile, or cannot be written; then it is as it was.
  @discardableResult
  public func write(_ results: [Int: CellResults], figures: [String: Data]) throws(NotebookFileError) -> Bool {
    let text = notebook.with(results)
    guard (try? Data(contentsOf: url)) == bytes else {
      throw NotebookFileError("\(url.path) was changed while it ran, and was left as it is. Run it again.")
    }
    do {
      var isNew = false
      for (path, content) in figures.sorted(by: { $0.key < $1.key }) {
        let place = folder.appendingPathComponent(path)
        if (try? Data(contentsOf: place)) == content { continue }
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: place, options: .atomic)
        isNew = true
      }
      let new = Data((endsLinesInCRLF ? text.text.replacing("\n", with: "\r\n") : text.text).utf8)
      if new != bytes {
        try new.write(to: url, options: .atomic)
        isNew = true
      }
      // What was drawn before and is shown nowhere any more; a name of its own cannot be another notebook's.
      let kept = Set(text.cells.flatMap { $0.results.figures.map(\.path) })
      for figure in notebook.cells.flatMap(\.results.figures)
      where !kept.contains(figure.path) && figure.path.hasPrefix("figures/\(slug(stem))-") {
        try? FileManager.default.removeItem(at: folder.appendingPathComponent(figure.path))
      }
      return isNew
    } catch {
      throw NotebookFileError("\(url.path) cannot be written: \(error.localizedDescription)")
    }
  }

  /// Where the results on the disk are no longer what comes out: numbers apart that differ by rounding, and times.
  ///
  /// - Parameters:
  ///   - results: as they are now.
  ///   - figures: contents by paths from the notebook's folder.
  /// - Returns: a sentence for each cell; none if nothing has drifted.
  public func drift(_ results: [Int: CellResults], figures: [String: Data]) -> [String] {
    notebook.cells.enumerated().flatMap { number, cell -> [String] in
      guard let now = results[number] else { return [] }
      let begin = "\(url.lastPathComponent):\(cell.firstLine - 1)"
      if let (line, old, new) = Drift.between(cell.results.output, now.output) {
        return ["\(begin): line \(line + 1) of the output was \"\(old)\" and is \"\(new)\""]
      }
      if cell.results.figures != now.figures {
        let names = (cell.results.figures.map(\.path), now.figures.map(\.path))
        return ["\(begin): its figures were \(listed(names.0)) and are \(listed(names.1))"]
      }
      return now.figures.compactMap { figure in
        let place = folder.appendingPathComponent(figure.path)
        guard let old = try? Data(contentsOf: place) else { return "\(begin): there is no file \(figure.path)" }
        let words = (FigurePage.description(in: old), FigurePage.description(in: figures[figure.path] ?? Data()))
        guard let was = words.0, let new = words.1 else { return "\(begin): \(figure.path) is no figure of mllab's" }
        return Drift.between(was, new).map { "\(begin): \(figure.path) was \($0.old) and is \($0.new)" }
      }
    }
  }

  private func listed(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}

/// Why a notebook cannot be read or written, in a sentence.
public struct NotebookFileError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
