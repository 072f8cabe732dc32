/// The eight runs of the statement.
enum Run: String {
  case a, b, c, d, e, f, g, h
}

/// What was done in a run.
enum Diagnosis: Int {
  /// No mistake.
  case nothing = 1
  /// The rows are learnt by heart.
  case overfitting
  /// The network is too small.
  case underfitting
  case rateTooHigh
  case rateTooLow
  /// Rows sorted by class, in every epoch.
  case notShuffled
  /// The validation rows are among those that are learnt from.
  case validationRowsLearnt
  /// All is learnt but the random labels.
  case labelNoise
  /// No label belongs to its row.
  case labelsApart
  /// The same answer for every row.
  case nothingLearnt
}

/// What was done.
func diagnosis(of run: Run) -> Diagnosis {
  switch run {
  case .a:
    // BEGIN SOLUTION
    return .rateTooHigh
  // END SOLUTION
  case .b:
    // BEGIN SOLUTION
    return .validationRowsLearnt
  // END SOLUTION
  case .c:
    // BEGIN SOLUTION
    return .underfitting
  // END SOLUTION
  case .d:
    // BEGIN SOLUTION
    return .nothing
  // END SOLUTION
  case .e:
    // BEGIN SOLUTION
    return .overfitting
  // END SOLUTION
  case .f:
    // BEGIN SOLUTION
    return .notShuffled
  // END SOLUTION
  case .g:
    // BEGIN SOLUTION
    return .rateTooLow
  // END SOLUTION
  case .h:
    // BEGIN SOLUTION
    return .labelNoise
  // END SOLUTION
  }
}

/// A run whose best network is looked for.
enum Stopped: String {
  case d, e, h
}

/// The epoch, from 1 on, after which the network of a run is best for new rows.
func epochToKeep(of run: Stopped) -> Int {
  switch run {
  case .d:
    // BEGIN SOLUTION
    return 50
  // END SOLUTION
  case .e:
    // BEGIN SOLUTION
    return 24
  // END SOLUTION
  case .h:
    // BEGIN SOLUTION
    return 50
  // END SOLUTION
  }
}
