import Testing

@testable import LabNumerics

@Suite struct BLASBackendTests {
  @Test func `LAPACK's calls end in OpenBLAS`() {
    let backend = BLASBackend.report()
    #expect(backend.library.contains("openblas"), "\(backend)")
    #expect(backend.lapackIsOpenBLAS, "\(backend)")
    #expect(backend.mappedLibraries.contains(backend.library))
    #expect(backend.mappedLibraries.contains { $0.contains("lapacke") })
  }

  @Test func `names the kernels, the build and the version`() {
    let backend = BLASBackend.report()
    #expect(!backend.core.isEmpty)
    #expect(backend.config.hasPrefix("OpenBLAS"))
    #expect(backend.lapackVersion.split(separator: ".").compactMap { Int($0) }.count == 3)
    #expect(backend.threads >= 1)
  }

  @Test func `a line of the map gives its addresses and file`() throws {
    let line = "7f219c4a8000-7f219c4b0000 r-xp 00001000 08:01 1234                       /usr/lib/a name.so"
    let mapping = try #require(FileMapping(line: line))
    #expect(mapping.addresses == 0x7f21_9c4a_8000..<0x7f21_9c4b_0000)
    #expect(mapping.path == "/usr/lib/a name.so")
    #expect(FileMapping(line: "7f219c4a8000-7f219c4b0000 rw-p 00000000 00:00 0 ") == nil)
    #expect(FileMapping(line: "7ffd1000-7ffd2000 rw-p 00000000 00:00 0                [stack]") == nil)
    #expect(FileMapping(line: "") == nil)
  }
}
