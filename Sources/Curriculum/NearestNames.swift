/// The names that somebody who typed `name` probably meant, best first.
///
/// First those a few typing errors away (a letter wrong, missing, added, or two swapped: one each; at most a third of the
/// letters), then those that contain what was typed. Names equally far keep the order of `names`.
///
/// - Complexity: O(names · letters²).
public func names(near name: String, among names: [String], limit: Int) -> [String] {
  let typed = Array(name.lowercased().utf8)
  let allowed = max(1, typed.count / 3)
  var ranked: [(rank: Int, place: Int)] = []
  for (place, candidate) in names.enumerated() {
    let distance = typingErrors(typed, Array(candidate.utf8))
    if distance <= allowed {
      ranked.append((distance, place))
    } else if typed.count > 2, candidate.contains(name.lowercased()) {
      ranked.append((allowed + 1, place))
    }
  }
  return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.prefix(limit).map { names[$0.place] }
}

/// The optimal string alignment distance: substitutions, insertions, deletions and swaps of neighbours.
///
/// Three rows of the usual table are enough, since a swap looks two rows back.
private func typingErrors(_ a: [UInt8], _ b: [UInt8]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var twoBack = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, twoBack[j - 2] + 1) }
      row.append(best)
    }
    (twoBack, previous) = (previous, row)
  }
  return previous[b.count]
}
