import Glibc

/// Marks what is still to be written; a check that comes here is "not written", not wrong.
///
/// Injected into every learner's file, so that the file imports nothing for it.
public func todo(_ what: String = "", file: String = #fileID, line: Int = #line) -> Never {
  fflush(nil)
  let name = file.split(separator: "/").last.map(String.init) ?? file
  let note = "\(name):\(line): not written yet" + (what.isEmpty ? "" : ": \(what)") + "\n"
  note.utf8.withContiguousStorageIfAvailable { _ = write(2, $0.baseAddress, $0.count) }
  _exit(notWrittenStatus)
}

/// The exit status by which the tool knows `todo()`; EX_TEMPFAIL of sysexits.h.
private let notWrittenStatus: Int32 = 75
