import Foundation
import Testing

/// Runs the built `mllab-kernels`, which lies beside the test program.
@Suite struct ServiceTests {
  @Test func `a contender prepares and samples, line by line`() throws {
    let lines = try answers(["bench", "library"], to: ["prepare gemm 8 double", "sample 5", "prepare qr 3 float"])
    #expect(lines.count == 3)
    #expect(lines[0].wholeMatch(of: /ready [0-9.e-]+ [0-9.e-]+ [0-9.e-]+/) != nil, "\(lines[0])")
    #expect(lines[1].wholeMatch(of: /seconds [0-9.e-]+/) != nil, "\(lines[1])")
    #expect(lines[2].hasPrefix("ready "))
  }

  @Test func `what it does not have or understand is said`() throws {
    let requests = [
      "sample 1", "prepare eigh 4 double", "prepare gemm 0 double", "prepare gemm 8 half", "sample x", "",
    ]
    #expect(
      try answers(["bench", "blocked"], to: requests) == [
        "failed it does not understand \"sample 1\"", "absent",
        "failed it does not understand \"prepare gemm 0 double\"", "absent",
        "failed it does not understand \"sample x\"", "failed it does not understand \"\"",
      ])
  }

  @Test(arguments: ["double", "float"]) func `the machine has limits`(scalar: String) throws {
    struct Limits: Decodable {
      let core: String, library: String, instructions: String
      let threads: Int
      let flopsPerSecond: Double, bytesPerSecond: Double
    }
    let line = try #require(try answers(["machine", scalar], to: []).first)
    let limits = try JSONDecoder().decode(Limits.self, from: Data(line.utf8))
    #expect(limits.flopsPerSecond > 0 && limits.bytesPerSecond > 0 && limits.threads >= 1)
    #expect(["SSE2", "AVX2 with FMA", "AVX-512"].contains(limits.instructions))
    #expect(!limits.core.isEmpty && limits.library.contains("blas"))
  }

  private func answers(_ arguments: [String], to requests: [String]) throws -> [String] {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "mllab-kernels")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(requests.map { $0 + "\n" }.joined().utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }
}
