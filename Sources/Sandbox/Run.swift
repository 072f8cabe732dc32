import CSpawn
import Foundation

/// A program to be run confined once.
public struct Run: Sendable {
  public var program: String
  public var arguments: [String] = []
  /// What it finds on descriptor 3; nil for a program that is not judged, whose descriptors 3 and 4 stay closed.
  public var request: String?
  /// Groups of datasets/ that it may read, and the folder they lie in.
  public var data: [String] = []
  public var dataFolder: String
  /// A folder for what it prints and how it crashed.
  public var scratch: String
  public var limits: Limits
  public var blasThreads = 1
  /// How much longer than its limit of the clock it may take while it waits for a processor, as a multiple of the limit.
  public var patience = 4.0
  /// What else it sees of the system.
  public var mounts: [Mount] = []
  /// Added to its environment.
  public var environment: [String: String] = [:]
  /// stdin, stdout and stderr are the tool's own, not a file: for a program that nobody judges.
  public var isInteractive = false

  public init(program: String, dataFolder: String, scratch: String, limits: Limits) {
    self.program = program
    self.dataFolder = dataFolder
    self.scratch = scratch
    self.limits = limits
  }
}

/// How a confined program ended.
public struct RunResult: Sendable {
  public enum Stop: Sendable {
    case wallTime
    case memory
  }

  public var ending: Ending
  /// The tool ended it, and why.
  public var stop: Stop?
  public var seconds: Double
  /// How long it was allowed to take, from its start or from the last `LineReply.deadline`.
  public var allowedSeconds: Double
  /// What the runtime's backtracer wrote, if it crashed.
  public var crashReport: String
  public var outputPath: String

  /// What it printed, at most so many bytes of it.
  public func output(limit: Int) -> String { readText(outputPath, limit: limit) }

  /// The same, with those that are no UTF-8 as they are.
  public func outputBytes(limit: Int) -> [UInt8] { readBytes(outputPath, limit: limit) }

  /// How much it printed, in bytes.
  public var outputSize: Int {
    var status = stat()
    return stat(outputPath, &status) == 0 ? Int(status.st_size) : 0
  }
}

/// What the reader of a program's lines wants to change.
public enum LineReply: Sendable {
  case goOn
  /// From now on it has so many seconds.
  case deadline(seconds: Double)
}

