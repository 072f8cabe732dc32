extension Diagnostic {
  /// What the compiler says of LabNumerics' vectors and matrices.
  static let notesOnVectors: [Note] = [
    (
      ["of type '[Double]' to return type 'Vector<Double>'"],
      "An array is no vector yet: Vector(y) makes one of it. To change every element of a vector: x.mapValues { 2 * $0 }."
    ),
    (
      ["of type 'Array<Double>' to return type 'Vector<Double>'"],
      "An array is no vector yet: Vector(y) makes one of it. To change every element of a vector: x.mapValues { 2 * $0 }."
    ),
    (
      ["return expression of type 'Double' to return type 'Vector<Double>'"],
      "A vector is asked for, and this is one number, as sums and the product of two vectors are."
    ),
    (
      ["operands of type 'Matrix<Double>' and 'Vector<Double>'"],
      "* multiplies element by element. The product of linear algebra is a • x, or matmul(a, x)."
    ),
    (
      ["operands of type 'Vector<Double>' and 'Matrix<Double>'"],
      "* multiplies element by element. The product of linear algebra is x • a, or matmul(a, x, transposeA: true)."
    ),
    (
      ["operands of type 'Vector<Double>' and 'Int'"],
      "A vector of Doubles is divided by a Double: x / Double(n). The square of every element is x * x."
    ),
    (
      ["no exact matches in call to subscript"],
      "An element of a matrix is a[i, j], a row a[row: i], a column a[column: j]; of an array of rows it is a[i][j]."
    ),
    (
      ["missing argument label 'arrayLiteral:'"],
      "A vector of given numbers is written [1, 2, 3], or made of an array: Vector(y); one of n zeros is Vector.zeros(n)."
    ),
    (
      ["missing argument labels 'repeating:rows:'"], "A matrix of zeros is Matrix<Double>.zeros(m, n)."
    ),
    (
      ["generic parameter 'Scalar' could not be inferred"],
      "Of which numbers? Say it: Vector<Double>.zeros(n), Matrix<Double>.zeros(m, n)."
    ),
    (
      ["to expected argument type 'VectorNorm'"], "The norms go by their names: x.norm(.one), .two or .infinity."
    ),
    (
      ["for-in loop requires 'Matrix"], "Go through a matrix by its rows: for i in 0..<a.rowCount { … a[row: i] … }."
    ),
    (
      ["of type 'Vector<Float>' to"], "Float and Double do not mix. Declare both alike, or write Vector<Double>(x)."
    ),
    (
      ["cannot convert value of type 'Vector<Double>' to expected argument type 'Int'"],
      "A number stands beside the vector. Compare and compute with its elements: x.map { $0 > 0 }, or for v in x { … }."
    ),
  ]
}
