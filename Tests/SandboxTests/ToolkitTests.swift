import Foundation
import Testing

@testable import Sandbox

/// The wall between the tool's half and the learner's.
@Suite struct ToolkitTests {
  @Test func `the toolkit holds what a learner may import and nothing else`() throws {
    let modules = Confined.repository.appendingPathComponent(".build/lab/toolkit/modules").path
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: modules))
        == Set(
          ["Events", "Checking", "Starter", "LabNumerics", "LabData", "LabPlot", "RealModule", "ComplexModule"].map {
            "\($0).swiftmodule"
          }))
  }

  @Test(arguments: ["GRDB", "Curriculum", "Grading", "Progress", "ArgumentParser", "Sandbox", "CSpawn"])
  func `the tool's modules cannot be imported`(module: String) throws {
    #expect(throws: ToolchainError.self) { try Confined("import \(module)\nprint(1)\n") }
  }

  @Test func `the learner's modules can`() throws {
    let program = try Confined(
      "import LabData\nimport LabNumerics\nlet m: Matrix<Double> = .identity(2)\nprint((m * m)[1, 1])\n")
    #expect(try program.run(.processGroup).words == ["1.0"])
  }

  @Test func `the tool is linked with neither BLAS nor the learner's library`() throws {
    let tool = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("mllab")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
    process.arguments = [tool.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.contains("libc.so"))
    for library in ["blas", "lapack", "LabRuntime", "gfortran"] { #expect(!text.contains(library)) }
  }
}
