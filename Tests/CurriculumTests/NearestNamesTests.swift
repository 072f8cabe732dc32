import Testing

@testable import Curriculum

@Suite struct NearestNamesTests {
  let known = ["dot-product", "norms", "softmax-regression", "softmax-cross-entropy", "k-means", "cholesky"]

  @Test(arguments: [
    ("dot-prodcut", ["dot-product"]), ("choleski", ["cholesky"]), ("norm", ["norms"]), ("nroms", ["norms"]),
    ("kmeans", ["k-means"]), ("Cholesky", ["cholesky"]),
    ("softmax", ["softmax-regression", "softmax-cross-entropy"]), ("zzz", []), ("", []),
  ])
  func `offers what was probably meant`(typed: String, offered: [String]) {
    #expect(names(near: typed, among: known, limit: 3) == offered)
  }

  @Test func `puts fewer typing errors first, and keeps the order of equals`() {
    let known = ["radiant", "gradients", "gradient"]
    #expect(names(near: "gradient", among: known, limit: 2) == ["gradient", "gradients"])
    #expect(names(near: "aaa", among: ["aab", "aba", "baa"], limit: 2) == ["aab", "aba"])
  }

  @Test func `counts a swap of neighbours as one error`() {
    #expect(names(near: "abc", among: ["acb"], limit: 1) == ["acb"])
    #expect(names(near: "abc", among: ["cba"], limit: 1).isEmpty)
  }
}
