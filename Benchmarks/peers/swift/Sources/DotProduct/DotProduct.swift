func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for (left, right) in zip(x, y) { sum += left * right }
  return sum
}

func axpy(_ alpha: Double, _ x: [Double], _ y: inout [Double]) {
  for i in x.indices { y[i] += alpha * x[i] }
}
