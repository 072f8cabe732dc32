internal import CElementwise

extension Float {
  public static func _map(
    _ function: UInt32, _ n: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    elementwise_map_float(elementwise_function(function), n, x, y)
  }

  public static func _pow(_ n: Int, _ x: UnsafePointer<Float>, _ exponent: Float, _ y: UnsafeMutablePointer<Float>) {
    var exponent = exponent
    elementwise_pow_float(n, x, &exponent, 0, y)
  }

  public static func _pow(
    _ n: Int, _ x: UnsafePointer<Float>, _ exponents: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>
  ) {
    elementwise_pow_float(n, x, exponents, 1, z)
  }

  public static func _softmax(
    rows: Int, columns: Int, _ a: UnsafePointer<Float>, _ b: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<rows { elementwise_softmax_float(columns, a + i * columns, b + i * columns) }
  }

  public static func _logSumExp(_ n: Int, _ x: UnsafePointer<Float>) -> Float { elementwise_log_sum_exp_float(n, x) }

  public static func _divide(
    _ n: Int, _ x: UnsafePointer<Float>, stride strideX: Int, _ y: UnsafePointer<Float>, stride strideY: Int,
    _ z: UnsafeMutablePointer<Float>
  ) {
    elementwise_divide_float(n, x, strideX, y, strideY, z)
  }

  public static func _compensatedSum(_ n: Int, _ x: UnsafePointer<Float>) -> (sum: Double, lost: Double) {
    let total = elementwise_sum_float(n, x)
    return (total.sum, total.lost)
  }

  public static func _distances(
    _ n: Int, _ x: UnsafePointer<Float>, from c: Double
  ) -> (sum: Double, squares: Double) {
    let total = elementwise_distances_float(n, x, c)
    return (CompensatedSum(total.sum).value, CompensatedSum(total.squares).value)
  }
}

extension CompensatedSum {
  fileprivate init(_ total: elementwise_sum) { self.init(total.sum, lost: total.lost) }
}
