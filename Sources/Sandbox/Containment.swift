/// How well a learner's program is shut in: the rungs of a ladder, the best first.
///
/// What each covers is said by `explanation`; a verdict names the rung it was reached on.
public enum Containment: String, Codable, CaseIterable, Sendable {
  /// bubblewrap with namespaces of its own for processes, network and files.
  case full
  /// The same with the system's /proc visible: containers that refuse to mount one.
  case boundProc
  /// bubblewrap without a process namespace.
  case sharedProcesses
  /// No namespaces at all: a process group and limits.
  case processGroup

  /// What no rung can do, for `doctor`; more of it at `Sandbox`.
  public static let notCovered =
    "attacks on the kernel, what can be read in /usr, and code that searches its own memory for the answers"

  /// One sentence for `doctor` and for the verdict.
  public var explanation: String {
    switch self {
    case .full: "full: own processes, no network, sees only the system's libraries, the lab's and its data"
    case .boundProc: "bound /proc: as full, but the names of the system's processes can be read"
    case .sharedProcesses: "shared processes: no network, own files, but the system's processes are visible"
    case .processGroup: "process group: time, memory and output are limited; files and network are NOT protected"
    }
  }
}

/// A file or folder of the system that a confined program sees.
public struct Mount: Sendable {
  var source: String
  var target: String
  var isWritable: Bool

  public static func reading(_ source: String, at target: String) -> Mount {
    Mount(source: source, target: target, isWritable: false)
  }

  public static func writing(_ source: String, at target: String) -> Mount {
    Mount(source: source, target: target, isWritable: true)
  }
}
