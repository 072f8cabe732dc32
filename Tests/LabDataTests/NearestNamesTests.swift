import Testing

@testable import LabData

@Suite struct NearestNamesTests {
  /// Wagner and Fischer's distance; "kitten" to "sitting" is the customary example.
  @Test(arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("ab", "ba", 2)])
  func `counts the letters that change`(a: String, b: String, distance: Int) {
    #expect(editDistance(a, b) == distance)
  }

  @Test func `puts the same name in other letters first`() {
    #expect(nearestNames(to: "Mass", among: ["mash", "mass", "length"]) == ["mass", "mash"])
  }

  @Test func `offers nothing that does not resemble`() {
    #expect(nearestNames(to: "temperature", among: ["mass", "flag"]).isEmpty)
    #expect(nearestNames(to: "a", among: []).isEmpty)
  }
}