extension Sandbox {
  /// Runs a program to its end, or ends it at its limits; everything it started is gone afterwards.
  ///
  /// `onLine` is given every line from the program's descriptor 4, as it comes. Throws `Cancelled`, or `SystemError` if
  /// the program cannot be started.
  public func run(
    _ run: Run, with toolchain: Toolchain, cancellation: Cancellation? = nil,
    onLine: (String) throws -> LineReply = { _ in .goOn }
  ) throws -> RunResult {
    let crashPath = "\(run.scratch)/crash.json"
    let outputPath = "\(run.scratch)/output"
    let output = try openForWriting(outputPath)
    defer { close(output) }
    close(try openForWriting(crashPath))
    chmod(crashPath, 0o666)  // root becomes another user inside
    if run.program.hasPrefix(run.scratch + "/") { chmod(run.program, 0o755) }
    let mark = containment == .processGroup || containment == .sharedProcesses ? UUID().uuidString : nil
    var limits = run.limits
    limits.processes = limits.processes.map { $0 + systemTaskCount() }
    let command = wrap(
      program: run.program, arguments: run.arguments, mounts: mounts(run, toolchain, crashPath: crashPath),
      environment: environment(run, toolchain, crashPath: crashPath, mark: mark), scratch: run.scratch, limits: limits)

    let null = try openNull()
    defer { close(null) }
    // A terminal is not handed on: the program is in another process group and would be stopped when it reads.
    var descriptors = run.isInteractive ? [isatty(0) == 1 ? null : 0, 1, 2] : [null, output, output]
    var requestEnds: [Int32] = [-1, -1]
    var eventEnds: [Int32] = [-1, -1]
    if run.request != nil {
      guard cspawn_pipe(&requestEnds) == 0, cspawn_pipe(&eventEnds) == 0 else {
        throw SystemError("make a pipe", errno)
      }
      descriptors += [requestEnds[0], eventEnds[1]]
    }
    defer { if eventEnds[0] >= 0 { close(eventEnds[0]) } }
    let start = monotonicSeconds()
    let child: Child
    do {
      defer { for end in [requestEnds[0], eventEnds[1]] where end >= 0 { close(end) } }
      defer { if requestEnds[1] >= 0 { close(requestEnds[1]) } }
      if let request = run.request {
        _ = Array(request.utf8).withUnsafeBytes { write(requestEnds[1], $0.baseAddress, $0.count) }
      }
      child = try Child(command, descriptors: descriptors)
    }
    let tree = ProcessTree(root: child.id, marked: mark)
    defer { tree.killAll() }

    var events = LineBuffer(descriptor: eventEnds[0])
    var allowed = run.limits.wallSeconds ?? .infinity
    var deadline = start + allowed
    // What it waits for a processor that others have is not its own time. Each wait is made good once, and all of them
    // together up to a few times the limit: somebody is waiting, too.
    var (queued, lastDeadline) = (0.0, deadline + run.patience * allowed)
    var stop: RunResult.Stop?
    var nextLook = start + memoryInterval
    watching: while stop == nil {
      let wake = min(deadline, nextLook)
      let readable = waitForReadable(
        [child.endDescriptor] + (events.isOpen ? [events.descriptor] : [])
          + (cancellation.map { [$0.descriptor] } ?? []), until: wake)
      if let cancellation, readable.contains(cancellation.descriptor) { throw Cancelled() }
      if events.isOpen, readable.contains(events.descriptor) {
        for line in events.readAvailable() {
          guard case .deadline(let seconds) = try onLine(line) else { continue }
          // Of a long time the last part goes to asking where the program is.
          allowed = seconds
          deadline = monotonicSeconds() + (seconds < 1 ? seconds : seconds - reportSeconds / 2)
          lastDeadline = deadline + run.patience * seconds
        }
      }
      if readable.contains(child.endDescriptor) { break watching }
      if monotonicSeconds() >= deadline {
        let now = max(queued, tree.queuedSeconds())  // who waited longest may be gone
        deadline = min(deadline + now - queued, lastDeadline)
        queued = now
        if deadline - monotonicSeconds() < leastExtension { stop = .wallTime }
      }
      if monotonicSeconds() >= nextLook {  // however busy the channel is
        if let most = run.limits.memoryBytes, tree.residentBytes() > most { stop = .memory }
        nextLook = monotonicSeconds() + memoryInterval
      }
    }
    // What takes too long is asked where it is: the runtime answers SIGQUIT with a report as after a crash. Not where
    // nothing but a mark in the environment tells what belongs to the run: the backtracer bears none, and would live on.
    // Nor where so little time was allowed that the asking would take as long.
    if stop == .wallTime, allowed >= 1, run.request != nil, mark == nil, tree.signal(run.program, SIGQUIT) {
      let end = monotonicSeconds() + reportSeconds
      while monotonicSeconds() < end, !readText(crashPath, limit: 1 << 20).hasSuffix("}\n"),
        waitForReadable([child.endDescriptor], until: monotonicSeconds() + 0.01).isEmpty
      {}
    }
    if stop != nil { tree.killAll() }
    let ending = unwrapped(child.wait())
    tree.killAll()
    // It came to its end by itself, just before it was killed.
    if stop == .wallTime, case .exited = ending { stop = nil }
    // What was written before the end is still in the pipe, unless something that lives on holds it open. What came after
    // the limit does not count: the question where it is can wake what slept.
    while stop != .wallTime, events.isOpen,
      waitForReadable([events.descriptor], until: monotonicSeconds()).contains(events.descriptor)
    {
      for line in events.readAvailable() { _ = try onLine(line) }
    }
    return RunResult(
      ending: ending, stop: stop, seconds: monotonicSeconds() - start, allowedSeconds: allowed,
      crashReport: readText(crashPath, limit: 1 << 20), outputPath: outputPath)
  }

