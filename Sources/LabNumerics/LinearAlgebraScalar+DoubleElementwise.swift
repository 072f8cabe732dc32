internal import CElementwise

extension Double {
  public static func _map(
    _ function: UInt32, _ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) {
    elementwise_map_double(elementwise_function(function), n, x, y)
  }

  public static func _pow(_ n: Int, _ x: UnsafePointer<Double>, _ exponent: Double, _ y: UnsafeMutablePointer<Double>) {
    var exponent = exponent
    elementwise_pow_double(n, x, &exponent, 0, y)
  }

  public static func _pow(
    _ n: Int, _ x: UnsafePointer<Double>, _ exponents: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>
  ) {
    elementwise_pow_double(n, x, exponents, 1, z)
  }

  public static func _softmax(
    rows: Int, columns: Int, _ a: UnsafePointer<Double>, _ b: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<rows { elementwise_softmax_double(columns, a + i * columns, b + i * columns) }
  }

  public static func _logSumExp(_ n: Int, _ x: UnsafePointer<Double>) -> Double { elementwise_log_sum_exp_double(n, x) }

  public static func _divide(
    _ n: Int, _ x: UnsafePointer<Double>, stride strideX: Int, _ y: UnsafePointer<Double>, stride strideY: Int,
    _ z: UnsafeMutablePointer<Double>
  ) {
    elementwise_divide_double(n, x, strideX, y, strideY, z)
  }

  public static func _compensatedSum(_ n: Int, _ x: UnsafePointer<Double>) -> (sum: Double, lost: Double) {
    let total = elementwise_sum_double(n, x)
    return (total.sum, total.lost)
  }

  public static func _distances(
    _ n: Int, _ x: UnsafePointer<Double>, from c: Double
  ) -> (sum: Double, squares: Double) {
    let total = elementwise_distances_double(n, x, c)
    return (CompensatedSum(total.sum).value, CompensatedSum(total.squares).value)
  }
}

extension CompensatedSum {
  fileprivate init(_ total: elementwise_sum) { self.init(total.sum, lost: total.lost) }
}
