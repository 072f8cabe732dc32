import Curriculum
import Foundation
import Testing

@Suite struct TreeReaderTests {
  private func problems(_ files: [String: String]) throws -> [String] {
    try FixtureTree(files).load().problems.map(\.description)
  }

  @Test func `takes each folder with a page for what it is`() throws {
    let tree = try FixtureTree([
      "1-phase/first/norms/exercise.md": FixtureTree.exercise(), "README.md": "Ignored.",
      "1-phase/first/.hidden/x": "", "1-phase/first/_cache/x": "", "1-phase/first/norms/Solution.swift": "",
    ])
    let (curriculum, problems) = tree.load()
    #expect(problems.isEmpty)
    #expect(curriculum.phases.map(\.slug) == ["1-phase"])
    #expect(curriculum.topics.map(\.slug) == ["first", "second"])
    #expect(curriculum.topics.map(\.isReading) == [false, true])
    #expect(curriculum.exercise(named: "norms")?.exerciseURL.path.hasSuffix("/1-phase/first/norms/exercise.md") == true)
  }

  @Test func `keeps everything else when an exercise is broken`() throws {
    let tree = try FixtureTree([
      "1-phase/first/norms/exercise.md": FixtureTree.exercise("order: x"),
      "1-phase/first/dot-product/exercise.md": FixtureTree.exercise("needs: [norms]"),
    ])
    let (curriculum, problems) = tree.load()
    #expect(curriculum.exercises.map(\.slug) == ["dot-product"])
    #expect(problems.map(\.exercise) == ["norms"])
    #expect(throws: CurriculumError.self) { try tree.loadStrictly() }
  }

  @Test func `throws all problems at once, in the order of the files`() throws {
    let tree = try FixtureTree([
      "1-phase/first/norms/exercise.md": FixtureTree.exercise("order: x\ncolour: red"),
      "1-phase/first/dot-product/exercise.md": "",
    ])
    let error = try #require(throws: CurriculumError.self) { try tree.loadStrictly() }
    #expect(error.problems.map(\.exercise) == ["dot-product", "norms", "norms"])
    #expect(error.description.split(separator: "\n").count == 3)
    #expect(error.description.hasPrefix("1-phase/first/dot-product/exercise.md:1: expected front matter"))
  }

  @Test func `shows a topic under its folder's name when its page is broken`() throws {
    let tree = try FixtureTree([
      "1-phase/first/topic.md": "No front matter.", "1-phase/first/norms/exercise.md": FixtureTree.exercise(),
    ])
    let (curriculum, problems) = tree.load()
    #expect(curriculum.topic(named: "first")?.title == "first")
    #expect(curriculum.exercises.map(\.slug) == ["norms"])
    #expect(
      problems.map(\.description) == [
        "1-phase/first/topic.md:1: expected front matter between two lines of \"---\", found \"No front matter.\""
      ])
  }

  @Test func `misses the page of a folder`() throws {
    #expect(
      try problems(["2-next/third/norms/notes.txt": ""]) == [
        "2-next/phase.md: the file is missing or not UTF-8",
        "2-next/third/norms/exercise.md: the file is missing or not UTF-8",
        "2-next/third/topic.md: the file is missing or not UTF-8",
      ])
  }

  @Test func `says that there is no tree`() {
    let problems = Curriculum.load(at: URL(filePath: "/nonexistent")).problems
    #expect(problems.map(\.description) == ["roadmap.md: the file is missing or not UTF-8"])
  }

  @Test func `refuses a second folder of the same name, wherever it is`() throws {
    #expect(
      try problems([
        "1-phase/first/norms/exercise.md": FixtureTree.exercise(),
        "1-phase/second/norms/exercise.md": FixtureTree.exercise(),
        "1-phase/second/first/exercise.md": FixtureTree.exercise(),
      ]) == [
        "1-phase/second/first: the name \"first\" is taken by 1-phase/first; names are unique in the whole tree",
        "1-phase/second/norms: the name \"norms\" is taken by 1-phase/first/norms; names are unique in the whole tree",
      ])
  }

  @Test(arguments: ["Norms", "l1_norm", "norms-", "two--hyphens", "größe", "a b"])
  func `refuses a name that is no slug`(name: String) throws {
    #expect(
      try problems(["1-phase/first/\(name)/exercise.md": FixtureTree.exercise()]) == [
        "1-phase/first/\(name): expected a name of small letters, digits and single hyphens, found \"\(name)\""
      ])
  }

  @Test(arguments: [
    (
      "1-phase/phase.md", "order: 1",
      "1-phase/phase.md:2: title is missing; expected a line such as "
        + "\"title: Machine Learning & Deep Learning\""
    ),
    (
      "1-phase/phase.md", "title: T\norder: 1\nmodules:\n  - {title: M, tracks: [{}]}",
      "1-phase/phase.md:5: title is missing; expected a line such as \"title: Neural Networks\""
    ),
    (
      "1-phase/second/topic.md", "title: T\norder: 1\ntrack: Tea",
      "1-phase/second/topic.md:4: track: expected one of \"T\", found \"Tea\""
    ),
    (
      "1-phase/second/topic.md", "title: T\norder: 1\nreading: Deep Learning",
      "1-phase/second/topic.md:4: reading: expected a list of records, each starting with \"- title:\", "
        + "found \"Deep Learning\""
    ),
    (
      "1-phase/second/topic.md", "title: T\norder: 1\nreading:\n  - Deep Learning",
      "1-phase/second/topic.md:5: reading: expected keys and values such as {title: …}, found \"Deep Learning\""
    ),
    (
      "1-phase/second/topic.md", "title: T\norder: 1\nreading:\n  - title: A\n    pages: 3",
      "1-phase/second/topic.md:6: unknown key \"pages\"; known are title, author, chapter, link"
    ),
    (
      "1-phase/second/topic.md", "title: T\norder: 1\nweeks: -1",
      "1-phase/second/topic.md:4: weeks: expected a number greater than 0, found \"-1\""
    ),
    (
      "roadmap.md", "title: R\nsections:\n  - title: S\n    part: P\n    items: [{link: x}]",
      "roadmap.md:6: title is missing; expected a line such as \"title: Kaggle\""
    ),
  ])
  func `says what is wrong with a page`(file: String, frontMatter: String, message: String) throws {
    #expect(try problems([file: "---\n\(frontMatter)\n---\n"]).contains(message))
  }
}
