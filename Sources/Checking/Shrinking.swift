import Glibc

/// Looks for the simplest draws with which something still fails.
///
/// - Parameters:
///   - draws: with these it fails.
///   - attempt: tries others, and answers what was drawn in the end, or nil if it does not fail with them.
func shrink(_ draws: [UInt64], _ attempt: ([UInt64]) -> [UInt64]?) {
  var smallest = draws
  var tries = 0
  let deadline = seconds() + patience
  var isSmaller = true
  while isSmaller {
    isSmaller = false
    for candidate in simpler(smallest) {
      guard tries < mostTries, seconds() < deadline else { return }
      tries += 1
      guard let drawn = attempt(candidate), isSimpler(drawn, than: smallest) else { continue }
      (smallest, isSmaller) = (drawn, true)
      break
    }
  }
}

private let mostTries = 2000
/// Seconds; a learner waits for it.
private let patience = 0.05

private func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Fewer numbers first, then smaller ones from the left.
func isSimpler(_ a: [UInt64], than b: [UInt64]) -> Bool {
  a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
}

/// The same numbers with some left out, or one of them smaller.
private func simpler(_ numbers: [UInt64]) -> [[UInt64]] {
  var candidates: [[UInt64]] = []
  for length in [16, 8, 4, 2, 1] where length <= numbers.count {
    for start in 0...numbers.count - length {
      candidates.append(Array(numbers[..<start] + numbers[(start + length)...]))
    }
  }
  for (i, number) in numbers.enumerated() where number > 0 {
    // One less and one element left out: a shorter list. Two less: a smaller number of the same sign.
    for left in i + 1..<max(min(numbers.count, i + 9), i + 1) {
      var candidate = numbers
      candidate[i] = number - 1
      candidate.remove(at: left)
      candidates.append(candidate)
    }
    for smaller in [0, number / 2, number - min(2, number), number - 1] {
      var candidate = numbers
      candidate[i] = smaller
      candidates.append(candidate)
    }
  }
  return candidates
}
