import Testing

@testable import Curriculum

@Suite struct DraftTests {
  /// The one exercise `norms` of a tree, with its problems in words.
  private func problems(_ text: String) throws -> [String] {
    let tree = try FixtureTree(["1-phase/first/norms/exercise.md": text])
    let (curriculum, problems) = tree.load()
    #expect(curriculum.exercises.isEmpty == !problems.isEmpty)
    #expect(problems.allSatisfy { $0.exercise == "norms" })
    return problems.map { $0.description.replacing("1-phase/first/norms/", with: "") }
  }

  @Test func `reads every key of the front matter`() throws {
    let tree = try FixtureTree([
      "1-phase/first/dot-product/exercise.md": FixtureTree.exercise(),
      "1-phase/first/norms/exercise.md": """
      ---
      title: "Norms: three of them"
      needs: [dot-product]        # to be done before
      uses: [dot-product]
      kind: fix
      minutes: 20
      competencies: [deep-learning]
      source: Goodfellow, Bengio, Courville, Deep Learning (2016), §2.5
      order: 3
      data: [nist, ames]
      ---
      \(FixtureTree.body)
      """,
    ])
    let (curriculum, problems) = tree.load()
    #expect(problems.isEmpty)
    let norms = try #require(curriculum.exercise(named: "norms"))
    #expect(norms.title == "Norms: three of them")
    #expect(norms.needs == ["dot-product"] && norms.uses == ["dot-product"])
    #expect(norms.kind == .fix && norms.minutes == 20 && norms.order == 3)
    #expect(norms.competencies == ["deep-learning"] && norms.data == ["nist", "ames"])
    #expect(norms.source == "Goodfellow, Bengio, Courville, Deep Learning (2016), §2.5")
    #expect(norms.phaseSlug == "1-phase" && norms.topicSlug == "first")
    #expect(norms.statement == "Statement." && norms.hints == ["One.", "Two.", "Three."])
  }

  @Test func `reports a missing title, kind, minutes and competencies together`() throws {
    #expect(
      try problems("---\nsource: Somewhere\n---\n\(FixtureTree.body)") == [
        "exercise.md:2: competencies is missing; expected a line such as \"competencies: [machine-learning-algorithms]\"",
        "exercise.md:2: kind is missing; expected a line such as \"kind: implement\"",
        "exercise.md:2: minutes is missing; expected a line such as \"minutes: 15\"",
        "exercise.md:2: title is missing; expected a line such as \"title: Softmax that does not overflow\"",
      ])
  }

  @Test(arguments: [
    ("mintues: 15", "unknown key \"mintues\"; did you mean \"minutes\"?"),
    (
      "colour: red",
      "unknown key \"colour\"; known are title, needs, uses, kind, minutes, competencies, source, order, data, forbids"
    ),
    ("forbids: [x.y]", "forbids: expected a library or a name such as sorted, found \"x.y\""),
    ("needs: norms", "needs: expected a list such as [dot-product, norms], found \"norms\""),
    ("needs: {a: b}", "needs: expected a list such as [dot-product, norms], found keys and values"),
    ("data: [[a]]", "data: expected a text in the list, found a list"),
    ("data: [nist, nist]", "data: \"nist\" stands in the list twice"),
    ("source: [a, b]", "source: expected a text, found a list"),
    ("order: first", "order: expected a whole number from 0 to 9999, found \"first\""),
    ("order: 1.5", "order: expected a whole number from 0 to 9999, found \"1.5\""),
    ("title: Again", "the front matter is not YAML: \"title\" stands there twice"),
    ("source: Part: two", "the front matter is not YAML: a text that holds \": \" wants quotes around it"),
    ("source: @home", "the front matter is not YAML: a text that starts with this sign wants quotes around it"),
    ("data: [nist", "the front matter is not YAML: did not find expected ',' or ']'"),
  ])
  func `says which line is wrong and what was expected`(line: String, message: String) throws {
    let found = try problems(FixtureTree.exercise(line))
    #expect(found.count == 1)
    #expect(found.first?.hasSuffix(": " + message) == true, "\(found)")
    #expect(found.first?.hasPrefix("exercise.md:") == true)
  }

  @Test func `points at the line in the file, not in the front matter`() throws {
    #expect(
      try problems(FixtureTree.exercise("source: Here\norder: first"))
        == ["exercise.md:7: order: expected a whole number from 0 to 9999, found \"first\""])
  }

  @Test(arguments: [
    ("implment", "; did you mean implement?"), ("Fix", "; did you mean fix?"), ("essay", ""),
  ])
  func `knows seven kinds and guesses at a misspelt one`(word: String, guess: String) throws {
    let text = FixtureTree.exercise().replacing("kind: implement", with: "kind: \(word)")
    #expect(
      try problems(text) == [
        "exercise.md:3: kind: expected one of implement, fix, predict, test, optimise, project, quiz, "
          + "found \"\(word)\"\(guess)"
      ])
  }

  @Test(arguments: ["soon", "0", "-5", "1e3"])
  func `takes minutes as a whole number of at least one`(minutes: String) throws {
    let text = FixtureTree.exercise().replacing("minutes: 15", with: "minutes: \(minutes)")
    #expect(
      try problems(text) == ["exercise.md:4: minutes: expected a whole number from 1 to 6000, found \"\(minutes)\""])
  }

  @Test func `wants a statement, and three hints that are not empty`() throws {
    #expect(
      try problems(FixtureTree.exercise(body: "## Hint\nOne.\n## Hint\n## Hint\nThree.")) == [
        "exercise.md:7: there is no statement before the first \"## Hint\"", "exercise.md:9: this hint is empty",
      ])
    #expect(
      try problems(FixtureTree.exercise(body: "Statement.\n## Hint\nOne.\n## Hint\nTwo.")) == [
        "exercise.md:10: expected 3 or more hints, each under a heading \"## Hint\", found 2"
      ])
    #expect(
      try problems(FixtureTree.exercise(body: "Statement.")) == [
        "exercise.md:7: expected 3 or more hints, each under a heading \"## Hint\", found 0"
      ])
  }

  @Test func `takes a heading that only looks like a hint's for a mistake`() throws {
    let body = "Statement.\n## Hint 1\nOne.\n## hints\n## Hint\nOne.\n## Hint\nTwo.\n## Hint\nThree."
    #expect(
      try problems(FixtureTree.exercise(body: body)) == [
        "exercise.md:8: expected the heading \"## Hint\", found \"## Hint 1\"",
        "exercise.md:10: expected the heading \"## Hint\", found \"## hints\"",
      ])
  }
}
