/// What misconceptions have answered: each is asked once, however often it is suspected.
///
/// A proof judges dozens of them under twenty seeds, and looks for all of them each time.
final class KnownAnswers<Submission> {
  private struct Place: Hashable {
    var misconception: Int
    var check: String
    var caseIndex: Int
  }

  private var trials: [Place: Trial<Submission>] = [:]

  /// One case of a check, run by `run` if it is not known.
  func trial(
    of misconception: Int, in check: Check<Submission>, _ caseIndex: Int, _ run: () -> Trial<Submission>
  ) -> Trial<Submission> {
    let place = Place(misconception: misconception, check: check.name, caseIndex: caseIndex)
    if let known = trials[place] { return known }
    let trial = run()
    trials[place] = trial
    return trial
  }

  func forget() { trials = [:] }

  /// Forgets what another seed could change.
  func forgetSeeded() { trials = trials.filter(\.value.check.isFixed) }
}