  /// bubblewrap reports a signal as a shell does.
  private func unwrapped(_ ending: Ending) -> Ending {
    if containment != .processGroup, case .exited(let status) = ending, status > 128 {
      return .signalled(status - 128)
    }
    return ending
  }

  private func mounts(_ run: Run, _ toolchain: Toolchain, crashPath: String) -> [Mount] {
    [
      .reading(toolchain.runtimeLibraries, at: "/swift"), .reading(toolchain.backtracers, at: "/swift-backtracers"),
      .reading(toolchain.toolkitLibraries, at: "/toolkit"), .writing(crashPath, at: "/exercise/crash.json"),
    ] + run.mounts + run.data.map { .reading("\(run.dataFolder)/\($0)", at: "/datasets/\($0)") }
  }

  private func environment(_ run: Run, _ toolchain: Toolchain, crashPath: String, mark: String?) -> [String: String] {
    let isBare = containment == .processGroup
    let libraries = isBare ? [toolchain.runtimeLibraries, toolchain.toolkitLibraries] : ["/swift", "/toolkit"]
    let backtracer = (isBare ? toolchain.backtracers : "/swift-backtracers") + "/linux/swift-backtrace-static"
    var environment = [
      "LD_LIBRARY_PATH": libraries.joined(separator: ":"),
      "LANG": "C.UTF-8",
      "OPENBLAS_NUM_THREADS": String(run.blasThreads),
      "MLLAB_DATASETS": isBare ? run.dataFolder : "/datasets",
      "SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no,threads=crashed,registers=none,images=none,"
        + "symbolicate=full,format=json,swift-backtrace=\(backtracer),"
        + "output-to=\(isBare ? crashPath : "/exercise/crash.json")",
    ]
    if let mark { environment[ProcessTree.mark] = mark }
    environment.merge(run.environment) { $1 }
    if run.isInteractive, access(lineBuffering, R_OK) == 0 {
      environment["LD_PRELOAD"] = lineBuffering
      environment["_STDBUF_O"] = "L"
    }
    return environment
  }
}

/// The part of coreutils' stdbuf that makes stdout give every line on, so that a trap does not lose what was printed.
private let lineBuffering = "/usr/libexec/coreutils/libstdbuf.so"

/// What a report may take: it is there after 0.14 s, since the backtracer reads the debugging information of everything
/// loaded, unless the machine is busy or the program resists.
private let reportSeconds = 0.35

/// A shorter wait is not made good: the clock is no better than that.
private let leastExtension = 0.02

/// How often the resident memory is looked at.
private let memoryInterval = 0.03

/// All tasks of the system (the number behind the slash in /proc/loadavg): the user's own are among them, and
/// RLIMIT_NPROC counts those.
private func systemTaskCount() -> Int {
  let fields = readText("/proc/loadavg", limit: 256).split(separator: " ")
  return fields.count > 3 ? fields[3].split(separator: "/").last.flatMap { Int($0) } ?? 4096 : 4096
}

/// Lines out of a pipe; what is beyond a limit is thrown away, so that nobody can fill the tool's memory.
private struct LineBuffer {
  let descriptor: Int32
  private(set) var isOpen: Bool
  private var pending: [UInt8] = []
  private var total = 0

  init(descriptor: Int32) {
    self.descriptor = descriptor
    isOpen = descriptor >= 0
  }

  mutating func readAvailable() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else {
      if count == 0 || errno != EINTR { isOpen = false }
      return []
    }
    total += count
    guard total <= 8 << 20 else { return [] }
    pending += buffer[..<count]
    guard let last = pending.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = pending[..<last].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    pending.removeSubrange(...last)
    return lines
  }
}
