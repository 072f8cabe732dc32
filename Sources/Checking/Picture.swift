import LabNumerics
import LabPlot

/// Something to look at: yours beside the target, a loss curve, the regions of a decision.
///
/// It is made when the checks are over, of what passed and of what did not, and never decides anything: one that throws,
/// traps or takes too long is left out.
public struct Picture<Submission> {
  let figure: (Submission, inout SplitMix64) throws -> Figure

  /// - Parameter figure: computes it with the submission, through `Function.unrecorded`; in some 0.1 s, for somebody
  ///   is waiting.
  public init(_ figure: @escaping (Submission, inout SplitMix64) throws -> Figure) { self.figure = figure }
}
