import Foundation
import Sandbox
import Testing

/// A training is shown, kept and gone on with; the fixture's has three epochs, the losses 1, 1.5 and 2.
@Suite struct TrainCommandTests {
  /// Right, but the third epoch does not end as it should.
  private static func failing(_ fault: String) -> String {
    "import Glibc\n" + Desk.right.replacing("{ x.isEmpty", with: "{ if x.count == 3 { \(fault) }; return x.isEmpty")
  }

  private func kept(_ desk: Desk) -> [UInt8]? {
    (try? Data(contentsOf: desk.workspace.appendingPathComponent(".mllab/checkpoints/mean"))).map { Array($0) }
  }

  @Test func `without a terminal there is a line for each epoch, and a whole training is not made twice`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    let first = try desk.run("train", "mean")
    #expect(first.status == 0, "\(first)")
    #expect(first.lines.first == "mean: 3 epochs to go; Ctrl-C stops, each whole epoch is kept.")
    #expect(first.lines.filter { $0.hasPrefix("  epoch ") }.count == 3)
    #expect(first.out.contains("  epoch 1 of 3, loss 1.0000, ") && first.out.contains("  epoch 3 of 3, loss 2.0000\n"))
    #expect(first.out.contains("To have it judged: mllab run mean"))
    #expect(!first.out.contains("\u{1b}"))
    #expect(kept(desk) == [1, 2, 3])
    let again = try desk.run("train", "mean")
    #expect(again.status == 0 && again.out.contains("all 3 epochs are made"), "\(again)")
    let anew = try desk.run("train", "mean", "--anew")
    #expect(anew.status == 0 && anew.out.contains("  epoch 1 of 3"), "\(anew)")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: desk.workspace.appendingPathComponent(".mllab/checkpoints").path)
    #expect(files.count == 2, "the old one is set aside: \(files)")
  }

  @Test func `a fault in a later epoch leaves what was whole, and the mended file goes on from there`() throws {
    let desk = try Desk()
    try desk.save(Self.failing("fatalError(\"no luck\")"))
    let crashed = try desk.run("train", "mean")
    #expect(
      crashed.status == 1 && crashed.out.contains("no luck") && crashed.out.contains("mean.swift:2"), "\(crashed)")
    #expect(crashed.out.contains("Epoch 2 of 3 is kept"))
    #expect(kept(desk) == [1, 2])
    try desk.save(Desk.right)
    let mended = try desk.run("train", "mean")
    #expect(mended.status == 0 && mended.out.contains("from the checkpoint behind epoch 2, 1 epoch to go"), "\(mended)")
    #expect(kept(desk) == [1, 2, 3])
  }

  @Test func `what cannot be trained says why`() throws {
    let desk = try Desk()
    let unwritten = try desk.run("train", "mean")
    #expect(unwritten.status == 1 && unwritten.out.contains("mean is not written yet"), "\(unwritten)")
    try desk.save("func mean(")
    #expect(try desk.run("train", "mean").status == 1)
    try desk.save(Desk.rightSpread, as: "spread")
    let nothing = try desk.run("train", "spread")
    #expect(nothing.status == 2 && nothing.err.contains("spread has nothing to train"), "\(nothing)")
    #expect(try desk.run("train", "maen").status == 2)
    #expect(kept(desk) == nil)
  }

  @Test func `on a terminal there is a bar, and Ctrl-C keeps the last whole epoch`() throws {
    let desk = try Desk()
    try desk.save(Self.failing("sleep(60)"))
    let terminal = try PseudoTerminal(
      Command(Desk.executable.path, ["train", "mean"], environment: desk.environment), at: desk)
    try terminal.wait(for: "epoch 2 of 3, loss 1.5000")
    terminal.type("\u{3}")
    #expect(try terminal.end() == .exited(130))
    #expect(terminal.unread.contains("Stopped. Epoch 2 of 3 is kept; mllab train mean goes on from there."))
    #expect(kept(desk) == [1, 2])
  }
}
