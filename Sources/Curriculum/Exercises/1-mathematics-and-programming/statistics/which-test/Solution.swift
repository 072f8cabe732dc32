/// The ten studies of the statement.
enum Study: String {
  case latency, models, searches, visitors, churn, digits, prompts, power, revenue, seeds
}

/// The tests of this topic.
enum Test: Int {
  /// Welch's t test of two independent samples.
  case welch = 1
  /// The t test of the differences within pairs.
  case paired
  /// One-way analysis of variance.
  case anova
  /// The z test of two proportions.
  case proportions
  /// The χ² test of independence, of a table of counts.
  case independence
  /// The χ² test of fit, of counts against given proportions.
  case fit
  /// The permutation test of two samples, with a statistic of your choice.
  case permutation
}

/// How a study is to be evaluated.
struct Plan {
  var test: Test
  /// How many independent units go into the test, those of all groups together; a pair is one unit.
  var units: Int
}

/// The plan for a study.
func plan(for study: Study) -> Plan {
  switch study {
  case .latency:
    // BEGIN SOLUTION
    return Plan(test: .welch, units: 80)
  // END SOLUTION
  case .models:
    // BEGIN SOLUTION
    return Plan(test: .paired, units: 12)
  // END SOLUTION
  case .searches:
    // BEGIN SOLUTION
    return Plan(test: .welch, units: 30)
  // END SOLUTION
  case .visitors:
    // BEGIN SOLUTION
    return Plan(test: .proportions, units: 20_000)
  // END SOLUTION
  case .churn:
    // BEGIN SOLUTION
    return Plan(test: .independence, units: 2000)
  // END SOLUTION
  case .digits:
    // BEGIN SOLUTION
    return Plan(test: .fit, units: 6000)
  // END SOLUTION
  case .prompts:
    // BEGIN SOLUTION
    return Plan(test: .anova, units: 100)
  // END SOLUTION
  case .power:
    // BEGIN SOLUTION
    return Plan(test: .paired, units: 24)
  // END SOLUTION
  case .revenue:
    // BEGIN SOLUTION
    return Plan(test: .permutation, units: 18)
  // END SOLUTION
  case .seeds:
    // BEGIN SOLUTION
    return Plan(test: .welch, units: 10)
  // END SOLUTION
  }
}
