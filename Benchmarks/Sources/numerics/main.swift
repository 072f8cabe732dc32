import Foundation
import LabNumerics
import Measuring

// LabNumerics side by side with C, NumPy and SciPy: see README.md. Tables in Markdown on stdout, progress on stderr.

let sections: [(name: String, title: String, measure: (Effort) throws -> Findings)] = [
  ("overhead", "Over the same cblas call from C", Overhead.measure),
  ("loops", "A learner's loops, and the smallest problems", Loops.measure),
  ("numpy", "Against NumPy and SciPy, Double", { try AgainstNumPy.measure(Double.self, $0) }),
  ("numpy-float", "Against NumPy and SciPy, Float", { try AgainstNumPy.measure(Float.self, $0) }),
  ("elementwise", "Elementwise against NumPy", Elementwise.measure),
  ("sparse", "Sparse matrices against SciPy", Sparse.measure),
  ("memory", "Peak memory against SciPy", Memory.measure),
  ("allocations", "Allocations in steady state", Allocations.measure),
  ("threads", "Two BLAS threads", Threads.measure),
  ("digits", "Digits on NIST's linear regressions", Digits.measure),
  ("factorisations", "Factorisations", Factorisations.measure),
]
let usage = """
  numerics [--quick] [SECTION…]        all sections, or only these: \(sections.map(\.name).joined(separator: " "))
  numerics [--quick] --document FILE   writes the table of factorisations into a page of the documentation

  """
Environment.shed()
var names = Array(CommandLine.arguments.dropFirst())
if names.count == 3, names[0] == "--peak", let n = Int(names[2]) {  // how `memory` calls itself
  print(try Memory.peakBytes(of: names[1], n: n))
  exit(0)
}
var document: String?
if let option = names.firstIndex(of: "--document"), option + 1 < names.count {
  document = names[option + 1]
  names.removeSubrange(option...option + 1)
}
let effort = Effort(isQuick: names.contains("--quick"))
names.removeAll { $0 == "--quick" }
guard names.allSatisfy({ name in sections.contains { $0.name == name } }) else {
  FileHandle.standardError.write(Data(usage.utf8))
  exit(["-h", "--help"].contains(names[0]) ? 0 : 2)
}

do {
  if let document {
    try Document(document).replace("factorisations", with: try Factorisations.measure(effort).lines)
    exit(0)
  }
  let machine = try Machine(repository: Environment.repository)
  for fact in machine.facts { print("- \(fact)") }
  print("- load average before: \(Machine.load())")
  var misses: [String] = []
  for section in sections where names.isEmpty || names.contains(section.name) {
    print("\n### \(section.title)\n")
    let (time, findings) = try seconds { () throws -> Findings? in
      do {
        return try section.measure(effort)
      } catch let missing as Python.Missing {
        print("Not compared: \(missing).")
        return nil
      }
    }
    tell("\(section.name) took \(Int(time.rounded())) s")
    guard let findings else { continue }
    print(findings.lines.joined(separator: "\n"))
    fflush(nil)
    misses += findings.misses.map { "\(section.name): \($0)" }
  }
  print("### Limits missed\n")
  print(misses.isEmpty ? "None." : misses.map { "- \($0)" }.joined(separator: "\n"))
  print("\nLoad average after: \(Machine.load())")
} catch {
  tell("\(error)")
  exit(70)
}

/// Tells on stderr what goes on.
func tell(_ text: String) { FileHandle.standardError.write(Data("numerics: \(text)\n".utf8)) }
