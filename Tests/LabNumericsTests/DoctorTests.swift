import Foundation
import Testing

/// Runs the built `mllab-kernels`, which lies beside the test program.
@Suite struct DoctorTests {
  @Test func `doctor prints one line of JSON and succeeds`() throws {
    let run = try Run(["doctor"])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == 1)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.library.contains("openblas"))
    #expect(report.lapackResolvesTo == report.library)
    #expect(report.config.hasPrefix("OpenBLAS"))
    #expect(!report.core.isEmpty && !report.lapackVersion.isEmpty && report.threads >= 1)
    #expect(report.selfTest == "ok")
  }

  @Test(arguments: [[], ["bless"], ["doctor", "now"]])
  func `anything else is answered with the usage and status 2`(arguments: [String]) throws {
    let run = try Run(arguments)
    #expect(run.status == 2 && run.output == "")
    #expect(run.errors.hasPrefix("usage: mllab-kernels doctor"))
  }
}

private struct Report: Decodable {
  let library: String, core: String, config: String, threads: Int
  let lapackVersion: String, lapackResolvesTo: String, selfTest: String
}

/// A finished run; its output is short enough to wait in the pipes.
private struct Run {
  let status: Int32
  let output: String
  let errors: String

  init(_ arguments: [String]) throws {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let (out, err) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "mllab-kernels")
    process.arguments = arguments
    process.standardOutput = out
    process.standardError = err
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    errors = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
