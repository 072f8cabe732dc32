import Curriculum
import Foundation

/// The exercises whose models can be measured: those with a file of their name in Benchmarks/Models.
struct ModelBenchmarks {
  let exercises: [Exercise]

  /// What every one of them is compiled with.
  static let harness = ["Harness.swift", "Laws.swift"]
  static func folder(_ lab: Lab) -> URL { lab.home.appendingPathComponent("Benchmarks/Models") }

  /// Those of these names, or all; in the order of the road.
  ///
  /// - Throws: `UsageError` with the nearest name, `LabError` if the folder is not there.
  init(_ words: [String], _ lab: Lab, _ curriculum: Curriculum) throws {
    let folder = Self.folder(lab)
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw LabError("There is no folder \(folder.path).")
    }
    let all = curriculum.exercises.filter { files.contains("\($0.slug).swift") }
    for word in words where !all.contains(where: { $0.slug == word }) {
      let nearest = names(near: word, among: all.map(\.slug), limit: 2)
      let offer = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: " or "))?"
      throw UsageError(
        "There is no model \"\(word)\".\(offer) All of them: \(all.map(\.slug).joined(separator: ", "))")
    }
    exercises = words.isEmpty ? all : all.filter { words.contains($0.slug) }
  }
}
