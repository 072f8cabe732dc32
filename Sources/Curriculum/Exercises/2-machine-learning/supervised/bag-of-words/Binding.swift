@testable import Checks
@testable import func Learner.learnVocabulary
@testable import func Learner.tokens
@testable import struct SparseMatrix.CSRMatrix

@main enum Program {
  static func main() {
    Bags.grade(
      Submission(
        tokens: .init { tokens($0) },
        learn: .init { texts, minDocuments in
          let vocabulary = try learnVocabulary(texts, minDocuments: minDocuments)
          return Words(
            words: vocabulary.columns.keys.sorted {
              vocabulary.columns[$0, default: 0] < vocabulary.columns[$1, default: 0]
            },
            columns: vocabulary.columns.values.sorted(), idf: vocabulary.idf)
        },
        counts: .init { corpus, texts in
          rows(try learnVocabulary(corpus.texts, minDocuments: corpus.minDocuments).counts(texts))
        },
        weights: .init { corpus, texts in
          rows(try learnVocabulary(corpus.texts, minDocuments: corpus.minDocuments).weights(texts))
        }))
  }

  private static func rows(_ matrix: CSRMatrix) -> [[Double]] {
    (0..<matrix.rows).map { i in
      var row = [Double](repeating: 0, count: matrix.columns)
      for k in matrix.rowStarts[i]..<matrix.rowStarts[i + 1] { row[matrix.columnIndices[k]] = matrix.values[k] }
      return row
    }
  }
}
