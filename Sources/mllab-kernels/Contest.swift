@preconcurrency import Glibc

/// A kernel on one problem, ready to be called again and again.
struct Contest {
  /// Makes so many calls and gives their seconds; NaN if the kernel itself gives up.
  let call: (_ repeats: Int) -> Double
  /// Judges what the last call left; called after `call(1)`.
  let judge: () -> Judgement
}

/// Seconds on a clock that never goes back.
func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The seconds of so many calls.
@inline(__always)
func seconds(_ repeats: Int, _ body: () throws -> Void) -> Double {
  let start = secondsNow()
  do { for _ in 0..<repeats { try body() } } catch { return .nan }
  return secondsNow() - start
}

/// Serves one contender: reads requests line by line, writes an answer line to each.
///
///     prepare gemm 64 double   →  ready RATIO DIGEST SECONDS | absent | failed WORDS
///     sample 20                →  seconds S      of 20 calls together
///
/// `prepare` calls once, judges the answer, then calls on until it knows the seconds of a call; `sample` measures.
func serve(
  input: UnsafeMutablePointer<FILE>, output: Int32, prefix: String = "",
  contest: (_ kernel: Kernel, _ size: Int, _ scalar: Substring) -> Contest?
) {
  var current: Contest?
  var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
  defer { free(line) }
  while getline(&line, &capacity, input) > 0, let text = line {
    let words = String(cString: text).split(whereSeparator: \.isWhitespace)
    answer(prefix + reply(to: words, &current, contest), on: output)
  }
}

private func reply(
  to words: [Substring], _ current: inout Contest?, _ contest: (Kernel, Int, Substring) -> Contest?
) -> String {
  if words.count == 4, words[0] == "prepare", let kernel = Kernel(rawValue: String(words[1])),
    let size = Int(words[2]), size > 0
  {
    current = contest(kernel, size, words[3])
    guard let contest = current else { return "absent" }
    guard contest.call(1).isFinite else { return "failed it gives up on this problem" }
    let judgement = contest.judge()
    return "ready \(judgement.ratio) \(judgement.digest) \(secondsOfACall(contest))"
  }
  if words.count == 2, words[0] == "sample", let repeats = Int(words[1]), repeats > 0, let contest = current {
    return "seconds \(contest.call(repeats))"
  }
  return "failed it does not understand \"\(words.joined(separator: " "))\""
}

/// From as many calls as last 200 µs: one call of a small kernel is shorter than reading the clock.
private func secondsOfACall(_ contest: Contest) -> Double {
  var repeats = 1
  while true {
    let seconds = contest.call(repeats)
    if !(seconds < 200e-6) { return seconds / Double(repeats) }
    repeats *= 4
  }
}

private func answer(_ line: String, on descriptor: Int32) {
  let bytes = Array("\(line)\n".utf8)
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { exit(0) }  // the tool is gone
    sent += count
  }
}
