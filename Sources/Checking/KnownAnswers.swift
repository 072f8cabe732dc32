import Events

/// What submissions have answered in one process: what cannot change is asked once.
///
/// A proof judges dozens of misconceptions under twenty seeds and looks for all of them each time; and whatever the seed,
/// a check on fixed input asks the same.
final class KnownAnswers<Submission> {
  private struct Place: Hashable {
    var subject: Request.Subject
    var check: String
    var caseIndex: Int
  }

  private var trials: [Place: Trial<Submission>] = [:]

  /// One case of a check, run by `run` if it is not known.
  func trial(
    of subject: Request.Subject, in check: Check<Submission>, _ caseIndex: Int, _ run: () -> Trial<Submission>
  ) -> Trial<Submission> {
    let place = Place(subject: subject, check: check.name, caseIndex: caseIndex)
    if let known = trials[place] { return known }
    let trial = run()
    trials[place] = trial
    return trial
  }

  func forget() { trials = [:] }

  /// Forgets what another seed could change.
  func forgetSeeded() { trials = trials.filter(\.value.check.isFixed) }
}
