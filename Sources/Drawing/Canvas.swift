/// Where a figure is drawn.
public enum Canvas: Sendable, Equatable {
  /// For pages: scales, and every text in it can be read and searched.
  case svg
  /// For what shows no SVG.
  case png
  /// Characters; `isColoured` with 256 colours.
  case terminal(columns: Int, rows: Int, isColoured: Bool)

  public var isTerminal: Bool { if case .terminal = self { true } else { false } }
}
