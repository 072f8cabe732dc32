import ArgumentParser

@main struct MLLab: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mllab", abstract: "A personal machine-learning lab.")
}
