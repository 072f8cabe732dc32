import CSpawn

/// What a process may use; nil is no limit.
public struct Limits: Sendable, Equatable {
  /// Time on the clock, watched by the tool.
  public var wallSeconds: Double?
  /// Time on the processor (RLIMIT_CPU: SIGXCPU).
  public var cpuSeconds: Int?
  /// The resident memory of all processes together, and of each the heap (RLIMIT_DATA), a sixteenth less: where one
  /// alone takes too much, it is the allocation that fails, and Swift says where.
  public var memoryBytes: Int?
  /// Size of a file it writes, stdout included (RLIMIT_FSIZE: the write fails).
  public var fileBytes: Int?
  public var openFiles: Int?
  /// Processes and threads of the user (RLIMIT_NPROC; has no effect on root).
  public var processes: Int?

  public init(
    wallSeconds: Double? = nil, cpuSeconds: Int? = nil, memoryBytes: Int? = nil, fileBytes: Int? = nil,
    openFiles: Int? = nil, processes: Int? = nil
  ) {
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.memoryBytes = memoryBytes
    self.fileBytes = fileBytes
    self.openFiles = openFiles
    self.processes = processes
  }

  public static let none = Limits()

  /// For a learner's program: generous to an honest one, short for an endless one.
  public static let graded = Limits(
    wallSeconds: 10, cpuSeconds: 10, memoryBytes: 1 << 30, fileBytes: 16 << 20, openFiles: 64, processes: 256)

  var cValue: cspawn_limits {
    cspawn_limits(
      cpu_seconds: Int64(cpuSeconds ?? -1), data_bytes: Int64(memoryBytes.map { $0 / 16 * 15 } ?? -1),
      file_bytes: Int64(fileBytes ?? -1),
      open_files: Int64(openFiles ?? -1), processes: Int64(processes ?? -1))
  }
}
