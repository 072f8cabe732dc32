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
}
