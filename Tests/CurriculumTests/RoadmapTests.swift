import Curriculum
import Foundation
import Testing

/// The real tree against the roadmap it serves.
@Suite struct RoadmapTests {
  private static let here = URL(filePath: #filePath).deletingLastPathComponent()
  private static let exercises = here.appending(path: "../../Sources/Curriculum/Exercises").standardizedFileURL
  private let curriculum = Curriculum.load(at: exercises).curriculum

  @Test func `loads without problems`() {
    let problems = Curriculum.load(at: Self.exercises).problems
    #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
  }

  @Test func `holds every item of the roadmap, with its link`() throws {
    let wanted = try String(contentsOf: Self.here.appending(path: "roadmap-items.txt"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let found = Set(items(of: curriculum, wanted: Set(wanted)))
    let missing = wanted.filter { !found.contains($0) }
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
    // Nothing is put into the roadmap's mouth either.
    let invented = found.subtracting(wanted).filter { !$0.contains("> outcome: ") }.sorted()
    #expect(invented.isEmpty, "\(invented.joined(separator: "\n"))")
  }

  @Test func `keeps the phases in order`() {
    #expect(
      curriculum.phases.map(\.slug)
        == ["0-foundation", "1-mathematics-and-programming", "2-machine-learning", "3-production", "4-portfolio"])
    #expect(curriculum.phases.map(\.order) == [0, 1, 2, 3, 4])
  }

  @Test func `numbers the topics of each phase without gaps`() {
    for phase in curriculum.phases {
      #expect(phase.topics.map(\.order) == Array(1...phase.topics.count), "\(phase.slug)")
    }
  }

  @Test func `tells of each topic what it is for and what one can do after it`() {
    let competencies = Set(curriculum.roadmap.competencies.map(\.slug))
    for topic in curriculum.topics {
      #expect(topic.track != nil && !topic.covers.isEmpty, "\(topic.slug)")
      #expect(!topic.outcomes.isEmpty && !topic.competencies.isEmpty && !topic.reading.isEmpty, "\(topic.slug)")
      #expect(topic.summary.count > 100, "\(topic.slug)")
      #expect(competencies.isSuperset(of: topic.competencies), "\(topic.slug)")
    }
  }

  @Test func `spends each module's weeks on its topics`() {
    for phase in curriculum.phases {
      for module in phase.modules {
        guard let weeks = module.weeks else { continue }
        let tracks = module.tracks.map(\.title)
        let spent = phase.topics.filter { tracks.contains($0.track ?? "") }.compactMap(\.weeks).reduce(0, +)
        #expect(spent == Double(weeks), "\(module.title)")
      }
    }
  }

  /// The tree in the form of roadmap-items.txt: the way to an item, what it is, its link.
  ///
  /// A link that the roadmap does not give is left out.
  private func items(of curriculum: Curriculum, wanted: Set<String>) -> [String] {
    func join(_ parts: String...) -> String {
      parts.enumerated().filter { $0 == 0 || $1 != parts[$0 - 1] }.map(\.1).joined(separator: " > ")
    }
    func link(_ link: String?) -> String { link.map { " <\($0)>" } ?? "" }
    var items: [String] = []
    for phase in curriculum.phases {
      items.append(phase.title + (phase.duration.map { " (\($0))" } ?? ""))
      for module in phase.modules {
        items.append(join(phase.title, module.title) + (module.weeks.map { " (\($0) weeks)" } ?? ""))
        items += phase.outcomes.map { join(phase.title, module.title, "outcome: \($0)") }
        for track in module.tracks {
          let place = join(phase.title, module.title, track.title)
          if track.title != module.title { items.append(place) }
          if let course = track.course {
            let access = course.access.map { " \($0)" } ?? ""
            items.append("\(place) > course: \(course.title)\(link(course.link))\(access)")
          }
          items += track.projects.map { "\(place) > project: \($0.title)" }
          let covered = phase.topics.filter { $0.track == track.title }.flatMap(\.covers)
          items += covered.map { phase.outcomes.contains($0) ? "\(place) > outcome: \($0)" : "\(place) > topic: \($0)" }
        }
      }
    }
    items += curriculum.roadmap.competencies.map { "Core Competencies > \($0.group) > \($0.title)" }
    for section in curriculum.roadmap.sections {
      items += section.items.map { item in
        let place = "\(section.part) > \(section.title) > \(item.title)"
        return wanted.contains(place) ? place : place + link(item.link)
      }
    }
    return items
  }
}
