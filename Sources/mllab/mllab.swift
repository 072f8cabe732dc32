import ArgumentParser
import Curriculum
import Foundation
import Grading
import Sandbox

@main struct MLLab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mllab", abstract: "A personal machine-learning lab.", subcommands: [Prepare.self, RunX.self, VerifyX.self])
}
struct Prepare: ParsableCommand {
  func run() throws {
    let lab = try Lab.current()
    let tc = try Toolchain.install(fromBuild: lab.folder + "/../release", package: lab.home.path, lab: lab.folder)
    print(tc.version)
  }
}
struct RunX: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "run")
  @Argument var name: String
  @Option var file: String?
  @Option var repeats = 1
  func run() throws {
    let lab = try Lab.current()
    let c = try Curriculum(at: lab.exercises)
    let g = try lab.grader()
    print(g.sandbox.containment)
    let e = c.exercise(named: name)!
    for _ in 0..<repeats {
    let v = try g.judge(try SourceFile(at: file ?? e.solutionURL.path), by: e, dependencies: try g.dependencies(of: e, in: c, passed: { _ in nil }), options: .init(seed: 1))
    print(v.headline, v.seconds)
    for check in v.checks { print(" ", check.name, check.outcome, check.output) }
    for d in v.diagnostics { print(d) }
    print(v.suspected as Any, v.notes)
    }
  }
}

struct VerifyX: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "verify")
  @Argument var names: [String] = []
  @Option var seeds = 20
  func run() throws {
    let lab = try Lab.current()
    let c = try Curriculum(at: lab.exercises)
    let g = try lab.grader()
    for e in c.exercises where names.isEmpty || names.contains(e.slug) {
      do {
      let proof = try g.prove(e, in: c, seeds: (1...UInt64(seeds)).map { $0 })
      print(proof.isProved ? "proved" : "NOT PROVED", e.slug, proof.checkCount, "checks", proof.misconceptionCount, "misconceptions", proof.alternativeCount, "alternatives", proof.runCount, "runs", proof.seconds)
      for p in proof.problems { print("  - " + p) }
      } catch { print("ERROR", e.slug, error) }
    }
  }
}
