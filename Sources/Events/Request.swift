/// What the tool asks of a graded program, sent through descriptor `Request.descriptor` before it starts.
///
/// It is read once and closed before the learner's code runs, so that the key is not lying around.
public struct Request: Equatable, Sendable {
  /// Whose code is judged.
  public enum Subject: Hashable, Sendable {
    case learner
    case alternative(Int)
    case misconception(Int)
  }

  /// One of several judgements that a single process makes, for a proof.
  public struct Round: Equatable, Sendable {
    public var seed: UInt64
    public var blasThreads: Int
    public var subject: Subject

    public init(seed: UInt64, blasThreads: Int = 1, subject: Subject = .learner) {
      self.seed = seed
      self.blasThreads = blasThreads
      self.subject = subject
    }
  }

  /// The request comes in here, the events go out at `eventDescriptor`.
  public static let descriptor: Int32 = 3
  public static let eventDescriptor: Int32 = 4

  /// The environment's names for the file with the checkpoint that is kept, where there is one, and for the folder in
  /// which a training leaves those that it makes.
  public static let checkpointVariable = "MLLAB_CHECKPOINT"
  public static let trainingVariable = "MLLAB_TRAINING"

  /// What seals the events of this one run.
  public var key: Seal.Key
  public var seed: UInt64
  public var subject: Subject
  /// These checks are left out: they have been judged, or they are known to end the program.
  public var skipped: [Int]
  /// Just this check and this case, if given.
  public var onlyCheck: Int?
  public var onlyCase: Int?
  /// The last check and the last case come first.
  public var isReversed: Bool
  /// The goals beyond passing that are measured, if everything passes.
  public var medals: Set<MedalKind>
  /// Whether the pictures are made, passed or not.
  public var makesPictures: Bool
  /// Nothing is judged: the training that the exercise declares is made.
  public var trains: Bool
  /// If not empty: judge once for each of these; `seed` and `subject` are not used.
  public var rounds: [Round]

  public init(
    key: Seal.Key, seed: UInt64, subject: Subject = .learner, skipped: [Int] = [], onlyCheck: Int? = nil,
    onlyCase: Int? = nil, isReversed: Bool = false, medals: Set<MedalKind> = [], makesPictures: Bool = false,
    trains: Bool = false, rounds: [Round] = []
  ) {
    self.key = key
    self.seed = seed
    self.subject = subject
    self.skipped = skipped
    self.onlyCheck = onlyCheck
    self.onlyCase = onlyCase
    self.isReversed = isReversed
    self.medals = medals
    self.makesPictures = makesPictures
    self.trains = trains
    self.rounds = rounds
  }

  /// The request as `key=value` lines.
  public var text: String {
    var lines = ["key=\(key.low),\(key.high)", "seed=\(seed)"]
    if subject != .learner { lines.append("subject=\(subject.text)") }
    if !skipped.isEmpty { lines.append("skipped=\(skipped.map(String.init).joined(separator: ","))") }
    if let onlyCheck { lines.append("onlyCheck=\(onlyCheck)") }
    if let onlyCase { lines.append("onlyCase=\(onlyCase)") }
    if isReversed { lines.append("reversed=1") }
    if !medals.isEmpty {
      lines.append("medals=\(MedalKind.allCases.filter(medals.contains).map(\.rawValue).joined(separator: ","))")
    }
    if makesPictures { lines.append("makesPictures=1") }
    if trains { lines.append("trains=1") }
    if !rounds.isEmpty {
      let rounds = rounds.map { "\($0.seed):\($0.blasThreads):\($0.subject.text)" }
      lines.append("rounds=\(rounds.joined(separator: ","))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads what `text` wrote; nil if the text is something else.
  public init?(text: String) {
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { return nil }
      values[line[..<equals]] = line[line.index(after: equals)...]
    }
    func number(_ key: Substring) -> Int? { values[key].flatMap { Int($0) } }
    let key = (values["key"] ?? "").split(separator: ",").compactMap { UInt64($0) }
    guard key.count == 2, let seed = values["seed"].flatMap({ UInt64($0) }) else { return nil }
    self.init(
      key: Seal.Key(low: key[0], high: key[1]), seed: seed, subject: Subject(text: values["subject"] ?? "") ?? .learner,
      skipped: (values["skipped"] ?? "").split(separator: ",").compactMap { Int($0) },
      onlyCheck: number("onlyCheck"), onlyCase: number("onlyCase"), isReversed: number("reversed") == 1,
      medals: Set((values["medals"] ?? "").split(separator: ",").compactMap { MedalKind(rawValue: String($0)) }),
      makesPictures: number("makesPictures") == 1,
      trains: number("trains") == 1,
      rounds: (values["rounds"] ?? "").split(separator: ",").compactMap { text in
        let parts = text.split(separator: ":")
        guard parts.count == 3, let seed = UInt64(parts[0]), let threads = Int(parts[1]),
          let subject = Subject(text: parts[2])
        else { return nil }
        return Round(seed: seed, blasThreads: threads, subject: subject)
      })
  }
}

extension Request.Subject {
  fileprivate var text: String {
    switch self {
    case .learner: "learner"
    case .alternative(let index): "alternative-\(index)"
    case .misconception(let index): "misconception-\(index)"
    }
  }

  fileprivate init?(text: Substring) {
    let parts = text.split(separator: "-")
    switch (parts.first, parts.dropFirst().first.flatMap { Int($0) }) {
    case ("learner", nil): self = .learner
    case ("alternative", let index?): self = .alternative(index)
    case ("misconception", let index?): self = .misconception(index)
    default: return nil
    }
  }
}
