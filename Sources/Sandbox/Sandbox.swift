import Foundation

/// Runs programs shut in, as well as the system allows.
///
/// **Covered** on every rung: time of the clock and of the processor, memory (by data and by what all processes of the
/// program hold together), output, size of files, number of processes and threads (not for root on the last rung), and
/// that everything started is gone afterwards. With bubblewrap also: no network; no other process can be seen or
/// signalled; a private temporary folder of limited size; and of the file system only /usr, the Swift runtime, the
/// toolkit, the exercise's data and the program, all but the temporary folder read-only. Root is a user inside.
///
/// **Not covered**, on any rung: attacks on the kernel; reading what lies in /usr; what the processor gives away by its
/// timing; and the program's own memory, in which the checks and the known answers lie too: code that searches it,
/// instead of computing, is not found out (a submission that guesses where they are is wrong for the next build).
/// On the last rung files, network and the user's other processes are as open as to any program of the user's.
public struct Sandbox: Sendable {
  public var containment: Containment { chosen ?? Self.bestContainment }

  /// nil for the best.
  private let chosen: Containment?

  /// On the best rung that works here.
  public static func best() -> Sandbox { Sandbox(chosen: nil) }

  public init(containment: Containment) {
    self.init(chosen: containment)
  }

  private init(chosen: Containment?) {
    self.chosen = chosen
  }

  /// Found by trying the rungs from the top, once a process and not before it is asked for: a start of bubblewrap takes
  /// about 10 ms, which the first page must not wait for.
  private static let bestContainment =
    Containment.allCases.first { rung in
      rung == .processGroup || Sandbox(containment: rung).works()
    } ?? .processGroup

  /// Where a confined program finds what is mounted.
  public func path(of mount: Mount) -> String { containment == .processGroup ? mount.source : mount.target }

  /// The command that runs a program, given at its place outside, inside.
  ///
  /// Beside the system's libraries it sees the `mounts`. On the last rung everything is where it is, and `scratch` takes
  /// the temporary files.
  func wrap(
    program: String, arguments: [String], mounts: [Mount], environment: [String: String], scratch: String,
    limits: Limits
  ) -> Command {
    guard containment != .processGroup else {
      return Command(
        program, arguments, environment: environment.merging(["TMPDIR": scratch, "HOME": scratch]) { $1 },
        directory: scratch, limits: limits)
    }
    var bubblewrap = ["--die-with-parent", "--new-session", "--clearenv"] + namespaces + systemMounts
    if containment == .full {
      bubblewrap += ["--proc", "/proc"]
    } else {
      bubblewrap += ["--ro-bind", "/proc", "/proc"]
    }
    bubblewrap += ["--dev", "/dev", "--perms", "1777", "--size", String(temporaryBytes), "--tmpfs", "/tmp"]
    for mount in mounts + [.reading(program, at: Self.programPath)] {
      bubblewrap += [mount.isWritable ? "--bind" : "--ro-bind", mount.source, mount.target]
    }
    for (name, value) in environment.merging(
      ["TMPDIR": "/tmp", "HOME": "/tmp", "PATH": "/usr/bin:/bin"], uniquingKeysWith: { a, _ in a }
    )
    .sorted(by: { $0.key < $1.key }) {
      bubblewrap += ["--setenv", name, value]
    }
    bubblewrap += ["--remount-ro", "/", "--chdir", "/tmp", "--"] + dropOfRoot + [Self.programPath] + arguments
    return Command(Self.bubblewrap, bubblewrap, environment: [:], directory: "/", limits: limits)
  }

  /// Where the program lies inside.
  private static let programPath = "/exercise/program"
  static let bubblewrap = "/usr/bin/bwrap"
  private var isRoot: Bool { geteuid() == 0 }

  /// As root no user namespace is made, for in one the user could not be changed any more.
  private var namespaces: [String] {
    let some = ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    let user = isRoot ? [] : ["--unshare-user"]
    return some + user + (containment == .sharedProcesses ? [] : ["--unshare-pid"])
  }

  private var systemMounts: [String] {
    let links = ["bin", "lib", "lib64", "sbin"].flatMap { name -> [String] in
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/\(name)") else {
        return ["--ro-bind-try", "/\(name)", "/\(name)"]
      }
      return ["--symlink", target, "/\(name)"]
    }
    return ["--ro-bind", "/usr", "/usr"] + links
      + ["--perms", "0755", "--dir", "/etc", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
      + ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--perms", "0755", "--dir", "/exercise"]
      + ["--perms", "0755", "--dir", "/datasets"]
  }

  /// The kernel's limit of processes does not bind root, so that root becomes somebody without a name inside.
  private var dropOfRoot: [String] {
    guard isRoot else { return [] }
    let nobody = "61234"
    return ["/usr/bin/setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups", "--no-new-privs", "--"]
  }

  private var temporaryBytes: Int { 256 << 20 }

  func works() -> Bool {
    let command = wrap(
      program: "/usr/bin/true", arguments: [], mounts: [], environment: [:], scratch: "/tmp", limits: .none)
    guard let null = try? openNull() else { return false }
    defer { close(null) }
    guard let child = try? Child(command, descriptors: [null, null, null]) else { return false }
    return child.wait() == .exited(0)
  }
}
