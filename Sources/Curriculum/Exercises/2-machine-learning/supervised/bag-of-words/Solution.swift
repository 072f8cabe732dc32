import Glibc

enum VocabularyError: Error, Equatable {
  case noTexts
  /// No word occurs in enough texts.
  case noWords
}

/// The words of a text: lowercase runs of at least two letters and digits, entities replaced first.
///
/// - Parameter text: any text.
/// - Returns: the words in their order, repeated ones as often as they come.
func tokens(_ text: String) -> [String] {
  // BEGIN SOLUTION
  let entities = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
  var plain = ""
  var rest = text[...]
  while let first = rest.first {
    if first == "&", let (name, character) = entities.first(where: { rest.hasPrefix($0.0) }) {
      plain += character
      rest = rest.dropFirst(name.count)
    } else {
      plain.append(first)
      rest = rest.dropFirst()
    }
  }
  var words: [String] = []
  var word = ""
  for character in plain.lowercased() + " " {
    if character.isLetter || character.isNumber {
      word.append(character)
    } else {
      if word.count >= 2 { words.append(word) }
      word = ""
    }
  }
  return words
  // END SOLUTION
}

/// The words that have a column, and how much each says.
struct Vocabulary {
  var columns: [String: Int]
  /// By column.
  var idf: [Double]

  /// How often each text holds each word of the vocabulary.
  ///
  /// - Parameter texts: any number of texts; words without a column are left out.
  /// - Returns: shape (texts, words).
  /// - Throws: what `CSRMatrix` throws; nothing for a vocabulary that was learned.
  func counts(_ texts: [String]) throws -> CSRMatrix {
    // BEGIN SOLUTION
    var triplets: [(row: Int, column: Int, value: Double)] = []
    for (i, text) in texts.enumerated() {
      for word in tokens(text) {
        if let column = columns[word] { triplets.append((i, column, 1)) }
      }
    }
    return try CSRMatrix(rows: texts.count, columns: idf.count, triplets: triplets)
    // END SOLUTION
  }

  /// Counts times idf, each row of Euclidean length 1, or all zeros.
  ///
  /// - Parameter texts: any number of texts; words without a column are left out.
  /// - Returns: shape (texts, words).
  /// - Throws: as `counts`.
  func weights(_ texts: [String]) throws -> CSRMatrix {
    // BEGIN SOLUTION
    let counts = try counts(texts)
    var triplets: [(row: Int, column: Int, value: Double)] = []
    for i in 0..<counts.rows {
      let places = counts.rowStarts[i]..<counts.rowStarts[i + 1]
      var squares = 0.0
      for k in places {
        let weight = counts.values[k] * idf[counts.columnIndices[k]]
        squares += weight * weight
      }
      for k in places {
        let column = counts.columnIndices[k]
        triplets.append((i, column, counts.values[k] * idf[column] / squares.squareRoot()))
      }
    }
    return try CSRMatrix(rows: counts.rows, columns: counts.columns, triplets: triplets)
    // END SOLUTION
  }
}

/// The words of training texts.
///
/// - Parameters:
///   - texts: n ≥ 1 texts.
///   - minDocuments: in how many of them a word must occur, ≥ 1.
/// - Returns: words in ascending order, with idf = log((1 + n)/(1 + df)) + 1.
/// - Throws: `VocabularyError.noTexts`, then `.noWords`.
func learnVocabulary(_ texts: [String], minDocuments: Int) throws -> Vocabulary {
  // BEGIN SOLUTION
  guard !texts.isEmpty else { throw VocabularyError.noTexts }
  var documents: [String: Int] = [:]
  for text in texts {
    for word in Set(tokens(text)) { documents[word, default: 0] += 1 }
  }
  let words = documents.keys.filter { documents[$0, default: 0] >= minDocuments }.sorted()
  guard !words.isEmpty else { throw VocabularyError.noWords }
  var vocabulary = Vocabulary(columns: [:], idf: [])
  for (column, word) in words.enumerated() {
    vocabulary.columns[word] = column
    vocabulary.idf.append(log(Double(1 + texts.count) / Double(1 + documents[word, default: 0])) + 1)
  }
  return vocabulary
  // END SOLUTION
}
