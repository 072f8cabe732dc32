import CReference
import Foundation
import LabNumerics
import Measuring

/// What each factorisation needs at its peak beside its input, in a process that does nothing else, against SciPy.
///
/// The second time: what BLAS keeps for ever after its first call is not counted on either side.
enum Memory {
  static func measure(_ effort: Effort) throws -> Findings {
    let n = effort.isQuick ? 512 : 1024
    var table = Table("n = \(n), MB at the peak beside the input", "ours (≤ SciPy's)", "SciPy's", "SciPy's statement")
    for factorisation in Factorisation.all {
      tell("memory, \(factorisation.title)")
      let ours = try succeed([Environment.program.path, "--peak", factorisation.title, "\(n)"]).output
      guard let bytes = Double(ours.dropLast()) else { throw Failure("no number of bytes: \(ours)") }
      let python = try Python()
      try Input<Double>(n).load(into: python)
      _ = try python.peakBytes(factorisation.statement)
      let theirs = try python.peakBytes(factorisation.statement)
      table.add(
        factorisation.title,
        [
          .atMost(theirs / 1e6 + counting, bytes / 1e6, digits: 1), .figure(theirs / 1e6, digits: 1),
          Table.Cell("`\(factorisation.statement)`"),
        ])
    }
    var findings = Findings()
    findings.add(table)
    return findings
  }

  /// The kernel counts resident pages in batches on every processor: MB that it may be wrong by.
  private static let counting = 0.5

  /// In a fresh process: bytes at the peak of one factorisation above what was resident before it.
  static func peakBytes(of title: String, n: Int) throws -> Int {
    guard let factorisation = Factorisation.all.first(where: { $0.title == title }) else {
      throw Failure("there is no factorisation \(title)")
    }
    let input = Input<Double>(n)
    try factorisation.ours(input)
    // Twice: the program's own pages that this touches are resident the second time.
    var before = 0
    for _ in 0..<2 {
      malloc_trim(0)  // what is free already must not hide what is needed
      before = try resident("VmRSS:")
      try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))  // the peak starts again from here
    }
    try factorisation.ours(input)
    return try resident("VmHWM:") - before
  }

  private static func resident(_ field: String) throws -> Int {
    let line = try text(ofFile: "/proc/self/status").split(separator: "\n").first { $0.hasPrefix(field) }
    guard let number = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure("/proc/self/status has no \(field)")
    }
    return number * 1024
  }

  private struct Factorisation: Sendable {
    let title: String
    let statement: String
    let ours: @Sendable (Input<Double>) throws -> Void

    static let all: [Factorisation] = [
      .init(title: "LU", statement: "sl.lu_factor(a)") { keep(try LU($0.a)) },
      .init(title: "Cholesky", statement: "sl.cholesky(p, lower=True)") { keep(try Cholesky($0.p)) },
      .init(title: "LDLT", statement: "sl.ldl(s)") { keep(try LDLT($0.s)) },
      .init(title: "QR", statement: "sl.qr(a, mode='raw')") { keep(try QR($0.a)) },
      .init(title: "QR, Q and R", statement: "sl.qr(a, mode='economic')") { keep(try QR($0.a).qAndR()) },
      .init(title: "PivotedQR", statement: "sl.qr(a, mode='r', pivoting=True)") { keep(try PivotedQR($0.a)) },
      .init(title: "SVD", statement: "sl.svd(a, full_matrices=False)") { keep(try SVD($0.a)) },
      .init(title: "SymmetricEigen", statement: "sl.eigh(s)") { keep(try SymmetricEigen($0.s)) },
      .init(title: "Eigen", statement: "sl.eig(a)") { keep(try Eigen($0.a)) },
      .init(title: "Schur", statement: "sl.schur(a)") { keep(try Schur($0.a)) },
      .init(title: "leastSquares", statement: "sl.lstsq(t, y)") { keep(try leastSquares($0.t, $0.y)) },
    ]
  }
}
