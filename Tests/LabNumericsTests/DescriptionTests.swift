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

  @Test func `a small matrix prints in full, in columns`() {
    let a: Matrix<Double> = [[1, 2, 3], [4, 5.25, 6], [-7, 8, 9]]
    #expect(
      "\(a)" == """
        [[ 1,    2, 3],
         [ 4, 5.25, 6],
         [-7,    8, 9]]
        """)
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

  @Test func `an empty matrix prints its shape`() {
    #expect("\(Matrix<Double>.zeros(0, 3))" == "[] (0 × 3)")
  }

  @Test func `a view prints as what it shows`() {
    let a: Matrix<Double> = [[1, 2, 3], [4, 5.25, 6]]
    #expect("\(a.view.transposed()[rows: ..<2])" == "[[1,    4],\n [2, 5.25]]")
    #expect("\(a.view[row: 1].reversed())" == "[6, 5.25, 4]")
    #expect("\(a.view[rows: 1..<1])" == "[] (0 × 3)")
  }
}
