import LabNumerics
import Testing

@Suite struct DescriptionTests {
  @Test func `a vector prints as a list to six digits`() {
    #expect("\(Vector([1, 2.5, 0.1 + 0.2, 1e-10]))" == "[1, 2.5, 0.3, 1e-10]")
    #expect("\(Vector<Double>([]))" == "[]")
    #expect("\(Vector<Float>([.infinity, 1 / 3]))" == "[inf, 0.333333]")
  }

  @Test func `a long vector prints its ends and its length`() {
    #expect("\(Vector(count: 1000) { Double($0) })" == "[0, 1, 2, …, 997, 998, 999] (1000)")
    #expect("\(Vector(count: 10) { Double($0) })" == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]")
  }

  @Test func `a small matrix prints in full, its points below each other`() {
    let a: Matrix<Double> = [[1, 2, 3], [4, 5.25, 60.5], [-7, 8, 9]]
    #expect(
      "\(a)" == """
        [[ 1, 2,     3  ],
         [ 4, 5.25, 60.5],
         [-7, 8,     9  ]]
        """)
    // The example of the documentation.
    #expect(
      "\([[1, 2.5], [-3, 0.25], [1e-9, .nan]] as Matrix<Double>)" == """
        [[ 1,       2.5 ],
         [-3,       0.25],
         [ 1e-09, nan   ]]
        """)
  }

  @Test func `NaN, infinities and exponents stand before the point`() {
    let a: Matrix<Float> = [[.nan, 1e-10], [-.infinity, 123456.7], [12.5, .infinity], [-0.0, 1.5e20]]
    #expect(
      "\(a)" == """
        [[ nan,        1e-10  ],
         [-inf,   123457      ],
         [  12.5,    inf      ],
         [  -0,        1.5e+20]]
        """)
    #expect("\(Vector<Double>([.nan, -.infinity, 1e300]))" == "[nan, -inf, 1e+300]")
  }

  @Test func `a large matrix prints its corners and its shape`() {
    let a = Matrix(rows: 1000, columns: 1000) { Double($0 + $1) }
    #expect(
      "\(a)" == """
        [[  0,    1,    2, …,  997,  998,  999],
         [  1,    2,    3, …,  998,  999, 1000],
         [  2,    3,    4, …,  999, 1000, 1001],
         [  ⋮,    ⋮,    ⋮, ⋮,    ⋮,    ⋮,    ⋮],
         [997,  998,  999, …, 1994, 1995, 1996],
         [998,  999, 1000, …, 1995, 1996, 1997],
         [999, 1000, 1001, …, 1996, 1997, 1998]] (1000 × 1000)
        """)
  }

  @Test func `the corners of a large matrix are aligned, NaN too`() {
    let a = Matrix(rows: 20, columns: 1000) { $0 == 19 && $1 == 1 ? .nan : Double($0) - Double($1) / 8 }
    #expect(
      "\(a)" == """
        [[ 0,  -0.125, -0.25, …, -124.625, -124.75, -124.875],
         [ 1,   0.875,  0.75, …, -123.625, -123.75, -123.875],
         [ 2,   1.875,  1.75, …, -122.625, -122.75, -122.875],
         [ ⋮,   ⋮,      ⋮,    ⋮,    ⋮,        ⋮,       ⋮    ],
         [17,  16.875, 16.75, …, -107.625, -107.75, -107.875],
         [18,  17.875, 17.75, …, -106.625, -106.75, -106.875],
         [19, nan,     18.75, …, -105.625, -105.75, -105.875]] (20 × 1000)
        """)
  }

  @Test func `an empty matrix prints its shape`() {
    #expect("\(Matrix<Double>.zeros(0, 3))" == "[] (0 × 3)")
  }

  @Test func `a view prints as what it shows`() {
    let a: Matrix<Double> = [[1, 2, 3], [4, 5.25, 6]]
    #expect("\(a.view.transposed()[rows: ..<2])" == "[[1, 4   ],\n [2, 5.25]]")
    #expect("\(a.view[row: 1].reversed())" == "[6, 5.25, 4]")
    #expect("\(a.view[rows: 1..<1])" == "[] (0 × 3)")
  }

  @Test func `a factorisation prints its parts below each other, and nothing of LAPACK`() throws {
    let a: Matrix<Double> = [[4, 2], [2, 5]]
    #expect(
      "\(try LU(a))" == """
        permutation = [0, 1]
        lower = [[1,   0],
                 [0.5, 1]]
        upper = [[4, 2],
                 [0, 4]]
        """)
    #expect("\(try Cholesky(a))" == "lower = [[2, 0],\n         [1, 2]]")
    #expect(
      "\(try LDLT(a))" == """
        w = [[1, 0.4],
             [0, 1  ]]
        d = [[3.2, 0],
             [0,   5]]
        """)
    #expect("\(try QR([[3], [4]] as Matrix<Double>))".hasPrefix("shape = (rows: 2, columns: 1)\nr = [["))
    #expect("\(try PivotedQR([[0, 2], [0, 0]] as Matrix<Double>))".hasPrefix("rank = 1\npermutation = [1, 0]\nr = [["))
    #expect("\(try SVD([[0, 2]] as Matrix<Double>))".hasPrefix("singularValues = [2]\nu = [["))
    #expect("\(try SymmetricEigen([[3]] as Matrix<Double>))" == "values = [3]\nvectors = [[1]]")
  }

  @Test func `complex eigenvalues print as they are written`() throws {
    let turn: Matrix<Double> = [[0.5, -2, 0], [2, 0.5, 0], [0, 0, 3]]
    #expect("\(try Eigen(turn))" == "values = [0.5+2i, 0.5-2i, 3]")
    #expect("\(try Schur(turn))".hasPrefix("values = [0.5+2i, 0.5-2i, 3]\nt = [["))
    let identity = Matrix<Float>.identity(12)
    #expect("\(try Eigen(identity))" == "values = [1, 1, 1, …, 1, 1, 1] (12)")
  }

  @Test func `a fit prints its coefficients and what is left`() throws {
    let x = Matrix<Double>(rows: 6, columns: 2) { $1 == 0 ? 1 : Double($0) }
    let y: Vector<Double> = [1.1, 2.9, 5.2, 7.1, 8.8, 11.1]
    #expect("\(try leastSquares(x, y))" == "x = [1.0619, 1.98857]\nrank = 2\nresidualNorm = 0.333238")
    #expect("\(try leastSquares(x, y, refinement: .extended))".contains("\ndigits = [15."))
    // The example of the documentation.
    #expect(
      "\(try RegressionSummary(x, y))" == """
        coefficients = [1.0619, 1.98857]
        standardErrors = [0.12059, 0.0398296]
        rSquared = 0.998398
        residualStandardDeviation = 0.166619, 4 degrees of freedom
        """)
  }

  @Test func `statistics print what is asked of them, not the sums they come from`() throws {
    var moments = Moments()
    for x in [2.0, 4, 4, 4, 5, 5, 7, 9] { moments.add(x) }
    #expect("\(moments)".hasPrefix("count = 8\nmean = 5\nstandardDeviation = 2.13809\nskewness = "))
    #expect("\(moments)".hasSuffix("\nminimum = 2\nmaximum = 9"))
    #expect("\(Moments())".hasPrefix("count = 0\nmean = nan\n"))
    // The example of the documentation.
    #expect(
      "\(AnalysisOfVariance([[1, 2, 3], [2, 3, 4], [5, 6, 7]] as [Vector<Double>]))" == """
        between = 26, 2 degrees of freedom
        within = 6, 6 degrees of freedom
        fStatistic = 13
        pValue = 0.0065918
        rSquared = 0.8125
        """)
    #expect("\(CategoricalDistribution(weights: [1, 3]))" == "probabilities = [0.25, 0.75]")
    let normal = try MultivariateNormal(mean: [0, 1], covariance: [[4, 2], [2, 5]])
    #expect("\(normal)" == "mean = [0, 1]\ncovariance = [[4, 2],\n              [2, 5]]")
  }

  @Test func `NaN prints without its sign`() {
    #expect("\(Vector<Double>([.nan, -.nan]))" == "[nan, nan]")
  }
}
