import Grading
struct Roadmap {
  let study: Study
  init(_ study: Study) throws { self.study = study }
  func words(ink: Ink, width: Int, current: String?) -> [String] { study.curriculum.exercises.map(\.slug) }
}
