import ContentHash
import Curriculum
import Foundation
import Grading
import Sandbox

/// The learner's folder: a file for each exercise, the log, the backups. Nothing in it is ever deleted by mllab.
struct Workspace {
  let folder: URL

  var isThere: Bool { exists(folder) }

  /// Files that are mllab's own: the log, the backups and what the workspace was made from.
  var hidden: URL { folder.appendingPathComponent(".mllab") }
  var log: URL { hidden.appendingPathComponent("progress.sqlite") }
  private var stateURL: URL { hidden.appendingPathComponent("workspace.json") }

  /// The learner's file of an exercise.
  func file(_ exercise: Exercise) -> URL {
    folder.appendingPathComponent("\(exercise.phaseSlug)/\(exercise.topicSlug)/\(exercise.slug).swift")
  }

  /// Whether something stands where the learner's file of an exercise belongs.
  func hasFile(_ exercise: Exercise) -> Bool {
    var status = stat()
    return lstat(file(exercise).path, &status) == 0
  }

  /// What the workspace remembers between two starts, beside the log.
  struct State: Codable {
    /// The exercise being worked on.
    var current: String?
    /// For each exercise the digests of the starter and of the whole exercise when it was laid out.
    var exercises: [String: Digests] = [:]

    /// For which toolkit, folder and exercises the editor's settings were written.
    var editor: String?

    struct Digests: Codable, Equatable {
      var starter: String
      var exercise: String
      /// Sizes and times of the exercise's files: as long as they stay, nothing has to be read.
      var stamp: String?
    }
  }

  /// What became different since the last start.
  struct Changes {
    var added: [String] = []
    /// The exercise changed and the learner has not begun: the file is the new starter.
    var renewed: [String] = []
    /// The exercise changed under the learner's work, which is left as it is.
    var changed: [String] = []
    /// No starter can be made of the exercise's solution: a fault of the lab.
    var broken: [Problem] = []

    var isEmpty: Bool { added.isEmpty && renewed.isEmpty && changed.isEmpty }
  }

  // MARK: - Laying out

  /// Lays out what is missing and renews what the learner has not touched; a learner's own text is never replaced.
  ///
  /// - Throws: what the file system says: no space, no permission.
  func layOut(_ curriculum: Curriculum) throws -> Changes { try writing { try layOutFiles(curriculum) } }

  private func layOutFiles(_ curriculum: Curriculum) throws -> Changes {
    try FileManager.default.createDirectory(at: hidden, withIntermediateDirectories: true)
    let ignore = folder.appendingPathComponent(".gitignore")
    if !exists(ignore) { try write(Data(".mllab/\ncompile_commands.json\n".utf8), to: ignore) }
    var state = state()
    var changes = Changes()
    var hasNews = false
    for exercise in curriculum.exercises {
      let stamp = Self.stamp(of: exercise)
      if let known = state.exercises[exercise.slug], known.stamp == stamp { continue }
      let starter: String
      do { starter = try exercise.starter() } catch {
        changes.broken += error.problems
        continue
      }
      let digests = State.Digests(
        starter: SHA256.hex(starter.utf8), exercise: try Self.digest(of: exercise), stamp: stamp)
      let file = file(exercise)
      if let known = state.exercises[exercise.slug] {
        let mine = (try? SourceFile(at: file.path))?.sha256
        if known.exercise == digests.exercise {
          // Only the files' times are others.
        } else if mine == known.starter {
          try write(Data(starter.utf8), to: file)
          changes.renewed.append(exercise.slug)
        } else {
          changes.changed.append(exercise.slug)
        }
      } else {
        if !exists(file) { try write(Data(starter.utf8), to: file) }
        changes.added.append(exercise.slug)
      }
      state.exercises[exercise.slug] = digests
      hasNews = true
    }
    if hasNews { try save(state) }
    return changes
  }

  static func starter(of exercise: Exercise) throws -> String {
    try exercise.starter()
  }

