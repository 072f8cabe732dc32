/// The names that resemble `asked` most, best first, at most three.
///
/// A name resembles it if one contains the other, or if few letters have to change: a third of them at most. For a
/// path its last component without endings counts as well, so that "longley" finds "nist/Longley.dat".
func nearestNames(to asked: String, among names: [String]) -> [String] {
  let wanted = asked.lowercased()
  let scored = names.compactMap { name -> (name: String, distance: Int)? in
    let forms = [name.lowercased(), stem(name.lowercased())]
    let distance = forms.map { resemblance(wanted, $0) }.min() ?? .max
    return distance <= max(2, wanted.count / 3) ? (name, distance) : nil
  }
  return scored.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
}

private func resemblance(_ a: String, _ b: String) -> Int {
  if a == b { return 0 }
  if a.count >= 3 && b.count >= 3 && (containsText(b, a) || containsText(a, b)) { return 1 }
  return editDistance(a, b)
}

/// The least number of single letters to insert, delete or replace that turns `a` into `b`.
///
/// Wagner and Fischer (1974), The string-to-string correction problem, J. ACM 21(1).
///
/// - Complexity: O(a.count · b.count).
func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)  // row[j]: from the letters of a seen so far to the first j of b
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}

/// "nist/Longley.dat" → "Longley".
private func stem(_ path: String) -> String {
  let file = path.split(separator: "/").last ?? ""
  return String(file.split(separator: ".").first ?? "")
}

private func containsText(_ text: String, _ part: String) -> Bool {
  let (text, part) = (Array(text.utf8), Array(part.utf8))
  guard part.count <= text.count else { return false }
  return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
}
