@preconcurrency import Glibc

// A learner's function as a contender. With Problem.swift and Contest.swift this is the module that the program around
// a learner's file is linked with: `mllab bench` writes the binding, which calls one of these with the function.

func measureDot(_ dot: @escaping ([Double], [Double]) throws -> Double) {
  serveLearner { problem in
    var result = 0.0
    return Contest(
      call: { seconds($0) { result = try dot(problem.first, problem.second) } },
      judge: { problem.judge(.number(result)) })
  }
}

func measureAxpy(_ axpy: @escaping (Double, [Double], inout [Double]) throws -> Void) {
  serveLearner { problem in
    var y = problem.second
    return Contest(
      call: { seconds($0) { try axpy(Problem<Double>.alpha, problem.first, &y) } },
      judge: { problem.judge(.elements(y)) })
  }
}

func measureGemv(_ multiply: @escaping ([Double], Int, Int, [Double]) throws -> [Double]) {
  serveLearner { problem in
    let n = problem.size
    var y: [Double] = []
    return Contest(
      call: { seconds($0) { y = try multiply(problem.first, n, n, problem.second) } },
      judge: { problem.judge(.elements(y)) })
  }
}

func measureGemm(_ multiply: @escaping ([Double], [Double], Int, Int, Int) throws -> [Double]) {
  serveLearner { problem in
    let n = problem.size
    var c: [Double] = []
    return Contest(
      call: { seconds($0) { c = try multiply(problem.first, problem.second, n, n, n) } },
      judge: { problem.judge(.elements(c)) })
  }
}

/// Column after column, which is all that a solver of one right-hand side offers.
func measureTrsm(_ solveLower: @escaping ([[Double]], [Double], Bool) throws -> [Double]) {
  serveLearner { problem in
    let n = problem.size
    let l = rows(problem.first, n)
    let columns = (0..<n).map { j in (0..<n).map { problem.second[$0 * n + j] } }
    var x: [[Double]] = []
    return Contest(
      call: { seconds($0) { x = try columns.map { try solveLower(l, $0, false) } } },
      judge: {
        guard x.allSatisfy({ $0.count == n }) else { return .hopeless }
        return problem.judge(.elements((0..<n * n).map { x[$0 % n][$0 / n] }))
      })
  }
}

/// Elimination with one right-hand side; its 2·n² operations for that are not counted.
func measureLU(_ solve: @escaping ([[Double]], [Double]) throws -> [Double]) {
  serveLearner { problem in
    let a = rows(problem.first, problem.size)
    let b = problem.rightHandSide
    var x: [Double] = []
    return Contest(
      call: { seconds($0) { x = try solve(a, b) } }, judge: { problem.judge(.solution(x)) })
  }
}

func measureCholesky(_ cholesky: @escaping ([[Double]]) throws -> [[Double]]) {
  serveLearner { problem in
    let a = rows(problem.first, problem.size)
    var l: [[Double]] = []
    return Contest(
      call: { seconds($0) { l = try cholesky(a) } }, judge: { problem.judge(.elements(l.flatMap { $0 })) })
  }
}

private func rows(_ a: [Double], _ n: Int) -> [[Double]] { (0..<n).map { Array(a[$0 * n..<($0 + 1) * n]) } }

/// Reads the requests from descriptor 3 and answers on descriptor 4, which a confined program has for that.
///
/// In front of every answer goes the first line that came in, which the learner's code cannot have seen: other lines
/// are not believed.
private func serveLearner(_ contest: (Problem<Double>) -> Contest) {
  guard let input = fdopen(3, "r") else { return }
  var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
  defer { free(line) }
  guard getline(&line, &capacity, input) > 0, let line else { return }
  let nonce = String(cString: line).split(whereSeparator: \.isWhitespace).joined()
  serve(input: input, output: 4, prefix: nonce + " ") { kernel, size, scalar in
    scalar == "double" ? contest(Problem(kernel, size: size)) : nil
  }
}
