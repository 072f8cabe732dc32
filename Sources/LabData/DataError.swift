/// Why a data set could not be found, read or written.
///
/// `source` is the file's path or the name of the data set, as it was asked for.
public enum DataError: Error, Equatable {
  /// No folder `datasets` with a manifest, in any of the places looked at.
  case noFolder(lookedIn: [String])
  /// The folder was found, the data set in it was not; `nearest` are names that resemble the one asked for.
  case noDataset(name: String, folder: String, nearest: [String])
  /// The operating system refused; `action` is a verb, "open" or "write".
  case system(action: String, path: String, reason: String)
  /// The file starts like another format.
  case wrongFormat(source: String, wanted: String, found: String)
  /// The file starts well and then breaks its format's rules; `place` is a line or a byte.
  case malformed(source: String, place: Place, problem: String)
  /// The file ends too early.
  case truncated(source: String, wanted: String, bytes: Int)
  /// A sound file that uses something this reader does not know.
  case unsupported(source: String, feature: String, supported: String)
  /// No column with this name.
  case noColumn(source: String, name: String, nearest: [String])
  /// A cell that is not what was asked for.
  case badCell(source: String, line: Int, column: String, text: String, wanted: String)
  /// A cell without a value where every cell must have one.
  case missingCell(source: String, line: Int, column: String, text: String)

  /// Where in a file: a line (from 1) or a byte (from 0).
  public enum Place: Equatable, Sendable {
    case line(Int)
    case byte(Int)
  }
}

extension DataError: CustomStringConvertible {
  /// What was asked, what came, and what to do.
  public var description: String {
    switch self {
    case .noFolder(let places):
      "there is no datasets/MANIFEST.csv in \(places.joined(separator: ", ")) or above; "
        + "set MLLAB_DATASETS to the folder that holds it"
    case .noDataset(let name, let folder, let nearest):
      "there is no data set \"\(name)\" in \(folder)\(Self.offer(nearest, otherwise: "; see MANIFEST.csv there"))"
    case .system(let action, let path, let reason):
      "cannot \(action) \(path): \(reason)"
    case .wrongFormat(let source, let wanted, let found):
      "\(source) is not \(wanted): it starts with \(found)"
    case .malformed(let source, .line(let line), let problem):
      "\(source), line \(line): \(problem)"
    case .malformed(let source, .byte(let byte), let problem):
      "\(source), byte \(byte): \(problem)"
    case .truncated(let source, let wanted, let bytes):
      "\(source) ends too early: wanted \(wanted), found \(bytes) \(bytes == 1 ? "byte" : "bytes"); is the copy complete?"
    case .unsupported(let source, let feature, let supported):
      "\(source) holds \(feature), which is not read here; read are \(supported)"
    case .noColumn(let source, let name, let nearest):
      "\(source) has no column \"\(name)\"\(Self.offer(nearest, otherwise: "; see its property columns"))"
    case .badCell(let source, let line, let column, let text, let wanted):
      "\(source), line \(line), column \"\(column)\": \"\(text)\" is not of type \(wanted); "
        + "if it stands for a missing value, name it in missing:"
    case .missingCell(let source, let line, let column, let text):
      "\(source), line \(line), column \"\(column)\": \"\(text)\" is a missing value; "
        + "drop such rows or fill them before asking for numbers"
    }
  }

  private static func offer(_ names: [String], otherwise: String) -> String {
    names.isEmpty ? otherwise : "; did you mean \(names.map { "\"\($0)\"" }.joined(separator: " or "))?"
  }
}
