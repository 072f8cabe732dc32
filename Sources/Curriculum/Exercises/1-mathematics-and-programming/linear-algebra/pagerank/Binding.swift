@testable import Checks
@testable import func Learner.pagerank
@testable import struct SparseMatrix.CSRMatrix

@main enum Program {
  static func main() {
    PageRank.grade(
      Submission(
        pagerank: .init { links, damping, tolerance, stepLimit in
          let links = try CSRMatrix(rows: links.pages, columns: links.pages, triplets: links.triplets)
          return try pagerank(links, damping: damping, tolerance: tolerance, stepLimit: stepLimit)
        }))
  }
}
