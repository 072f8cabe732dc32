import LabNumerics

// Written as a learner writes them: elements by subscript, nothing hoisted, nothing unsafe.

/// A·B for square matrices: every element of the product as a sum.
@inline(never)
public func multiplyIJK(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
  let n = a.rowCount
  var c = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    for j in 0..<n {
      var sum = 0.0
      for k in 0..<n { sum += a[i, k] * b[k, j] }
      c[i, j] = sum
    }
  }
  return c
}

/// A·B for square matrices: every row of the product as a sum of rows of B.
@inline(never)
public func multiplyIKJ(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
  let n = a.rowCount
  var c = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    for k in 0..<n {
      for j in 0..<n { c[i, j] += a[i, k] * b[k, j] }
    }
  }
  return c
}

/// `multiplyIJK` for Float.
@inline(never)
public func multiplyIJK(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
  let n = a.rowCount
  var c = Matrix<Float>.zeros(n, n)
  for i in 0..<n {
    for j in 0..<n {
      var sum: Float = 0
      for k in 0..<n { sum += a[i, k] * b[k, j] }
      c[i, j] = sum
    }
  }
  return c
}

/// `multiplyIKJ` for Float.
@inline(never)
public func multiplyIKJ(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
  let n = a.rowCount
  var c = Matrix<Float>.zeros(n, n)
  for i in 0..<n {
    for k in 0..<n {
      for j in 0..<n { c[i, j] += a[i, k] * b[k, j] }
    }
  }
  return c
}
