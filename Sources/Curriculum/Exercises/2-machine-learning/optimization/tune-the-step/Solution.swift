/// What is tuned.
struct Setting {
  /// α > 0.
  var rate: Double
  /// 0 ≤ β < 1.
  var momentum: Double
}

/// Four functions; the statement tells what each of them is.
enum Landscape: String {
  case plain, valley, cars, bend
}

/// The rate and the momentum with which the heavy ball is fast enough.
func tuned(_ landscape: Landscape) -> Setting {
  switch landscape {
  case .plain:  // curvatures 1 … 100, no momentum, 1,000 gradients
    // BEGIN SOLUTION
    return Setting(rate: 2 / 101, momentum: 0)
  // END SOLUTION
  case .valley:  // curvatures 1 … 100, 120 gradients
    // BEGIN SOLUTION
    // 101 gradients, found by trying; the formula, 4/11² and (9/11)², takes 119. Its double roots cost a factor that
    // grows with k. With a little less α and more β all roots are complex: √β is larger, but no factor grows.
    return Setting(rate: 0.0327, momentum: 0.676)
  // END SOLUTION
  case .cars:  // (1/n)·‖Z·w − y‖², eigenvalues of ZᵀZ/n 0.03638 … 4.25715, 130 gradients
    // BEGIN SOLUTION
    let (low, high) = ((2 * 0.03638).squareRoot(), (2 * 4.25715).squareRoot())
    let root = (high - low) / (high + low)
    return Setting(rate: 4 / ((high + low) * (high + low)), momentum: root * root)
  // END SOLUTION
  case .bend:  // curvatures 1 and 25, not quadratic, 100 gradients
    // BEGIN SOLUTION
    return Setting(rate: 1 / 25, momentum: 4 / 6)  // 1/L and (5 − 1)/(5 + 1), Nesterov's pair
  // END SOLUTION
  }
}
