import Foundation
import Testing

@testable import Sandbox

/// What a learner's program can see and touch: nothing that is not its business.
@Suite struct ReachTests {
  /// Tries to open each argument and says with which success.
  static let opener = """
    import Glibc
    for path in CommandLine.arguments.dropFirst() {
      print(open(path, O_RDONLY) >= 0 || opendir(path) != nil ? "open" : "closed")
    }
    """

  @Test(arguments: Confined.closedRungs)
  func `passwords, homes, the repository, solutions, the log and other programs' files cannot be read`(
    rung: Containment
  ) throws {
    let root = Confined.repository.path
    let secret = FileManager.default.temporaryDirectory.appendingPathComponent("mllab-secret-\(UUID().uuidString)")
    try Data("secret".utf8).write(to: secret)
    defer { unlink(secret.path) }
    let closed = [
      "/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", NSHomeDirectory(), root, root + "/Package.swift",
      root + "/Sources/Curriculum/Exercises", root + "/workspace", root + "/.build/lab/cache", secret.path, "/var/log",
      "/proc/1/environ", "/proc/1/root", "/dev/mem", "/dev/sda",
    ]
    let program = try Confined(Self.opener)
    let outcome = try program.run(rung, closed)
    #expect(Array(zip(closed, outcome.words)).filter { $0.1 != "closed" }.map(\.0) == [])
    #expect(outcome.words.count == closed.count)
    let open = ["/tmp", "/dev/null", "/dev/urandom", "/usr/lib", "/datasets/nist/Longley.dat", "/toolkit", "/swift"]
    #expect(try program.run(rung, open) { $0.data = ["nist"] }.words == open.map { _ in "open" })
    #expect(try program.run(rung, ["/datasets/nist/Longley.dat"]).words == ["closed"])
  }

  @Test(arguments: Confined.closedRungs) func `it can write in its temporary folder, and not where it reads`(
    rung: Containment
  ) throws {
    let program = try Confined(
      """
      import Glibc
      for path in CommandLine.arguments.dropFirst() {
        let descriptor = open(path + "/new", O_WRONLY | O_CREAT, 0o600)
        print(descriptor >= 0 ? "written" : "refused")
      }
      """)
    let refused = ["/", "/usr", "/usr/lib", "/etc", "/exercise", "/toolkit", "/swift", "/datasets", "/datasets/nist"]
    let outcome = try program.run(rung, refused + ["/tmp"]) { $0.data = ["nist"] }
    #expect(outcome.words == refused.map { _ in "refused" } + ["written"])
    #expect(try program.run(rung, ["/tmp"]).words == ["written"])  // a fresh one every time
  }

  @Test(arguments: Confined.closedRungs) func `there is no network, not even to this machine`(
    rung: Containment
  ) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        #expect(bind(listener, $0, length) == 0)
        #expect(listen(listener, 4) == 0)
        #expect(getsockname(listener, $0, &length) == 0)
      }
    }
    let program = try Confined(
      """
      import Glibc
      let port = UInt16(CommandLine.arguments[1])!
      for host: UInt32 in [0x7f00_0001, 0x0808_0808] {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        print(result == 0 ? "connected" : "refused")
      }
      """)
    let port = String(UInt16(bigEndian: address.sin_port))
    #expect(try program.run(rung, [port]).words == ["refused", "refused"])
    let open = try program.run(.processGroup, [port]) { $0.limits.wallSeconds = 1 }
    #expect(open.words.first != "refused")  // the listener is there
  }

  @Test(arguments: Confined.rungs) func `the tool's environment and descriptors are not handed on`(
    rung: Containment
  ) throws {
    setenv("MLLAB_TEST_SECRET", "secret", 1)
    let leak = open("/etc/hostname", O_RDONLY)  // without O_CLOEXEC, as a library may open one
    defer { close(leak) }
    let program = try Confined(
      """
      import Glibc
      print((0..<256).filter { fcntl(Int32($0), F_GETFD) >= 0 }.map(String.init).joined(separator: " "))
      var variable = environ
      while let text = variable.pointee {
        print(String(cString: text).prefix { $0 != "=" })
        variable += 1
      }
      """)
    let words = try program.run(rung).words
    #expect(words.first == "0 1 2 3 4")
    let known: Set = [
      "LD_LIBRARY_PATH", "LANG", "OPENBLAS_NUM_THREADS", "MLLAB_DATASETS", "SWIFT_BACKTRACE", "MLLAB_RUN", "TMPDIR",
      "HOME", "PATH", "PWD", "SHLVL", "_",
    ]
    #expect(Set(words.dropFirst()).subtracting(known) == [])
    #expect(try program.run(rung, request: nil).words.first == "0 1 2")
  }
}
