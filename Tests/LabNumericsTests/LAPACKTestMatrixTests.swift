import Testing

@testable import LabNumerics

@Suite struct LAPACKTestMatrixTests {
  @Test(arguments: GeneralMatrixKind.allCases)
  func `a general matrix has the condition, the norm and the zeros of its kind`(kind: GeneralMatrixKind) throws {
    let a: Matrix<Double> = kind.matrix(20, 20)
    let values = try singularValues(a)
    let condition: Double =
      switch kind {
      case .illConditioned: (0.1 / Double.ulpOfOne).squareRoot()
      case .nearlySingular: 0.1 / Double.ulpOfOne
      default: 2
      }
    let norm = kind == .nearUnderflow ? 0x1p-972 : kind == .nearOverflow ? 0x1p972 : 1
    if kind.isSingular {
      #expect(try rank(a) == 20 - kind.zeroColumns(20, 20)!.count)
    } else if kind != .smallDiagonal {
      // 40 reflections, each within some n·ε of orthogonal, and Weyl's theorem.
      let bound = 40 * 20 * Double.ulpOfOne
      #expect((values[0] / norm - 1).magnitude <= bound)
      #expect((values[19] / norm - 1 / condition).magnitude <= bound)
    }
    for i in 0..<20 {
      for j in 0..<20 {
        if kind == .diagonal && i != j || kind == .upperTriangular && i > j || kind == .lowerTriangular && i < j {
          #expect(a[i, j] == 0)
        }
      }
    }
  }

  @Test(arguments: PositiveDefiniteMatrixKind.allCases)
  func `a symmetric matrix has the eigenvalues of its kind, definite or not`(kind: PositiveDefiniteMatrixKind) throws {
    let a: Matrix<Double> = kind.matrix(20)
    let b: Matrix<Double> = kind.matrix(20, withRandomSigns: true)
    #expect(a.isSymmetric && b.isSymmetric)
    let (values, signed) = (try symmetricEigenvalues(a), try symmetricEigenvalues(b))
    if kind.isSingular {
      #expect(a[row: kind.zeroIndex(20)!].norm() == 0)
      return
    }
    #expect(values[0] > 0)
    #expect(signed[0] < 0 && signed[19] > 0)
    let magnitudes = Vector(signed.map(\.magnitude).sorted())
    #expect((magnitudes - values).norm(.infinity) <= 40 * 20 * Double.ulpOfOne * values[19])
  }

  @Test func `the same seed gives the same matrix, another seed another`() {
    let a: Matrix<Float> = GeneralMatrixKind.wellConditioned.matrix(4, 3)
    #expect(a == GeneralMatrixKind.wellConditioned.matrix(4, 3))
    #expect(a != GeneralMatrixKind.wellConditioned.matrix(4, 3, seed: 1))
  }

  @Test func `there are as many as LAPACK has`() {
    // 36 shapes with elements: 8 kinds and one of the lab's for all, the singular ones from 1, 2 and 3 columns on; 13
    // shapes without.
    #expect(LAPACKTestMatrix.general(LAPACKBattery.sizes, areSquare: false).count == 36 * 9 + 36 + 30 + 24 + 13)
    #expect(LAPACKTestMatrix.general(LAPACKBattery.sizes, areSquare: true).count == 6 * 9 + 6 + 5 + 4 + 1)
    #expect(LAPACKTestMatrix.symmetric(LAPACKBattery.sizes) { .positiveDefinite($0) }.count == 6 * 6 + 6 + 5 + 4 + 1)
  }

  @Test(arguments: LAPACKTestLayout.allCases)
  func `every layout has the same elements`(layout: LAPACKTestLayout) {
    for (m, n) in [(0, 3), (3, 0), (1, 1), (4, 3)] {
      let a: Matrix<Double> = GeneralMatrixKind.wellConditioned.matrix(m, n)
      #expect(Matrix(layout.view(of: a)) == a)
    }
  }
}
