/// Puts exercises into an order that honours `needs`.
enum LearningOrder {
  /// Each exercise after everything it needs; where `needs` leaves a choice, the one that comes first in `exercises`.
  ///
  /// Needs that are not among `exercises` do not count.
  ///
  /// - Returns: the order, and the exercises that wait for each other or for such ones, as they came.
  /// - Complexity: O(n² + arrows), with n a few hundred.
  static func sorted(_ exercises: [Exercise]) -> (order: [Exercise], stuck: [Exercise]) {
    let places = Dictionary(exercises.indices.map { (exercises[$0].slug, $0) }, uniquingKeysWith: { first, _ in first })
    var dependents = [[Int]](repeating: [], count: exercises.count)
    var waitsFor = [Int](repeating: 0, count: exercises.count)
    for (place, exercise) in exercises.enumerated() {
      for need in exercise.needs {
        guard let needed = places[need] else { continue }
        dependents[needed].append(place)
        waitsFor[place] += 1
      }
    }
    var order: [Exercise] = []
    var isTaken = [Bool](repeating: false, count: exercises.count)
    while let next = exercises.indices.first(where: { !isTaken[$0] && waitsFor[$0] == 0 }) {
      isTaken[next] = true
      order.append(exercises[next])
      for dependent in dependents[next] { waitsFor[dependent] -= 1 }
    }
    return (order, exercises.indices.filter { !isTaken[$0] }.map { exercises[$0] })
  }

  /// One way round from an exercise that needs itself through others, as `[a, b, c]` for a → b → c → a.
  ///
  /// - Parameter exercises: exercises of which `sorted` found none that could come first.
  /// - Returns: nil when there is no cycle; otherwise it starts at the name that is first in the alphabet.
  static func cycle(in exercises: [Exercise]) -> [String]? {
    let needs = Dictionary(exercises.map { ($0.slug, $0.needs) }, uniquingKeysWith: { first, _ in first })
    var isClear: Set<String> = []
    var path: [String] = []
    func search(_ slug: String) -> [String]? {
      if let start = path.firstIndex(of: slug) { return Array(path[start...]) }
      guard let next = needs[slug], !isClear.contains(slug) else { return nil }
      path.append(slug)
      for need in next {
        if let found = search(need) { return found }
      }
      path.removeLast()
      isClear.insert(slug)
      return nil
    }
    for exercise in exercises {
      guard let found = search(exercise.slug) else { continue }
      let first = found.indices.min { found[$0] < found[$1] } ?? 0
      return Array(found[first...] + found[..<first])
    }
    return nil
  }
}

/// Every place reached from `start` by arrows; `start` itself only if it reaches itself.
///
/// - Complexity: O(places + arrows).
func reached(from start: Int, by arrows: [[Int]]) -> [Int] {
  var isReached = [Bool](repeating: false, count: arrows.count)
  var found: [Int] = []
  var waiting = arrows[start]
  while let next = waiting.popLast() {
    guard !isReached[next] else { continue }
    isReached[next] = true
    found.append(next)
    waiting += arrows[next]
  }
  return found
}
