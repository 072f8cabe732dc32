import Foundation

@testable import LabData

/// The folder of this repository's data sets.
let datasets = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets")

/// A data set by its name, whatever the environment and the current directory.
func dataset(_ name: String) throws -> Dataset {
  try Dataset(name, folder: datasets.path(), workingDirectory: "/")
}

/// What `References/make_references.py` wrote.
func reference<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "References/\(name)")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// Calls `body` with the path of a new folder, which is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "LabDataTests-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path())
}

/// The message of the error that `body` throws, or what it returned.
func message<Value>(_ body: () throws -> Value) -> String {
  do { return "no error, but \(try body())" } catch { return "\(error)" }
}

/// The generator of Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, with a fixed seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
