// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "mllab",
  products: [
    .executable(name: "mllab", targets: ["mllab"]),
    // Vectors and matrices by themselves, for any package.
    .library(name: "LabNumerics", targets: ["LabNumerics"]),
    // What a learner's program links against. Never a dependency of the tool.
    .library(
      name: "LabRuntime", type: .dynamic,
      targets: ["LabNumerics", "LabData", "LabPlot", "Checking", "Starter", "Events", "CAllocationCounter"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: - The learner's half
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .target(name: "CElementwise"),
    .target(name: "CAllocationCounter"),
    .target(
      name: "LabNumerics",
      dependencies: [
        "CElementwise", "COpenBLAS",
        .product(name: "RealModule", package: "swift-numerics"),  // exp, log and their like
        .product(name: "ComplexModule", package: "swift-numerics"),  // eigenvalues
      ],
      exclude: ["README.md"],
      // How the standard library allocates its arrays and asks whether they are shared.
      swiftSettings: [.enableExperimentalFeature("BuiltinModule")]),
    .target(name: "LabData"),
    .target(name: "LabPlot"),
    .target(name: "Starter"),
    .target(name: "Checking", dependencies: ["Events", "LabNumerics", "LabPlot", "CAllocationCounter"]),
    .target(name: "CRawKernels"),
    .executableTarget(name: "mllab-kernels", dependencies: ["Events", "LabNumerics", "CRawKernels"]),

    // MARK: - What leaves the learner's process
    .target(name: "Events"),

    // MARK: - The tool's half
    .target(name: "ContentHash"),
    .target(name: "CSpawn"),
    .target(
      name: "Curriculum", dependencies: [.product(name: "Yams", package: "Yams")], exclude: ["Exercises"]),
    .target(name: "Sandbox", dependencies: ["CSpawn", "ContentHash"]),
    .target(
      name: "Grading", dependencies: ["Curriculum", "Sandbox", "Events", "ContentHash"], exclude: ["README.md"]),
    .target(name: "Drawing", dependencies: ["LabPlot", "Sandbox", "ContentHash"]),
    .target(
      name: "Notebooks",
      dependencies: [
        "Grading", "Sandbox", "Drawing", "LabPlot", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Progress", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
    .executableTarget(
      name: "mllab",
      dependencies: [
        "Grading", "Curriculum", "Sandbox", "Drawing", "LabPlot", "Notebooks", "Progress", "ContentHash",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // MARK: - Tests, one target a target
    .testTarget(
      name: "LabNumericsTests",
      dependencies: ["LabNumerics", "CElementwise", "CAllocationCounter", "mllab-kernels", "LabData"],
      exclude: ["Reference"]),
    .testTarget(name: "mllab-kernelsTests", dependencies: ["mllab-kernels", "LabNumerics"]),
    .testTarget(name: "LabDataTests", dependencies: ["LabData"], exclude: ["References"]),
    .testTarget(name: "LabPlotTests", dependencies: ["LabPlot"]),
    .testTarget(name: "CheckingTests", dependencies: ["Checking"]),
    .testTarget(name: "StarterTests", dependencies: ["Starter"]),
    .testTarget(name: "EventsTests", dependencies: ["Events"]),
    .testTarget(name: "ContentHashTests", dependencies: ["ContentHash"]),
    .testTarget(name: "CurriculumTests", dependencies: ["Curriculum"], exclude: ["roadmap-items.txt"]),
    .testTarget(name: "SandboxTests", dependencies: ["Sandbox"], exclude: ["Programs"]),
    .testTarget(name: "GradingTests", dependencies: ["Grading"], exclude: ["Fixtures"]),
    .testTarget(
      name: "HostileTests", dependencies: ["Grading", "Curriculum", "Sandbox", "Progress"],
      exclude: ["Exercises", "Submissions"]),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing", "LabPlot", "Sandbox"]),
    .testTarget(name: "NotebooksTests", dependencies: ["Notebooks", "Grading", "Drawing", "Sandbox"]),
    .testTarget(name: "ProgressTests", dependencies: ["Progress"]),
    .testTarget(
      name: "mllabTests",
      dependencies: ["mllab", "mllab-kernels", "Grading", "Sandbox", "Drawing", "Progress", "CSpawn"]),
  ],
  swiftLanguageModes: [.v6]
)
