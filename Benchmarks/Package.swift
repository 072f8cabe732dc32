// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it drives the built tool from outside, and the first build of mllab knows nothing of it.
let package = Package(
  name: "mllab-benchmarks",
  targets: [
    // How long a learner waits.
    .executableTarget(name: "loop", dependencies: ["Measuring"]),

    // MARK: - What is measured with
    .target(name: "Measuring"),
  ],
  swiftLanguageModes: [.v6]
)
