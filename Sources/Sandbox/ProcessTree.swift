import Glibc

/// What a process has started, as /proc knows it.
struct ProcessTree {
  /// The environment variable by which a run's processes are known even after they left their parent and group.
  static let mark = "MLLAB_RUN"

  let root: pid_t
  /// The value of `mark`; nil if the process namespace ends everything by itself.
  let marked: String?

  /// The resident memory of all processes together, in bytes.
  func residentBytes() -> Int {
    members().reduce(0) { sum, id in
      let fields = readText("/proc/\(id)/statm", limit: 256).split(separator: " ")
      return sum + (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
  }

  /// How long the thread that waited longest was ready to run while others had the processors, in seconds; 0 where the
  /// system does not say.
  func queuedSeconds() -> Double {
    let nanoseconds = members().flatMap { id in
      entries(of: "/proc/\(id)/task").map { thread in
        let fields = readText("/proc/\(id)/task/\(thread)/schedstat", limit: 256).split(separator: " ")
        return fields.count > 1 ? Double(fields[1]) ?? 0 : 0
      }
    }
    return (nanoseconds.max() ?? 0) * 1e-9
  }

  /// Sends a signal to the program itself, not to what shuts it in or to what it started.
  ///
  /// - Returns: whether there is one.
  func signal(_ program: String, _ signal: Int32) -> Bool {
    let name = String((program.split(separator: "/").last ?? "").prefix(15))  // as much as the system keeps
    let id = members().sorted().first { readText("/proc/\($0)/comm", limit: 64) == "\(name)\n" }
    return id.map { kill($0, signal) == 0 } ?? false
  }

  /// Kills everything, again and again until nothing is left: what is killed may have just started something.
  func killAll() {
    kill(-root, SIGKILL)
    guard marked != nil else { return }
    for _ in 0..<100 {
      let left = members().filter { $0 != root }
      guard !left.isEmpty else { return }
      for id in left { kill(id, SIGKILL) }
      usleep(1000)
    }
  }

  /// The entries of a folder whose names are numbers: processes, or the threads of one.
  private func entries(of path: String) -> [pid_t] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if let id = pid_t(name) { found.append(id) }
    }
    return found
  }

  private func members() -> [pid_t] {
    let parents = entries(of: "/proc").compactMap { id in parent(of: id).map { (id: id, parent: $0) } }
    var found: Set<pid_t> = [root]
    if let marked {
      let wanted = "\(Self.mark)=\(marked)"
      for (id, _) in parents
      where readText("/proc/\(id)/environ", limit: 1 << 16).split(separator: "\0").contains(Substring(wanted)) {
        found.insert(id)
      }
    }
    var grows = true
    while grows {
      grows = false
      for (id, parent) in parents where found.contains(parent) && !found.contains(id) {
        found.insert(id)
        grows = true
      }
    }
    return Array(found)
  }

  /// The fourth field of /proc/ID/stat; the second, the name, may hold blanks and parentheses.
  private func parent(of id: pid_t) -> pid_t? {
    let text = readText("/proc/\(id)/stat", limit: 1024)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 1, fields[0] != "Z" else { return nil }
    return pid_t(fields[1])
  }
}
