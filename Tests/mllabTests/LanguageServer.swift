import Foundation
import Sandbox

/// sourcekit-lsp as an editor drives it: JSON-RPC over its stdin and stdout, each message after its length.
final class LanguageServer {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  private var lastID = 0

  /// The server did not answer, or not so.
  struct Silent: Error { var wanted: String }

  /// Starts the server of the toolchain in PATH on a folder.
  init(_ folder: URL) throws {
    let swift = try Self.toolchain()
    process.executableURL = swift.appendingPathComponent("bin/sourcekit-lsp")
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.currentDirectoryURL = folder
    try process.run()
    _ = try request(
      "initialize",
      [
        "processId": NSNull(), "rootUri": folder.absoluteString,
        "capabilities": ["textDocument": ["publishDiagnostics": [:] as [String: Any]]],
      ])
    try send(["method": "initialized", "params": [:] as [String: Any]])
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// The `usr` folder that swiftc names.
  private static func toolchain() throws -> URL {
    struct Info: Decodable {
      struct Paths: Decodable { var runtimeResourcePath: String }
      var paths: Paths
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swiftc", "-print-target-info"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let info = try JSONDecoder().decode(Info.self, from: data)
    return URL(fileURLWithPath: info.paths.runtimeResourcePath).deletingLastPathComponent().deletingLastPathComponent()
  }

  // MARK: - What an editor does

  func open(_ file: URL, _ text: String) throws {
    try send([
      "method": "textDocument/didOpen",
      "params": [
        "textDocument": ["uri": file.absoluteString, "languageId": "swift", "version": 1, "text": text] as [String: Any]
      ],
    ])
  }

  /// The names offered at the end of a text.
  func completions(_ file: URL, atEndOf text: String) throws -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let answer = try request(
      "textDocument/completion",
      [
        "textDocument": ["uri": file.absoluteString],
        "position": ["line": lines.count - 1, "character": lines[lines.count - 1].utf16.count],
      ])
    let items = (answer as? [String: Any])?["items"] as? [[String: Any]] ?? []
    return items.compactMap { $0["label"] as? String }
  }

  /// What is wrong with a file, asked for rather than waited for.
  func errors(_ file: URL) throws -> [String] {
    let answer = try request("textDocument/diagnostic", ["textDocument": ["uri": file.absoluteString]])
    let items = (answer as? [String: Any])?["items"] as? [[String: Any]] ?? []
    return items.filter { $0["severity"] as? Int == 1 }.compactMap { $0["message"] as? String }
  }

  // MARK: - JSON-RPC

  private func request(_ method: String, _ parameters: [String: Any]) throws -> Any? {
    lastID += 1
    try send(["id": lastID, "method": method, "params": parameters])
    let deadline = monotonicSeconds() + 60
    while let message = try receive(until: deadline) {
      guard message["id"] as? Int == lastID, message["method"] == nil else { continue }
      if let error = message["error"] { throw Silent(wanted: "\(method): \(error)") }
      return message["result"]
    }
    throw Silent(wanted: method)
  }

  private func send(_ message: [String: Any]) throws {
    let body = try JSONSerialization.data(withJSONObject: message.merging(["jsonrpc": "2.0"]) { $1 })
    try input.fileHandleForWriting.write(contentsOf: Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body)
  }

  private func receive(until deadline: Double) throws -> [String: Any]? {
    while true {
      if let end = unread.firstRange(of: Data("\r\n\r\n".utf8)) {
        let header = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        let length = header.firstMatch(of: /Content-Length: (\d+)/).flatMap { Int($0.1) } ?? 0
        if unread.endIndex - end.upperBound >= length {
          let body = Data(unread[end.upperBound..<end.upperBound + length])
          unread = Data(unread[(end.upperBound + length)...])
          return try JSONSerialization.jsonObject(with: body) as? [String: Any]
        }
      }
      let descriptor = output.fileHandleForReading.fileDescriptor
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Int32(max(0, deadline - monotonicSeconds()) * 1000)) > 0 else { return nil }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return nil }
      unread += buffer[..<count]
    }
  }
}
