import Foundation
import Testing

/// Benchmarks/peers/numpy_kernels.py makes the problems of Problem.swift and judges as it does. Only where the system's
/// Python has NumPy and SciPy; `mllab bench` compares the digests at every run.
@Suite struct NumPyTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Benchmarks/peers/numpy_kernels.py").path

  private static var hasNumPy: Bool {
    (try? output("/usr/bin/python3", ["-I", "-c", "import numpy, scipy; print(1)"], [])) == ["1"]
  }

  @Test(.enabled(if: hasNumPy), arguments: ["double", "float"])
  func `NumPy solves the problems that LabNumerics solves`(scalar: String) throws {
    let kernels = ["dot", "axpy", "gemv", "gemm", "syrk", "trsm", "lu", "cholesky", "qr", "svd", "eigh"]
    let requests = kernels.flatMap { kernel in [1, 2, 30].map { "prepare \(kernel) \($0) \(scalar)" } }
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let library = URL(filePath: tests).deletingLastPathComponent().appending(path: "mllab-kernels").path
    let expected = try Self.output(library, ["bench", "library"], requests)
    let answers = try Self.output("/usr/bin/python3", ["-I", Self.script], requests)
    #expect(answers.count == requests.count && expected.count == requests.count)
    for (request, (answer, reference)) in zip(requests, zip(answers, expected)) {
      let (own, other) = (answer.split(separator: " "), reference.split(separator: " "))
      try #require(own.count == 4 && other.count == 4, "\(request): \(answer)")
      let (ratio, digest) = (try #require(Double(own[1])), try #require(Double(own[2])))
      #expect(ratio < 30, "\(request): \(answer)")
      // Sums of up to 900 rounded numbers: 1000 ε of their size, for Float 1e-4.
      let wanted = try #require(Double(other[2]))
      #expect(
        abs(digest - wanted) <= (scalar == "double" ? 3e-13 : 2e-4) * max(1, abs(wanted)), "\(request): \(answer)")
    }
  }

  private static func output(_ program: String, _ arguments: [String], _ requests: [String]) throws -> [String] {
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(requests.map { $0 + "\n" }.joined().utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }
}
