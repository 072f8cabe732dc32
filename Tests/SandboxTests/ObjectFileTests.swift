import Foundation
import Testing

@testable import Sandbox

/// What the linker is about to get from a learner's file, read from objects that every system has.
@Suite struct ObjectFileTests {
  /// Objects of the C library and of gcc that every program is linked with.
  static func startObject(_ name: String) throws -> String {
    let toolchain = try Toolchain.installed(in: Confined.repository.appendingPathComponent(".build/lab").path)
    return try #require(toolchain.linkPrefix.first { $0.hasSuffix("/\(name)") })
  }

  @Test func `symbols that are defined and symbols that are asked for are told apart`() throws {
    let start = try #require(ObjectFile(at: Self.startObject("Scrt1.o")))
    #expect(start.symbols.contains(ObjectFile.Symbol(name: "_start", binding: .global, isDefined: true)))
    #expect(start.symbols.contains(ObjectFile.Symbol(name: "main", binding: .global, isDefined: false)))
    #expect(start.sections.contains(".text"))
    #expect(start.trespass(of: "Learner", on: [])?.contains("defines the symbol") == true)
  }

  @Test func `code that the loader runs by itself is found`() throws {
    let begin = try #require(ObjectFile(at: Self.startObject("crtbeginS.o")))
    #expect(begin.sections.contains(".init_array"))
  }

  @Test func `what is no object, or only the beginning of one, is nil and no crash`() throws {
    #expect(ObjectFile(at: "/nowhere") == nil)
    #expect(ObjectFile([]) == nil)
    #expect(ObjectFile(Array("no object".utf8)) == nil)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: Self.startObject("crtbeginS.o"))))
    for count in stride(from: 0, to: bytes.count, by: 61) { #expect(ObjectFile(Array(bytes[..<count])) == nil) }
  }

  @Test(
    arguments: [
      ("$s7Learner4meanySdSaySdGF", .global, nil), ("$sSd7LearnerE5twiceSdvg", .global, nil),
      ("cblas_ddot", .global, "cblas_ddot"), ("cblas_ddot", .weak, "cblas_ddot"), ("main", .global, "@main"),
      ("$s11LabNumerics3dotySdx_xtF", .global, "$s11LabNumerics3dot"), ("$sSaySdGMD", .weak, nil),
      ("__swift_memcpy16_8", .weak, nil), ("symbolic SS", .weak, nil), ("associated conformance 1", .weak, nil),
      ("cblas_ddot", .local, nil),
    ] as [(String, ObjectFile.Symbol.Binding, String?)])
  func `only names of its own may be exported`(
    name: String, binding: ObjectFile.Symbol.Binding, complaint: String?
  ) {
    var file = ObjectFile()
    file.symbols = [ObjectFile.Symbol(name: name, binding: binding, isDefined: true)]
    let words = file.trespass(of: "Learner", on: ["Checks"])
    if let complaint { #expect(words?.contains(complaint) == true) } else { #expect(words == nil) }
  }

  @Test func `the module that judges may not be referred to, others may`() {
    var file = ObjectFile()
    file.symbols = [ObjectFile.Symbol(name: "$s8Checking6expectyyF", binding: .global, isDefined: false)]
    #expect(file.trespass(of: "Learner", on: ["Checks"]) == nil)
    file.symbols = [ObjectFile.Symbol(name: "$s6Checks4MeanO", binding: .global, isDefined: false)]
    #expect(file.trespass(of: "Learner", on: ["Checks"])?.contains("module Checks") == true)
  }
}
