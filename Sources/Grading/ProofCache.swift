import ContentHash
import Curriculum
import Foundation
import Sandbox

/// Results about exercises, kept by the content that they follow from: a file changed anywhere below makes a new key.
public struct ProofCache: Sendable {
  let folder: String
  /// The toolkit, the datasets' manifest and the tool itself: what all results follow from.
  private let foundation: String

  /// - Parameter grader: whose toolkit, caches and datasets are used.
  /// - Throws: what cannot be read.
  public init(_ grader: Grader) throws {
    folder = "\(grader.builds.toolchain.cache)/proofs"
    let tool = try FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path)
    let manifest = (try? Data(contentsOf: URL(fileURLWithPath: "\(grader.dataFolder)/MANIFEST.csv"))) ?? Data()
    foundation = [
      grader.builds.toolchain.version, SHA256.hex(Array(manifest)), "\(tool[.size] ?? 0)",
      "\((tool[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)",
    ].joined(separator: "\n")
  }

  /// The key of a result about an exercise.
  ///
  /// - Parameters:
  ///   - kind: of result, with what it was asked: "proof 1,2,3".
  ///   - exercise: its folder's files count, and those of what it uses.
  ///   - curriculum: where its `uses` are.
  /// - Returns: a file's name.
  /// - Throws: what cannot be read.
  public func key(_ kind: String, of exercise: Exercise, in curriculum: Curriculum) throws -> String {
    var hash = SHA256()
    hash.update("\(foundation)\n\(kind)\n".utf8)
    func add(_ exercise: Exercise) throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: exercise.folder.path).sorted() {
        hash.update("\(exercise.slug)/\(name)\n".utf8)
        hash.update(try Data(contentsOf: exercise.folder.appending(path: name)))
      }
      for used in exercise.uses { if let used = curriculum.exercise(named: used) { try add(used) } }
    }
    try add(exercise)
    return "\(exercise.slug)-\(hash.finalizeHex().prefix(24)).json"
  }

  /// What is kept under a key; nil if nothing is, or nothing that can be read.
  public func result<Result: Decodable>(_ key: String) -> Result? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(key)")) else { return nil }
    return try? JSONDecoder().decode(Result.self, from: data)
  }

  /// Keeps a result; one that cannot be written is found anew next time.
  public func keep(_ result: some Encodable, under key: String) {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let url = URL(fileURLWithPath: "\(folder)/\(key)")
    try? JSONEncoder().encode(result).write(to: url, options: .atomic)
  }
}
