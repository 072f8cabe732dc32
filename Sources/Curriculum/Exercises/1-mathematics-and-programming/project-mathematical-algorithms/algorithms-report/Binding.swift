@testable import func AlgorithmsEigenSvd.symmetricEigen
@testable import func AlgorithmsEigenSvd.thinSVD
@testable import struct AlgorithmsProducts.DenseMatrix
@testable import func AlgorithmsQr.fit
@testable import func AlgorithmsQr.thinQR
@testable import func AlgorithmsSolves.linearSolve
@testable import Checks
@testable import func Cholesky.cholesky
@testable import struct Learner.Certification
@testable import struct Learner.Examination
@testable import struct Learner.Library
@testable import struct Learner.Report
@testable import func Learner.certify
@testable import func Learner.examine
@testable import func Learner.ownLibrary
@testable import func Learner.report
@testable import func Learner.speed
@testable import func Learner.table
@testable import func LuFactorization.luFactorization

@main enum Program {
  static func main() {
    LibraryReport.grade(
      Submission(
        ownLibrary: { Routines(ownLibrary()) }, earlier: earlier,
        examine: { examine(Library($0), sizes: $1).map(ExaminationAnswer.init) },
        certify: { try certify(Library($0)).map(CertificationAnswer.init) },
        speed: { race in speed(of: race.own, beside: race.reference, turns: race.turns, clock: race.clock) },
        report: { own, reference, setting in
          ReportAnswer(
            try report(
              Library(own), beside: Library(reference), sizes: setting.sizes, workSize: setting.workSize,
              turns: setting.turns, clock: setting.clock))
        },
        table: { table(Report($0)) }))
  }

  /// The routines of the learner's earlier files, each as `Library` asks for it.
  private static var earlier: Routines {
    func dense(_ a: [[Double]]) -> DenseMatrix { DenseMatrix(a, columnCount: a.first?.count ?? 0) }
    return Routines(
      name: "earlier", solve: { try linearSolve(dense($0), dense($1)).x.rows },
      lu: { a in
        let lu = luFactorization(a)
        return (
          lu.order, a.indices.map { i in a.indices.map { $0 < i ? lu.packed[i][$0] : $0 == i ? 1 : 0 } },
          a.indices.map { i in a.indices.map { $0 < i ? 0 : lu.packed[i][$0] } }
        )
      }, cholesky: { try cholesky($0) },
      qr: { a in
        let factors = thinQR(dense(a))
        return (factors.q.rows, factors.r.rows)
      }, leastSquares: { a, b in try fit(dense(a), dense(b.map { [$0] })).x.elements },
      eigen: { a in
        let eigen = try symmetricEigen(dense(a))
        return (eigen.values, eigen.vectors.rows)
      },
      svd: { a in
        let svd = try thinSVD(dense(a))
        return (svd.u.rows, svd.singularValues, svd.vTransposed.rows)
      })
  }
}

extension Library {
  fileprivate init(_ routines: Routines) {
    self.init(
      name: routines.name, solve: routines.solve, lu: routines.lu, cholesky: routines.cholesky, qr: routines.qr,
      leastSquares: routines.leastSquares, eigen: routines.eigen, svd: routines.svd)
  }
}

extension Routines {
  fileprivate init(_ library: Library) {
    self.init(
      name: library.name, solve: library.solve, lu: library.lu, cholesky: library.cholesky, qr: library.qr,
      leastSquares: library.leastSquares, eigen: library.eigen, svd: library.svd)
  }
}

extension ExaminationAnswer {
  fileprivate init(_ examination: Examination) {
    self.init(
      routine: examination.routine, testCount: examination.testCount, worstRatio: examination.worstRatio,
      worstMatrix: examination.worstMatrix, passes: examination.passes)
  }
}

extension CertificationAnswer {
  fileprivate init(_ certification: Certification) {
    self.init(data: certification.data, digits: certification.digits)
  }
}

extension ReportAnswer {
  fileprivate init(_ report: Report) {
    self.init(
      name: report.name, referenceName: report.referenceName,
      lines: report.lines.map {
        LineAnswer(own: ExaminationAnswer($0.own), referenceRatio: $0.referenceRatio, speed: $0.speed)
      },
      data: report.data.map {
        DataLineAnswer(own: CertificationAnswer($0.own), referenceDigits: $0.referenceDigits)
      })
  }
}

extension Report {
  fileprivate init(_ report: ReportAnswer) {
    self.init(
      name: report.name, referenceName: report.referenceName,
      lines: report.lines.map { line in
        Line(
          own: Examination(
            routine: line.own.routine, testCount: line.own.testCount, worstRatio: line.own.worstRatio,
            worstMatrix: line.own.worstMatrix, passes: line.own.passes), referenceRatio: line.referenceRatio,
          speed: line.speed)
      },
      data: report.data.map { line in
        DataLine(
          own: Certification(data: line.own.data, digits: line.own.digits), referenceDigits: line.referenceDigits)
      })
  }
}
