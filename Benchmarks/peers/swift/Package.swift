// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "DotProduct",
  targets: [
    .target(name: "DotProduct"),
    .testTarget(name: "DotProductTests", dependencies: ["DotProduct"]),
  ]
)
