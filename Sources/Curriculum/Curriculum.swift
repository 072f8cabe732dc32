public import Foundation

/// The roadmap as a tree of phases, topics and exercises, read from a folder.
///
/// The folder is the registry: an exercise is there because its folder is. Every property is in learning order.
public struct Curriculum: Sendable, Encodable {
  public let roadmap: Roadmap
  public let phases: [Phase]
  /// All exercises, each after everything it needs. Where `needs` leaves a choice, phase, topic, `order` and name decide.
  public let exercises: [Exercise]
  private let places: [String: Int]

  /// Puts exercises into learning order and each into its topic.
  ///
  /// - Parameters:
  ///   - roadmap: the root's page.
  ///   - phases: in order, their topics without exercises.
  ///   - exercises: in the order of phases, topics, `order` and name; without circles.
  init(roadmap: Roadmap, phases: [Phase], exercises: [Exercise]) {
    let exercises = LearningOrder.sorted(exercises).order
    let byTopic = Dictionary(grouping: exercises, by: \.topicSlug)
    self.roadmap = roadmap
    self.phases = phases.map { phase in
      var phase = phase
      for t in phase.topics.indices { phase.topics[t].exercises = byTopic[phase.topics[t].slug] ?? [] }
      return phase
    }
    self.exercises = exercises
    places = Dictionary(exercises.indices.map { (exercises[$0].slug, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a tree that has to be faultless.
  ///
  /// - Parameter folder: holds `roadmap.md` and a folder a phase.
  /// - Throws: `CurriculumError` with everything that is wrong.
  public init(at folder: URL) throws(CurriculumError) {
    let (curriculum, problems) = Self.load(at: folder)
    guard problems.isEmpty else { throw CurriculumError(problems: problems) }
    self = curriculum
  }

  /// Reads what can be read of a tree, so that one broken exercise does not hide the others.
  ///
  /// - Parameter folder: holds `roadmap.md` and a folder a phase.
  /// - Returns: the tree without the exercises that a problem names, and the problems in the order of the tree.
  public static func load(at folder: URL) -> (curriculum: Curriculum, problems: [Problem]) {
    var reader = TreeReader()
    let curriculum = reader.read(TreeFolder(root: folder))
    return (curriculum, reader.problems)
  }

  /// In learning order: phase by phase.
  public var topics: [Topic] { phases.flatMap(\.topics) }

  public func exercise(named slug: String) -> Exercise? { places[slug].map { exercises[$0] } }

  public func topic(named slug: String) -> Topic? { phases.lazy.flatMap(\.topics).first { $0.slug == slug } }

  /// The phase whose folder has this name, with or without its number.
  public func phase(named slug: String) -> Phase? {
    phases.first { $0.slug == slug || $0.slug.drop { $0.isNumber }.dropFirst() == slug }
  }

  /// The exercises and topics that somebody who typed `name` probably meant, best first.
  public func nearestNames(to name: String, limit: Int = 3) -> [String] {
    names(near: name, among: exercises.map(\.slug) + topics.map(\.slug), limit: limit)
  }

  /// Everything that is to be done before an exercise, in learning order.
  public func everythingNeeded(by exercise: Exercise) -> [Exercise] { everything(from: exercise, \.needs) }

  /// Every exercise whose file is compiled in with this one's, those they use included, in learning order.
  public func everythingUsed(by exercise: Exercise) -> [Exercise] { everything(from: exercise, \.uses) }

  private func everything(from exercise: Exercise, _ arrows: (Exercise) -> [String]) -> [Exercise] {
    guard let start = places[exercise.slug] else { return [] }
    let arrows = exercises.map { arrows($0).compactMap { places[$0] } }
    return reached(from: start, by: arrows).sorted().map { exercises[$0] }
  }

  private enum CodingKeys: String, CodingKey { case roadmap, phases }
}
