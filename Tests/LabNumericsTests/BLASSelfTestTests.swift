import LabNumerics
import Testing

@Suite struct BLASSelfTestTests {
  @Test func `the kernels of this machine agree with plain loops`() {
    #expect(BLASBackend.selfTest() == [])
  }
}
