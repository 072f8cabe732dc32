import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure kernels of linear algebra, or whole models, beside the well-known libraries.",
    discussion: """
      Without a subcommand it measures kernels: mllab bench gemm is mllab bench kernels gemm.

      Examples:
        mllab bench                   all kernels, about a minute
        mllab bench gemm lu --peers   two of them, with NumPy
        mllab bench models --peers    whole fits of the exercises' models, with scikit-learn
        mllab bench models --growth   how the time of a fit grows with rows and columns
        mllab bench kernels --help    what kernels there are
      """, subcommands: [BenchKernelsCommand.self, BenchModelsCommand.self], defaultSubcommand: BenchKernelsCommand.self
  )
}