  private static func stamp(of exercise: Exercise) -> String {
    let folder = exercise.folder.path
    return exercise.fileNames.map { name in
      var status = stat()
      guard stat("\(folder)/\(name)", &status) == 0 else { return "none" }
      return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }.joined(separator: ", ")
  }

  private static func digest(of exercise: Exercise) throws -> String {
    var hash = SHA256()
    for name in exercise.fileNames {
      hash.update(try Data(contentsOf: exercise.folder.appendingPathComponent(name)))
    }
    return hash.finalizeHex()
  }

  // MARK: - The exercise being worked on

  func state() -> State {
    (try? JSONDecoder().decode(State.self, from: Data(contentsOf: stateURL))) ?? State()
  }

  func save(_ state: State) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try FileManager.default.createDirectory(at: hidden, withIntermediateDirectories: true)
    try encoder.encode(state).write(to: stateURL, options: .atomic)
  }

  func select(_ exercise: Exercise) throws {
    var state = state()
    guard state.current != exercise.slug else { return }
    state.current = exercise.slug
    try save(state)
  }

  // MARK: - Backups

  /// Keeps a copy of the learner's file, unless the newest copy is the same or it is the starter, and puts other bytes in
  /// its place.
  ///
  /// - Returns: the copy, nil if there was nothing to keep.
  /// - Throws: `SourceFileError` if something else stands in the file's place; then nothing was done.
  @discardableResult
  func replace(_ exercise: Exercise, with bytes: Data) throws -> URL? {
    try writing {
      let copy = try backUp(exercise)
      try write(bytes, to: file(exercise))
      return copy
    }
  }

  /// What an undo put in the file's place.
  struct Undone {
    var copy: URL
    /// Among the different copies, the newest being 1.
    var place: Int
    var count: Int
    /// Where that is kept which nothing had kept before.
    var kept: URL?
  }

  /// Puts the copy before the one that the file holds into its place, or the newest if it holds none; behind the oldest
  /// comes the newest again, so that nothing is ever out of reach.
  ///
  /// - Returns: nil if there is no copy that differs from the file.
  func undo(_ exercise: Exercise) throws -> Undone? {
    let starter = Data(try exercise.starter().utf8)
    var copies: [(url: URL, bytes: Data)] = []
    for url in backups(of: exercise) {
      let bytes = try Data(contentsOf: url)
      if bytes != starter, !copies.contains(where: { $0.bytes == bytes }) { copies.append((url, bytes)) }
    }
    let file = file(exercise)
    let mine = try? Data(contentsOf: file)
    if let place = copies.firstIndex(where: { $0.bytes == mine }) {
      guard copies.count > 1 else { return nil }
      let next = (place + 1) % copies.count
      try writing { try write(copies[next].bytes, to: file) }
      return Undone(copy: copies[next].url, place: next + 1, count: copies.count)
    }
    guard let newest = copies.first else { return nil }
    let kept = try replace(exercise, with: newest.bytes)
    let added = kept == nil ? 0 : 1
    return Undone(copy: newest.url, place: 1 + added, count: copies.count + added, kept: kept)
  }

  /// The copies of an exercise's file, the newest first.
  func backups(of exercise: Exercise) -> [URL] {
    let files = try? FileManager.default.contentsOfDirectory(
      at: backupFolder(exercise), includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "swift" }
      .sorted { $0.lastPathComponent > $1.lastPathComponent }
  }

  private func backUp(_ exercise: Exercise) throws -> URL? {
    let file = file(exercise)
    guard exists(file) else { return nil }
    let mine = Data(try SourceFile(at: file.path).bytes)  // a folder or a pipe is not replaced
    let newest = backups(of: exercise).first
    if let newest, try Data(contentsOf: newest) == mine { return newest }
    if mine == Data(try exercise.starter().utf8) { return nil }
    let folder = backupFolder(exercise)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var copy = folder.appendingPathComponent("\(Self.timestamp(Date())).swift")
    while exists(copy) {
      copy = folder.appendingPathComponent("\(copy.deletingPathExtension().lastPathComponent)a.swift")
    }
    try FileManager.default.copyItem(at: file.resolvingSymlinksInPath(), to: copy)
    return copy
  }

  /// A time as a part of a file's name that sorts as the times do.
  private static func timestamp(_ time: Date) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyyMMdd'T'HHmmss.SSS"
    return formatter.string(from: time)
  }

  private func backupFolder(_ exercise: Exercise) -> URL {
    hidden.appendingPathComponent("backups/\(exercise.slug)")
  }

  // MARK: - Trainings

  /// Where the newest checkpoint of an exercise's training is kept.
  func checkpoint(_ exercise: Exercise) -> URL { hidden.appendingPathComponent("checkpoints/\(exercise.slug)") }

  func hasCheckpoint(_ exercise: Exercise) -> Bool { exists(checkpoint(exercise)) }

  func keep(_ bytes: Data, asCheckpointOf exercise: Exercise) throws {
    try writing { try write(bytes, to: checkpoint(exercise)) }
  }

  /// Moves the checkpoint aside, under the time of its last epoch.
  ///
  /// - Returns: where it lies now; nil if there was none.
  func setCheckpointAside(_ exercise: Exercise) throws -> URL? {
    let kept = checkpoint(exercise)
    guard exists(kept) else { return nil }
    let time = try FileManager.default.attributesOfItem(atPath: kept.path)[.modificationDate] as? Date ?? Date()
    var aside = kept.appendingPathExtension(Self.timestamp(time))
    while exists(aside) { aside.appendPathExtension("a") }
    try writing { try FileManager.default.moveItem(at: kept, to: aside) }
    return aside
  }

  // MARK: - The editor

  private var editorSettings: URL { folder.appendingPathComponent("compile_commands.json") }
  var hasEditorSettings: Bool { exists(editorSettings) }

  /// Whether the settings name these modules, each of which has a folder of its own for each content.
  func editorKnows(_ modules: [UsedModule]) -> Bool {
    if modules.isEmpty { return true }
    guard let settings = try? Data(contentsOf: editorSettings) else { return false }
    return modules.allSatisfy { settings.range(of: Data($0.folder.utf8)) != nil }
  }

  /// Writes `compile_commands.json`, by which sourcekit-lsp knows the lab's modules in every lone file.
  /// `used` gives, for an exercise, the modules of its `uses` as far as they are compiled.
  func writeEditorSettings(
    _ curriculum: Curriculum, _ toolchain: Toolchain, used: (Exercise) -> [UsedModule] = { _ in [] }
  ) throws {
    struct Entry: Encodable {
      var directory: String
      var file: String
      var arguments: [String]
    }
    let entries = curriculum.exercises.map { exercise in
      let path = file(exercise).path
      return Entry(
        directory: folder.path, file: path,
        arguments: toolchain.editorArguments(for: path, used: used(exercise)))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes, .sortedKeys]
    let data = try encoder.encode(entries)
    let url = editorSettings
    // sourcekit-lsp starts over when the file changes; leave it alone if nothing did.
    if (try? Data(contentsOf: url)) != data { try data.write(to: url, options: .atomic) }
  }

  /// Does what writes in the folder; where that is not allowed, the folder was not the right one to name.
  ///
  /// - Throws: `UsageError` then; what else goes wrong, as a full disk, as it is.
  private func writing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as CocoaError {
      guard let code = (error.underlying as? POSIXError)?.code, ![.ENOSPC, .EDQUOT, .EIO].contains(code) else {
        throw error
      }
      throw UsageError("\(inWords(error)). mllab writes in your folder; another one is named by --workspace.")
    }
  }

  private func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  private func write(_ bytes: Data, to url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url, options: .atomic)
  }
}
