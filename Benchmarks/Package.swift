// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the first build of mllab knows nothing of it, nor of what it depends on.
let package = Package(
  name: "mllab-benchmarks",
  dependencies: [
    .package(name: "mllab", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // How long a learner waits.
    .executableTarget(name: "loop", dependencies: ["Measuring"]),
    // How long a reader waits for lessons, pictures and the page of progress.
    .executableTarget(name: "lessons", dependencies: ["Measuring"]),

    // MARK: - Numerics, side by side with C, NumPy and SciPy
    .executableTarget(
      name: "numerics",
      dependencies: [
        "Measuring", "CReference", "LearnersLoops", .product(name: "LabRuntime", package: "mllab"),
      ]),
    // A module of its own, as a learner's file is.
    .target(name: "LearnersLoops", dependencies: [.product(name: "LabRuntime", package: "mllab")]),
    .target(name: "CReference", linkerSettings: [.linkedLibrary("openblas")]),

    // MARK: - What both report with
    .target(name: "Measuring"),

    // MARK: - swift package benchmark
    .benchmark("Kernels"),
    .benchmark("Factorisations"),
    .benchmark("Elementwise"),
    .benchmark("RandomNumbers"),
  ],
  swiftLanguageModes: [.v6]
)

extension Target {
  /// A target of package-benchmark's, which looks for them right below a folder with the name Benchmarks.
  static func benchmark(_ name: String) -> Target {
    .executableTarget(
      name: name,
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"), .product(name: "LabRuntime", package: "mllab"),
      ],
      path: name, plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  }
}
