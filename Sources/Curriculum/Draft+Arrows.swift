/// What no single file can tell: whether names exist, and where arrows lead.
extension [Draft] {
  /// Puts them in the order of phases, topics, `order` and name.
  mutating func sort(by phases: [Phase]) {
    let topics = phases.flatMap(\.topics).enumerated().map { ($1.slug, $0) }
    let places = Dictionary(topics, uniquingKeysWith: { first, _ in first })
    let ranks = map { (places[$0.topicSlug] ?? .max, $0.exercise?.order ?? .max, $0.slug) }
    self = indices.sorted { ranks[$0] < ranks[$1] }.map { self[$0] }
  }

  mutating func checkCompetencies(_ roadmap: Roadmap) {
    let known = roadmap.competencies.map(\.slug)
    for i in indices {
      for name in self[i].exercise?.competencies ?? [] where !known.contains(name) {
        self[i].report(name, in: "competencies", unknown(name, known, "no competency of the roadmap"))
      }
    }
  }

  /// Checks that each need exists, and that each use is needed, directly or through others.
  mutating func checkArrows() {
    let known = map(\.slug)
    let places = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let needs = map { draft in (draft.exercise?.needs ?? []).compactMap { places[$0] } }
    for i in indices {
      for name in self[i].exercise?.needs ?? [] where places[name] == nil {
        self[i].report(name, in: "needs", unknown(name, known, "no exercise in the tree"))
      }
    }
    let isBroken = map { !$0.problems.isEmpty }
    for i in indices {
      guard let exercise = self[i].exercise, !exercise.uses.isEmpty else { continue }
      let before = reached(from: i, by: needs)
      // What a broken exercise needs may not be known, so nothing can be said past it.
      let isPastBroken = isBroken[i] || before.contains { isBroken[$0] }
      for name in exercise.uses {
        if let place = places[name] {
          guard !isPastBroken, !before.contains(place) else { continue }
          self[i].report(name, in: "uses", "\"\(name)\" is not needed, directly or through others; add it to needs")
        } else {
          self[i].report(name, in: "uses", unknown(name, known, "no exercise in the tree"))
        }
      }
    }
  }

  /// Reports each circle of needs to everyone in it.
  mutating func checkCycles() {
    var stuck = LearningOrder.sorted(compactMap(\.exercise)).stuck
    while let cycle = LearningOrder.cycle(in: stuck) {
      let round = (cycle + cycle.prefix(1)).joined(separator: " → ")
      for (name, next) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
        guard let i = firstIndex(where: { $0.slug == name }) else { continue }
        self[i].report(next, in: "needs", "a circle: \(round)")
      }
      stuck.removeAll { cycle.contains($0.slug) }
    }
  }

  private func unknown(_ name: String, _ known: [String], _ what: String) -> String {
    let near = names(near: name, among: known, limit: 3).map { "\"\($0)\"" }
    return "\"\(name)\" is \(what)" + (near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))")
  }
}
