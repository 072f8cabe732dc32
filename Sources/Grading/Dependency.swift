import Curriculum
import Foundation
import Sandbox

/// An earlier exercise's code that goes into a program, and where it came from.
public struct Dependency: Sendable {
  public let module: UsedModule
  let exercise: Exercise
  /// The modules it uses itself.
  let uses: [UsedModule]
  /// Why it is not the learner's own; nil if it is.
  let reasonForReference: String?

  var isOwn: Bool { reasonForReference == nil }
}

extension [Dependency] {
  /// Which of them are the reference and why, a sentence for each reason.
  public var notes: [String] {
    let reasons = compactMap(\.reasonForReference).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return reasons.map { reason in
      let names = filter { $0.reasonForReference == reason }.map(\.exercise.slug)
      let list = (names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " : "") + (names.last ?? "")
      return "\(list): the reference is used, not yours (\(reason))."
    }
  }
}

extension Grader {
  /// The modules of an exercise's `uses`, compiled now or before.
  ///
  /// - Parameters:
  ///   - exercise: whose.
  ///   - curriculum: where they are found.
  ///   - reason: why the reference is used where `passed` gives nothing.
  ///   - passed: the learner's own text of an exercise, or nil.
  /// - Returns: the modules, each after those it uses itself.
  /// - Throws: `ToolchainError` if a reference does not compile.
  public func dependencies(
    of exercise: Exercise, in curriculum: Curriculum, otherwise reason: String = "not passed yet",
    passed: (String) throws -> String?
  ) throws -> [Dependency] {
    try builds.dependencies(on: exercise.uses, in: curriculum, otherwise: reason, passed: passed)
  }
}

extension Builds {
  /// The modules of these exercises, each after those it uses itself.
  ///
  /// `passed` gives the learner's own text of an exercise, nil for "take the reference, for this reason". With `onlyKept`
  /// nothing is compiled now. Throws `ToolchainError` if a reference does not compile, or was not compiled before.
  public func dependencies(
    on slugs: [String], in curriculum: Curriculum, onlyKept: Bool = false, otherwise reason: String = "not passed yet",
    passed: (String) throws -> String?
  ) throws -> [Dependency] {
    var found: [String: Dependency] = [:]
    var order: [String] = []
    func visit(_ slugs: [String]) throws -> [UsedModule] {
      var modules: [UsedModule] = []
      for slug in slugs {
        guard let used = curriculum.exercise(named: slug) else { continue }
        let below = try visit(used.uses)
        if found[slug] == nil {
          found[slug] = try dependency(on: used, uses: below, own: try passed(slug), onlyKept: onlyKept, reason)
          order.append(slug)
        }
        modules += below + [found[slug]?.module].compactMap { $0 }
      }
      return modules.reduce(into: []) { unique, module in if !unique.contains(module) { unique.append(module) } }
    }
    _ = try visit(slugs)
    return order.compactMap { found[$0] }
  }

  private func dependency(
    on exercise: Exercise, uses: [UsedModule], own: String?, onlyKept: Bool, _ reason: String
  ) throws -> Dependency {
    var reason = reason
    if let own {
      do {
        return Dependency(
          module: try module(of: exercise, Array(own.utf8), uses: uses, onlyKept: onlyKept), exercise: exercise,
          uses: uses, reasonForReference: nil)
      } catch is ToolchainError {
        reason = "yours does not compile any more"
      }
    }
    return Dependency(
      module: try reference(for: exercise, uses: uses, onlyKept: onlyKept), exercise: exercise, uses: uses,
      reasonForReference: reason)
  }

  /// The reference's module of an exercise.
  func reference(for exercise: Exercise, uses: [UsedModule], onlyKept: Bool = false) throws -> UsedModule {
    try module(of: exercise, Array(Data(contentsOf: exercise.solutionURL)), uses: uses, onlyKept: onlyKept)
  }

  private func module(
    of exercise: Exercise, _ bytes: [UInt8], uses: [UsedModule], onlyKept: Bool
  ) throws -> UsedModule {
    try used(module: exercise.moduleName, bytes, fileName: Grader.fileName(exercise), uses: uses, onlyKept: onlyKept)
  }
}

extension Exercise {
  /// `dot-product` as a module: DotProduct.
  var moduleName: String {
    slug.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
