/// Five situations of a bank; the statement tells what is known of each.
enum Situation: String {
  case loans, rebalanced, newMarket, interview, margin
}

/// From which score on a customer is called bad, so that mistakes cost least on customers not seen before.
///
/// - Returns: the threshold t; called bad is who has a score ≥ t.
func threshold(for situation: Situation) -> Double {
  switch situation {
  case .loans:  // p; a good customer called bad costs 1, a bad one missed 5
    // BEGIN SOLUTION
    return 1.0 / 6  // (1 − p)·1 = p·5
  // END SOLUTION
  case .rebalanced:  // p where half are bad, used where 3 of 10 are; 3, 2
    // BEGIN SOLUTION
    let odds = 3.0 / 2 / (0.3 / 0.7)  // in training the odds of the shares were 1
    return odds / (1 + odds)
  // END SOLUTION
  case .newMarket:  // p where 3 of 10 are bad, used where 1 of 10 is; 1, 7
    // BEGIN SOLUTION
    let odds = 1.0 / 7 * (0.3 / 0.7) / (0.1 / 0.9)
    return odds / (1 + odds)
  // END SOLUTION
  case .interview:  // p; whoever is called costs 3, a bad one missed 5
    // BEGIN SOLUTION
    return 3.0 / 5  // 3 = p·5
  // END SOLUTION
  case .margin:  // margins of a support vector machine; 1, 5
    // BEGIN SOLUTION
    return -0.4  // from there on each band holds more than one bad customer to five good ones
  // END SOLUTION
  }
}
