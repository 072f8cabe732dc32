internal import COpenBLAS
internal import Glibc

/// Which BLAS and LAPACK this process computes with.
///
/// OpenBLAS picks its kernels by the processor, and Debian's alternatives decide what LAPACKE calls: the same program
/// may give other last digits, or another speed, on another machine. Print this beside any measurement.
public struct BLASBackend: Sendable {
  /// The file OpenBLAS was loaded from.
  public let library: String
  /// The kernels in use, such as `Haswell` or `Cooperlake`. `OPENBLAS_CORETYPE` chooses others.
  public let core: String
  /// How OpenBLAS was built.
  public let config: String
  /// The number of threads OpenBLAS uses now.
  public let threads: Int
  /// The version of LAPACK inside, such as `3.11.0`.
  public let lapackVersion: String
  /// The file that LAPACKE's calls (`dgetrf_` and the rest) end in.
  public let lapackResolvesTo: String
  /// Every mapped file whose name says BLAS or LAPACK.
  public let mappedLibraries: [String]

  /// Whether LAPACKE's calls end in OpenBLAS rather than in the reference LAPACK.
  public var lapackIsOpenBLAS: Bool { lapackResolvesTo == library }

  /// The state of this process.
  public static func report() -> BLASBackend {
    BLASThreads.applyDefault()
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    LAPACKE_ilaver(&major, &minor, &patch)
    let mappings = FileMapping.ofThisProcess()
    let names = ["openblas", "lapack", "blas"]
    return BLASBackend(
      library: path(of: "openblas_get_config", in: mappings),
      core: String(cString: openblas_get_corename()),
      config: String(cString: openblas_get_config()),
      threads: BLASThreads.current,
      lapackVersion: "\(major).\(minor).\(patch)",
      lapackResolvesTo: path(of: "dgetrf_", in: mappings),
      mappedLibraries: Set(mappings.map(\.path)).filter { path in names.contains { path.contains($0) } }.sorted())
  }

  /// The file in which the dynamic linker finds a function, as it does for every library that calls it.
  private static func path(of function: String, in mappings: [FileMapping]) -> String {
    guard let address = dlsym(dlopen(nil, RTLD_NOW), function) else { return "not found" }
    return mappings.first { $0.addresses.contains(UInt(bitPattern: address)) }?.path ?? "not found"
  }
}

/// A range of addresses and the file behind it, a line of /proc/self/maps.
struct FileMapping {
  let addresses: Range<UInt>
  let path: String

  /// Reads `7f01-7f02 r-xp 00000000 08:01 1234   /usr/lib/libx.so`; nil for a line without a file.
  init?(line: some StringProtocol) {
    let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    guard words.count == 6 else { return nil }
    let file = words[5].drop { $0 == " " }  // padded to a column
    guard file.hasPrefix("/") else { return nil }
    let bounds = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
    guard bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
    addresses = bounds[0]..<bounds[1]
    path = String(file)
  }

  static func ofThisProcess() -> [FileMapping] {
    guard let file = fopen("/proc/self/maps", "r") else { return [] }
    defer { fclose(file) }
    var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
    defer { free(line) }
    var mappings: [FileMapping] = []
    while getline(&line, &capacity, file) > 0 {
      guard let line else { break }
      let text = String(cString: line)
      if let mapping = FileMapping(line: text.hasSuffix("\n") ? text.dropLast() : text[...]) {
        mappings.append(mapping)
      }
    }
    return mappings
  }
}
