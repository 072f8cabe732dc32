import ArgumentParser

/// The sizes asked for: numbers, and ranges that double, as in `8,64,512` and `8...512`.
struct BenchSizes: ExpressibleByArgument {
  /// In rising order, each once.
  let sizes: [Int]

  init?(argument: String) {
    var found: Set<Int> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      if let size = Int(part), Self.allowed.contains(size) {
        found.insert(size)
      } else if let dots = part.firstRange(of: "..."), let first = Int(part[..<dots.lowerBound]),
        let last = Int(part[dots.upperBound...]), first <= last, Self.allowed.contains(first),
        Self.allowed.contains(last)
      {
        found.formUnion(sequence(first: first) { $0 * 2 }.prefix { $0 <= last })
      } else {
        return nil
      }
    }
    sizes = found.sorted()
  }

  /// Beyond that BLAS's integers do not reach.
  private static let allowed = 1...Int(Int32.max)

  static let help: ArgumentHelp = ArgumentHelp(
    "Elements of a vector, or rows and columns of a matrix: 8,64,512, or 8...512 for 8, 16, … 512.",
    valueName: "sizes")
}
