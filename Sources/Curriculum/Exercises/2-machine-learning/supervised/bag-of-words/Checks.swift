import Checking
import Glibc
import LabData

enum VocabularyError: Error, Equatable {
  case noTexts
  case noWords
}

/// The training texts, and in how many of them a word must occur.
struct Corpus {
  var texts: [String]
  var minDocuments = 1
}

/// What the learner's `Vocabulary` says: words in the order of their columns, the columns themselves, and idf.
struct Words: Observable {
  var words: [String]
  var columns: [Int]
  var idf: [Double]

  var observation: Observation { Observation(words.observation, columns.observation, idf.observation) }
}

struct Submission {
  var tokens: Function<String, [String]>
  var learn: Function<[String], Int, Words>
  /// Of training texts and texts: the rows with their zeros.
  var counts: Function<Corpus, [String], [[Double]]>
  var weights: Function<Corpus, [String], [[Double]]>
}

enum Bags: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let texts = ["The cat &amp; the dog", "A dog"]
        expectWords(try s.tokens(texts[0]), ["the", "cat", "the", "dog"], "the tokens of \"\(texts[0])\"")
        expectVocabulary(try s.learn(texts, 1), ["cat", "dog", "the"], [log(1.5) + 1, 1, log(1.5) + 1])
        expect(try s.counts(Corpus(texts: texts), ["dog! DOG, bird"]), equals: [[0, 2, 0]], "bird has no column.")
        expect(try s.weights(Corpus(texts: texts), ["dog! DOG, bird"]), equals: [[0, 1, 0]], within: .ulps(4))
      },
      Check("finds the words of a text") { s in
        for (text, words, advice) in [
          ("Hello, World", ["hello", "world"], "Lowercase, and no punctuation."),
          ("", [], "An empty text has no words."), (" . ! ", [], "No letters, no words."),
          ("a bc d ef", ["bc", "ef"], "A token has at least 2 characters."),
          ("end", ["end"], "The last word counts, too."),
          ("x2 42 7 3d-film", ["x2", "42", "3d", "film"], "Digits belong to words."),
          ("don't stop_now", ["don", "stop", "now"], "Apostrophe and underscore are no letters."),
          ("tom &amp; jerry", ["tom", "jerry"], "&amp; is &, which is no letter; amp is no word."),
          ("R&amp;B AT&T", ["at"], "& parts the letters around it, whether written as an entity or not."),
          ("say &quot;no&quot;", ["say", "no"], "&quot; is a quotation mark; quot is no word."),
          ("it&#39;ll &lt;b&gt;bold", ["it", "ll", "bold"], "&#39; is an apostrophe, &lt; and &gt; are < and >."),
          ("&amp;lt;b", ["lt"], "What comes out of an entity is not read again: this is &lt;b."),
          ("&amp;amp; co", ["amp", "co"], "What comes out is &amp;, and not read again."),
          ("&AMP; sons", ["amp", "sons"], "Entities are replaced before the text is made lowercase; &AMP; is none."),
          ("&copy; &ampere", ["copy", "ampere"], "Only the five entities with their semicolon are replaced."),
          ("5½ m² of Ⅳ", ["5½", "m²", "of"], "Character.isNumber knows fractions and raised digits, too."),
          ("là é e\u{301} 京", ["là"], "Characters are counted: é is one, however many bytes or scalars it has."),
          ("ÉTÉ Straße 東京", ["été", "straße", "東京"], "Letters are those of all scripts."),
          ("&&amp", ["amp"], "An & at the end begins no entity."),
        ] { expectWords(try s.tokens(text), words, "the tokens of \"\(text)\"", advice) }
      },
      Check("learns the words of the training texts") { s in
        let texts = ["red red red blue", "red green", "Blue red", "yellow yellow"]
        let idf = { (df: Double) in log(5 / (1 + df)) + 1 }
        let advice = "df counts texts, each once however often it holds the word; idf = log((1 + n)/(1 + df)) + 1."
        expectVocabulary(
          try s.learn(texts, 1), ["blue", "green", "red", "yellow"], [idf(2), idf(1), idf(3), idf(1)], advice)
        expectVocabulary(
          try s.learn(texts, 2), ["blue", "red"], [idf(2), idf(3)], "In at least two texts: blue and red.")
        expectVocabulary(try s.learn(texts, 3), ["red"], [idf(3)], "In at least three texts: red.")
        expectVocabulary(
          try s.learn(["red", "", "red blue"], 1), ["blue", "red"], [log(4.0 / 2) + 1, log(4.0 / 3) + 1],
          "A text without words is one of the n texts.")
        expectVocabulary(try s.learn(["one two"], 1), ["one", "two"], [1, 1], "One text holds all: log(2/2) + 1.")
        expect(throws: VocabularyError.noTexts, "There is nothing to learn from.") { try s.learn([], 1) }
        expect(throws: VocabularyError.noWords, "No word is in four texts.") { try s.learn(texts, 4) }
        expect(throws: VocabularyError.noWords, "Texts without words.") { try s.learn(["", "a . b"], 1) }
      },
      Check("measures new texts by the training texts") { s in
        let corpus = Corpus(texts: ["red red blue", "red green", "blue sky"])
        let texts = ["Green green RED sun", "", "sun moon", "blue", "sky sky sky blue"]
        expect(
          try s.counts(corpus, texts),
          equals: [[0, 2, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 3]],
          "Columns are those of the training texts: blue, green, red, sky. Other words are left out.")
        let (two, one) = (log(4.0 / 3) + 1, log(4.0 / 2) + 1)
        let (a, b) = (hypot(2 * one, two), hypot(two, 3 * one))
        expect(
          try s.weights(corpus, texts),
          equals: [
            [0, 2 * one / a, two / a, 0], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [two / b, 0, 0, 3 * one / b],
          ],
          within: .absolute(1e-14), "count·idf with the idf of the training texts, then each row divided by its length."
        )
        let none = try s.counts(corpus, [])
        expect(none.count, equals: 0, "No texts, no rows.", what: "the number of rows for no texts")
        expect(
          try s.weights(corpus, []).count, equals: 0, "No texts, no rows.", what: "the number of rows for no texts")
      },
      Check("gives a text the same row alone or among others", holdingFor: 12) { s, draws in
        let words = ["sea", "sun", "sand", "tide", "wind", "rock", "x"]
        let draw = { (draws: inout Draws) in
          (0..<draws.integer(in: 0...6)).map { _ in words[draws.number(below: 7)] }.joined(separator: " ")
        }
        let corpus = Corpus(texts: (0..<4).map { _ in draw(&draws) } + ["sea sun"])
        let texts = (0..<3).map { _ in draw(&draws) }
        let all = try s.weights(corpus, texts)
        expect(
          try texts.flatMap { try s.weights(corpus, [$0]) }, equals: all, within: .absolute(1e-14),
          "Nothing about a row may depend on the other texts that are measured with it.")
        let lengths = all.map { $0.reduce(0) { $0 + $1 * $1 } }
        let counts = try s.counts(corpus, texts)
        expect(
          lengths, equals: counts.map { $0.contains { $0 > 0 } ? 1 : 0 }, within: .absolute(1e-14),
          "Each row has length 1, or no words.", what: "the squared lengths of the rows")
        let doubled = try s.weights(corpus, texts.map { $0 + " " + $0 })
        expect(doubled, equals: all, within: .absolute(1e-14), "A text twice over has the same direction.")
        expect(
          try s.counts(corpus, texts.map { $0.uppercased() + "," + $0 }), equals: counts.map { $0.map { 2 * $0 } },
          "A text twice over has counts twice as large.")
      },
      // Sums of up to 77 rounded weights.
      Check("agrees with scikit-learn on film reviews") { s in
        let texts = try reviews.get()
        let corpus = Corpus(texts: Array(texts[..<120]), minDocuments: 4)
        let others = Array(texts[120..<160])
        expectVocabulary(try s.learn(corpus.texts, 4), referenceWords, referenceIDF)
        let counts = try s.counts(corpus, others)
        let weights = try s.weights(corpus, others)
        expect(
          counts.first.map { row in row.indices.map { j in counts.reduce(0) { $0 + $1[j] } } } ?? [],
          equals: referenceCounts, "Counts of the words of reviews 0 … 119 in reviews 120 … 159.",
          what: "how often each word occurs in 40 reviews")
        expect(
          weights.map { $0.reduce(0, +) }, equals: referenceRows, within: .absolute(1e-12),
          what: "the sums of the weights of 40 reviews")
        expect(
          weights.first.map { row in row.indices.map { j in weights.reduce(0) { $0 + $1[j] } } } ?? [],
          equals: referenceColumns, within: .absolute(1e-12), what: "the sums of the weights of each word")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "idf from the texts to be measured", Way(idfSource: .asked).submission,
        """
        Then a text's row depends on its neighbours, and the test texts have a say in what the model is fed. n and df are \
        those of the training texts.
        """),
      Misconception(
        "the vocabulary of the texts to be measured", Way(wordSource: .asked).submission,
        """
        A model that was trained with these columns cannot read others. The columns are learned once, from the training \
        texts.
        """),
      Misconception(
        "idf without smoothing", Way(idf: { n, df in log(n / df) + 1 }).submission,
        """
        log(n/df) + 1 is another convention. Here one more text that holds every word is imagined: (1 + n)/(1 + df).
        """),
      Misconception(
        "1 not added to the idf", Way(idf: { n, df in log((1 + n) / (1 + df)) }).submission,
        """
        A word that all texts hold then has weight 0 and vanishes; a text of only such words has length 0.
        """),
      Misconception(
        "idf to base 2", Way(idf: { n, df in log2((1 + n) / (1 + df)) + 1 }).submission,
        """
        The logarithm is the natural one; because of the 1 that is added the base is not merely a factor.
        """),
      Misconception(
        "df counts occurrences", Way(countsTexts: false).submission,
        """
        df is the number of *texts* that hold the word: ten times in one text is one text. Count over a set of its tokens.
        """),
      Misconception(
        "in more than minDocuments texts", Way(isStrict: true).submission,
        """
        A word in exactly minDocuments texts belongs to the vocabulary.
        """),
      Misconception(
        "minDocuments ignored", Way(usesMinimum: false).submission,
        """
        Words in fewer than minDocuments training texts get no column: they are mostly misspellings, and half of all words.
        """),
      Misconception(
        "words in the order of their first appearance", Way(sorts: false).submission,
        """
        Columns follow the words sorted by <, so that they do not depend on the order of the texts.
        """),
      Misconception(
        "case kept", Way(lowers: false).submission,
        """
        "The" and "the" are one word: lowercase the text first.
        """),
      Misconception(
        "single characters kept", Way(shortest: 1).submission,
        """
        A token has at least two characters; "a" and the s of "it's" say nothing.
        """),
      Misconception(
        "parted at spaces only", Way(isLetter: { !$0.isWhitespace }).submission,
        """
        "dog!" and "dog" would be two words. A token is a run of letters and digits; all else parts.
        """),
      Misconception(
        "digits part words", Way(isLetter: { $0.isLetter }).submission,
        """
        Digits belong to tokens: "3d" and "2001" are words.
        """),
      Misconception(
        "letters of ASCII only", Way(isLetter: { $0.isASCII && ($0.isLetter || $0.isNumber) }).submission,
        """
        "été" has three letters. Ask `isLetter`, which knows all scripts.
        """),
      Misconception(
        "entities left in", Way(entities: .none).submission,
        """
        "&amp;" would leave the word amp and "&quot;" the word quot in the vocabulary. Replace entities before you look for \
        words.
        """),
      Misconception(
        "entities replaced one name after the other", Way(entities: .repeated).submission,
        """
        After "&amp;lt;" has become "&lt;", the next replacement makes it "<". Go through the text once; what came out of \
        an entity is text.
        """),
      Misconception(
        "lowercase before the entities", Way(lowersFirst: true).submission,
        """
        "&AMP;" is no entity, but becomes one in lowercase. Replace first, then make the text lowercase.
        """),
      Misconception(
        "only digits for numbers", Way(isLetter: { $0.isLetter || $0.isWholeNumber }).submission,
        """
        ½ is a number, too: ask `isNumber`, as the statement says.
        """),
      Misconception(
        "bytes counted", Way(length: { $0.utf8.count }).submission,
        """
        "é" is one character of two bytes: no token. Ask the text's own `count`.
        """),
      Misconception(
        "texts without words not counted", Way(countsEmpty: false).submission,
        """
        n is the number of texts. A text without words is one in which each word is missing.
        """),
      Misconception(
        "the last word lost", Way(keepsLast: false).submission,
        """
        A word ends at the end of the text, too: append what has been gathered after the loop.
        """),
      Misconception(
        "presence for counts", Way(isBinary: true).submission,
        """
        A word that occurs three times counts 3.
        """),
      Misconception(
        "rows not normalised", Way(norm: .none).submission,
        """
        Long texts would have long rows. Divide each by its Euclidean length.
        """),
      Misconception(
        "rows divided by their sum", Way(norm: .sum).submission,
        """
        The length is √Σ w², not Σ w: the product of two rows is then the cosine of their angle.
        """),
      Misconception(
        "normalised before the idf", Way(norm: .early).submission,
        """
        The row is to have length 1 *after* the idf.
        """),
      Misconception(
        "0/0 for a text without known words", Way(guardsZero: false).submission,
        """
        A row of zeros has length 0. It stays a row of zeros.
        """),
      Misconception(
        "rows of texts without known words left out", Way(dropsEmpty: true).submission,
        """
        One row a text, whatever it holds: else the rows no longer belong to the labels.
        """),
      Misconception(
        "an empty vocabulary accepted", Way(looksAtWords: false).submission,
        """
        Without columns every text is the same nothing. Say so while the training texts are at hand.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("dense rows, and runs found by splitting", Way(isSplitting: true).submission)]
  }
}

// MARK: - Parts of the checks

private func expectWords(
  _ got: @autoclosure () throws -> [String], _ right: [String], _ what: String, _ advice: String? = nil,
  line: Int = #line
) {
  guard let got = try? got() else { return expect(false, "\(what): an error is thrown", advice, line: line) }
  expect(got == right, "\(what) are \(got), expected \(right)", advice, line: line)
}

private func expectVocabulary(
  _ got: @autoclosure () throws -> Words, _ words: [String], _ idf: [Double], _ advice: String? = nil,
  line: Int = #line
) {
  do {
    let got = try got()
    expect(
      got.words == words, "the words in the order of their columns are \(got.words), expected \(words)", advice,
      line: line)
    expect(
      got.columns == Array(words.indices), "the columns are \(got.columns), expected 0 ..< \(words.count)", advice,
      line: line)
    expect(got.idf, equals: idf, within: .ulps(8), advice, what: "idf", line: line)
  } catch {
    expect(false, "learnVocabulary throws \(error), expected \(words.count) words", advice, line: line)
  }
}

// MARK: - Real data

private let reviews = Result {
  Array(try Dataset("text/sentiment_movie.csv").csv().column("text")[..<160])
}

private let referenceWords = [
  "about", "all", "an", "and", "are", "as", "at", "be", "best", "but", "by", "charming", "cinema", "compelling",
  "director", "drama", "even", "ever", "film", "for", "from", "good", "great", "has", "have", "heart", "her",
  "his", "if", "in", "into", "is", "it", "its", "life", "like", "little", "long", "more", "most", "movie", "new",
  "not", "of", "off", "on", "or", "other", "our", "picture", "self", "so", "some", "still", "story", "than",
  "that", "the", "them", "they", "this", "those", "though", "through", "to", "two", "us", "way", "well", "what",
  "while", "who", "will", "with", "work", "would", "you",
]

private let referenceIDF: [Double] = [
  3.310883895808741, 3.716349003916905, 3.310883895808741, 1.7884573603642702, 4.004031076368686,
  3.3978952727983707, 3.716349003916905, 3.0232018233569597, 4.186352633162641, 3.0232018233569597,
  3.5985659682605218, 4.186352633162641, 4.186352633162641, 4.186352633162641, 4.004031076368686,
  4.186352633162641, 4.186352633162641, 4.186352633162641, 2.8513515664303006, 3.5985659682605218,
  4.004031076368686, 3.849880396541428, 4.186352633162641, 3.716349003916905, 3.4932054526026954,
  4.186352633162641, 4.186352633162641, 3.5985659682605218, 3.849880396541428, 2.499953679592412,
  3.4932054526026954, 2.2404424841073274, 2.2404424841073274, 3.087740344494531, 4.186352633162641,
  3.5985659682605218, 4.186352633162641, 4.186352633162641, 3.849880396541428, 3.849880396541428,
  2.9054187877005764, 4.186352633162641, 4.186352633162641, 1.7182531016910216, 4.186352633162641,
  3.716349003916905, 4.004031076368686, 4.186352633162641, 4.186352633162641, 3.849880396541428, 4.004031076368686,
  3.3978952727983707, 4.004031076368686, 4.186352633162641, 3.310883895808741, 3.716349003916905,
  2.428494715610267, 1.4783024320604305, 3.849880396541428, 4.186352633162641, 3.087740344494531,
  4.186352633162641, 4.004031076368686, 4.004031076368686, 2.2122716071406314, 4.186352633162641,
  4.004031076368686, 3.716349003916905, 4.186352633162641, 4.004031076368686, 4.004031076368686, 3.849880396541428,
  4.186352633162641, 2.9054187877005764, 4.186352633162641, 3.716349003916905, 3.310883895808741,
]

private let referenceCounts: [Double] = [
  2, 0, 4, 37, 8, 7, 2, 6, 1, 12, 7, 0, 0, 0, 0, 0, 1, 0, 3, 6, 4, 2, 3, 6, 2, 1, 1, 2, 3, 13, 0, 19, 19, 9, 1, 3,
  1, 1, 1, 0, 3, 0, 2, 28, 0, 6, 0, 1, 2, 1, 0, 1, 3, 3, 3, 1, 10, 36, 0, 1, 9, 1, 0, 0, 17, 1, 1, 3, 1, 4, 1, 5,
  3, 9, 3, 0, 9,
]

private let referenceRows: [Double] = [
  3.050255106346836, 3.050657326017453, 2.826796636779795, 2.1182991970450953, 3.0450396802385136,
  2.8074813459127133, 2.569349790488049, 2.883292032215029, 1.0, 1.959273659945269, 3.182557463818434,
  1.6142295933441768, 2.848651684690261, 1.3757972149814957, 2.1095375351291263, 2.299960318624642,
  2.6593954720531015, 2.3355495177174173, 2.981331422755879, 2.9478882590407727, 3.2369989787647695,
  2.850216176273222, 1.8378024378240467, 2.565538571797567, 3.4543331987916046, 1.927629068111852,
  2.154614918427365, 1.9753835693550585, 2.181703115164532, 1.2827193859763064, 2.7017177574341327,
  2.389380453222998, 2.5719534389562506, 2.565919015248698, 3.068467722413901, 3.624090186372847,
  2.177100462350758, 0.0, 2.6472272475161094, 3.090115098301572,
]

private let referenceColumns: [Double] = [
  0.6704412292649311, 0.0, 1.803345983551905, 6.96568202995143, 2.2519065553773334, 2.9139925907966786,
  0.528336739581964, 2.128814355016378, 0.4629731449020806, 3.773681516955669, 2.527903252584045, 0.0, 0.0, 0.0,
  0.0, 0.0, 0.47099017725137415, 0.0, 0.9168013095930748, 2.074695516933171, 1.5526426741257668,
  0.5909985566189881, 1.0333893225484936, 2.082708232972498, 0.4888217158067064, 0.45035231337770554,
  0.29537030030414496, 0.5118209920364852, 0.976170797773602, 3.090533904064368, 0.0, 4.30740399246974,
  4.521788002181684, 3.203203475124607, 0.6931715299863976, 0.8917196886132919, 0.36458410237235234,
  0.33415753333019055, 0.606248541414374, 0.0, 1.7604583302430246, 0.0, 0.8420847014699842, 5.443047340180213, 0.0,
  2.4456104091864095, 0.0, 0.4912138648563691, 0.3906888695475925, 0.44365022388015757, 0.0, 0.34812934353947755,
  1.155125706291662, 1.1116213332205518, 1.037883903785891, 0.5852210798640433, 1.8470874882801926,
  5.564381630722112, 0.0, 0.19534443477379626, 2.7607483119736873, 0.40428829683712675, 0.0, 0.0, 4.06296007776821,
  0.39031098275494946, 0.625599953425346, 1.1227405670890016, 0.45035231337770554, 1.3463822014578373,
  0.46141414809922665, 1.3974712038605102, 1.1171837328014997, 2.9554850659336793, 1.4269920315271272, 0.0,
  2.3001264358188345,
]

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  enum Source { case training, asked }
  enum Entities { case once, repeated, none }
  enum Norm { case euclidean, sum, early, none }

  var idfSource = Source.training
  var wordSource = Source.training
  /// Of n and df.
  var idf: (Double, Double) -> Double = { n, df in log((1 + n) / (1 + df)) + 1 }
  var countsTexts = true
  var isStrict = false
  var usesMinimum = true
  var sorts = true
  var lowers = true
  var lowersFirst = false
  var length: (String) -> Int = { $0.count }
  var countsEmpty = true
  var shortest = 2
  var isLetter: (Character) -> Bool = { $0.isLetter || $0.isNumber }
  var entities = Entities.once
  var keepsLast = true
  var isBinary = false
  var norm = Norm.euclidean
  var guardsZero = true
  var dropsEmpty = false
  var looksAtWords = true
  var isSplitting = false

  private func plain(_ text: String) -> String {
    let names = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
    if entities == .none || !text.contains("&") { return text }
    var result = ""
    if entities == .repeated {
      result = text
      for (name, character) in names {
        result = result.split(separator: name, omittingEmptySubsequences: false).joined(separator: character)
      }
      return result
    }
    for (i, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
      if i == 0 {
        result += part
      } else if let (name, character) = names.first(where: { part.hasPrefix($0.0.dropFirst()) }) {
        result += character + part.dropFirst(name.count - 1)
      } else {
        result += "&" + part
      }
    }
    return result
  }

  func tokens(_ text: String) -> [String] {
    let text = lowersFirst ? plain(text.lowercased()) : lowers ? plain(text).lowercased() : plain(text)
    if isSplitting {
      return text.split { !isLetter($0) }.filter { $0.count >= shortest }.map { String($0) }
    }
    var words: [String] = []
    var word = ""
    for character in text {
      if isLetter(character) {
        word.append(character)
      } else {
        if length(word) >= shortest { words.append(word) }
        word = ""
      }
    }
    if keepsLast, length(word) >= shortest { words.append(word) }
    return words
  }

  private func frequencies(_ texts: [String]) -> (order: [String], df: [String: Int]) {
    var (order, df) = ([String](), [String: Int]())
    for text in texts {
      var seen: Set<String> = []
      for word in tokens(text) where seen.insert(word).inserted || !countsTexts {
        if df[word] == nil { order.append(word) }
        df[word, default: 0] += 1
      }
    }
    return (order, df)
  }

  func learn(_ texts: [String], _ minDocuments: Int) throws -> Words {
    guard !texts.isEmpty else { throw VocabularyError.noTexts }
    let (order, df) = frequencies(texts)
    let least = !usesMinimum ? 1 : isStrict ? minDocuments + 1 : minDocuments
    var words = order.filter { df[$0, default: 0] >= least }
    if looksAtWords { guard !words.isEmpty else { throw VocabularyError.noWords } }
    if sorts { words.sort() }
    let n = Double(countsEmpty ? texts.count : texts.count { !tokens($0).isEmpty })
    return Words(
      words: words, columns: Array(words.indices),
      idf: words.map { idf(n, Double(df[$0, default: 0])) })
  }

  func counts(_ corpus: Corpus, _ texts: [String]) throws -> [[Double]] {
    var words = try learn(corpus.texts, corpus.minDocuments).words
    if wordSource == .asked { words = frequencies(texts).order.sorted() }
    let columns = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    let rows = texts.map { text in
      var row = [Double](repeating: 0, count: words.count)
      for word in tokens(text) {
        if let column = columns[word] { row[column] = isBinary ? 1 : row[column] + 1 }
      }
      return row
    }
    return dropsEmpty ? rows.filter { $0.contains { $0 > 0 } } : rows
  }

  func weights(_ corpus: Corpus, _ texts: [String]) throws -> [[Double]] {
    let learned = try learn(corpus.texts, corpus.minDocuments)
    var factors = learned.idf
    if wordSource == .asked {
      let (order, df) = frequencies(texts)
      factors = order.sorted().map { idf(Double(texts.count), Double(df[$0, default: 0])) }
    } else if idfSource == .asked {
      let (_, df) = frequencies(texts)
      factors = learned.words.map { idf(Double(texts.count), Double(df[$0, default: 0])) }
    }
    return try counts(corpus, texts).map { counts in
      var row = counts
      for j in row.indices { row[j] *= factors[j] }
      let measured = norm == .early ? counts : row
      var length = 0.0
      for value in measured { length += norm == .sum ? value : value * value }
      if norm != .sum { length = length.squareRoot() }
      if norm == .none || guardsZero && length == 0 { return row }
      return row.map { $0 / length }
    }
  }

  var submission: Submission {
    Submission(
      tokens: .init { tokens($0) }, learn: .init { try learn($0, $1) }, counts: .init { try counts($0, $1) },
      weights: .init { try weights($0, $1) })
  }
}
