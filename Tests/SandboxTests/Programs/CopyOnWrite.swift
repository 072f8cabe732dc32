// Matrices and vectors that are shared and then written to, in the loops that learners write. Compiled as a learner's file
// is, so that the optimiser takes the question whether a block is shared out of them; prints ok, or traps.

import LabNumerics

/// What the optimiser cannot know.
@inline(never) func opaque<T>(_ x: T) -> T { x }
nonisolated(unsafe) var kept: [Matrix<Double>] = []
nonisolated(unsafe) var keptVectors: [Vector<Double>] = []
nonisolated(unsafe) var global = Matrix<Double>.zeros(6, 6)
func check(_ ok: Bool, _ line: Int = #line) { if !ok { fatalError("line \(line)") } }

@inline(never) func copyInLoop(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    for j in 0..<n {
      let old = a
      a[i, j] += 1
      check(old[i, j] != a[i, j])
      check(old[i, j] == 0)
    }
  }
  check(a.sum() == Double(n * n))
}
@inline(never) func copyBeforeInner(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    let old = a
    for j in 0..<n { a[i, j] += 1 }
    for j in 0..<n { check(old[i, j] == 0); check(a[i, j] == 1) }
  }
}
@inline(never) func keepInLoop(_ n: Int) {
  kept = []
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n { kept.append(a); for j in 0..<n { a[i, j] = Double(i + 1) } }
  for (k, m) in kept.enumerated() {
    for i in 0..<n { for j in 0..<n { check(m[i, j] == (i < k ? Double(i + 1) : 0)) } }
  }
}
@inline(never) func parameter(_ b: Matrix<Double>) -> Matrix<Double> {
  var a = b
  for i in 0..<a.rowCount { for j in 0..<a.columnCount { a[i, j] += b[j % b.rowCount, i % b.columnCount] } }
  return a
}
@inline(never) func conditional(_ b: Matrix<Double>, _ flag: Bool) -> Matrix<Double> {
  var a = b
  for i in 0..<a.rowCount { for j in 0..<a.columnCount { if flag && i == j { a[i, j] = 7 } } }
  return a
}
@inline(never) func swapping(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n), b = Matrix<Double>(repeating: 1, rows: n, columns: n)
  for i in 0..<n {
    swap(&a, &b)
    for j in 0..<n { a[i, j] += 10 }
    let c = a
    b = c
    for j in 0..<n { b[i, j] += 100; check(a[i, j] == b[i, j] - 100) }
  }
}
@inline(never) func assigning(_ n: Int) {
  let zero = Vector<Double>.zeros(n)
  var x = zero, y = zero
  for i in 0..<n {
    y = x
    for j in 0..<n { x[j] += Double(i) }
    for j in 0..<n { check(x[j] == y[j] + Double(i)) }
  }
  for j in 0..<n { check(zero[j] == 0) }
}
@inline(never) func flattened(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    var v = a.flattened
    for j in 0..<n { v[i * n + j] = 5; a[i, j] = 3 }
    for j in 0..<n { check(v[i * n + j] == 5 && a[i, j] == 3) }
    keptVectors.append(v)
  }
}
struct Model {
  var w: Matrix<Double>; var b: Vector<Double>
  mutating func step(_ x: Vector<Double>) {
    for i in 0..<w.rowCount { for j in 0..<w.columnCount { w[i, j] -= 0.1 * x[j] }; b[i] -= 0.1 }
  }
}
final class Box {
  var m: Model; init(_ m: Model) { self.m = m }
  func step() { for i in 0..<m.w.rowCount { for j in 0..<m.w.columnCount { m.w[i, j] += 1 } } }
}
@inline(never) func models(_ n: Int) {
  var m = Model(w: .zeros(n, n), b: .zeros(n)); let first = m
  let x = Vector<Double>(repeating: 1, count: n)
  var history: [Model] = []
  for _ in 0..<5 { history.append(m); m.step(x) }
  for (k, h) in history.enumerated() { check(abs(h.w[n - 1, n - 1] + 0.1 * Double(k)) < 1e-12) }
  check(first.w.sum() == 0)
  let box = Box(m), w = box.m.w
  for _ in 0..<3 { box.step() }
  check(abs(box.m.w[0, 0] - (w[0, 0] + 3)) < 1e-12)
}
@inline(never) func arrays(_ n: Int) {
  var layers = [Matrix<Double>](repeating: .zeros(n, n), count: 4)
  let before = layers
  for l in 0..<4 { for i in 0..<n { for j in 0..<n { layers[l][i, j] += Double(l + 1) } } }
  for l in 0..<4 { check(layers[l].sum() == Double((l + 1) * n * n)); check(before[l].sum() == 0) }
}
@inline(never) func closures(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n)
  let write = { (i: Int, j: Int) in a[i, j] += 1 }
  for i in 0..<n { let old = a; for j in 0..<n { write(i, j); check(old[i, j] == 0) } }
  check(a.sum() == Double(n * n))
}
@inline(never) func globals() {
  let old = global
  for i in 0..<6 { for j in 0..<6 { global[i, j] += 1 } }
  check(old[5, 5] + 1 == global[5, 5])
}
@inline(never) func temporaries(_ a: Matrix<Double>, _ b: Matrix<Double>) {
  for i in 0..<a.rowCount {
    for j in 0..<a.columnCount {
      check((a + b)[i, j] == a[i, j] + b[i, j])
      check((a * 2).flattened[i * a.columnCount + j] == 2 * a[i, j])
      let t = a + b
      check(t[i, j] - b[i, j] == a[i, j])
    }
  }
  var s = 0.0
  for x in (a + b).flattened { s += x }
  check(s == a.sum() + b.sum())
}
func maker(_ n: Int) -> Matrix<Double> {
  kept.append(Matrix(rows: n, columns: n) { Double($0 * 10 + $1) }); return kept.last!
}
@inline(never) func sharedFromCall(_ n: Int) {
  var a = maker(n)
  for i in 0..<n { for j in 0..<n { a[i, j] = -1 } }
  check(kept.last![n - 1, n - 1] == Double((n - 1) * 11))
}
@inline(never) func ternary(_ a: Matrix<Double>, _ b: Matrix<Double>, _ flag: Bool) -> Double {
  var c = flag ? a : b
  for i in 0..<c.rowCount { for j in 0..<c.columnCount { c[i, j] *= 2 } }
  return c.sum()
}
@inline(never) func escaping(_ n: Int) {
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n {
    for j in 0..<n {
      a[i, j] += 1
      if j == n / 2 { kept.append(a) }
    }
  }
  let mine = Array(kept.suffix(n))
  for (i, m) in mine.enumerated() { check(m.sum() == Double(i * n + n / 2 + 1)) }
}
@inline(never) func inoutTwo(_ a: inout Matrix<Double>, _ b: inout Matrix<Double>) {
  for i in 0..<a.rowCount { for j in 0..<a.columnCount { a[i, j] += 1; b[i, j] += a[i, j] } }
}
@inline(never) func whileLoop(_ n: Int) {
  var x = Vector<Double>(repeating: 100, count: n); let start = x; var t = 0
  var last = x
  repeat { last = x; for i in 0..<n { x[i] = 0.5 * (last[i] + 1) }; t += 1 } while t < 20
  for i in 0..<n { check(start[i] == 100); check(x[i] < 1.001); check(last[i] > x[i]) }
}
@inline(never) func vectorSum(_ x: Vector<Double>) -> Double { var s = 0.0; for e in x { s += e }; return s }
@inline(never) func optional(_ n: Int) {
  var best: Matrix<Double>? = nil
  var a = Matrix<Double>.zeros(n, n)
  for i in 0..<n { for j in 0..<n { a[i, j] = Double(i) }; if i == 2 { best = a } }
  check(best![n - 1, n - 1] == 0 && best![2, 0] == 2 && a[n - 1, 0] == Double(n - 1))
}
@inline(never) func floats(_ n: Int) {
  var a = Matrix<Float>.zeros(n, n); let b = a
  for i in 0..<n { for j in 0..<n { a[i, j] = Float(i * n + j) } }
  check(b.sum() == 0 && a[n - 1, n - 1] == Float(n * n - 1))
}
@inline(never) func generic<S: LinearAlgebraScalar>(_ a: Matrix<S>) -> Matrix<S> {
  var b = a
  for i in 0..<b.rowCount { for j in 0..<b.columnCount { b[i, j] += a[i, j] } }
  return b
}

@main struct Main {
  static func main() {
    for n in [5, 6, 17] {
      let a = Matrix<Double>(rows: n, columns: n) { Double($0 - 3 * $1) },
        b = Matrix<Double>(rows: n, columns: n) { Double($0 * $1) }
      copyInLoop(n); copyBeforeInner(n); keepInLoop(n); swapping(n); assigning(n); flattened(n); models(n); arrays(n);
      closures(n); globals()
      temporaries(a, b); sharedFromCall(n); escaping(n); whileLoop(n); optional(n); floats(n)
      let p = parameter(a)
      for i in 0..<n { for j in 0..<n { check(p[i, j] == a[i, j] + a[j, i]); check(a[i, j] == Double(i - 3 * j)) } }
      let c = conditional(a, opaque(true)); check(c.diagonal.sum() == Double(7 * n) && a[1, 1] == -2)
      check(ternary(a, b, opaque(true)) == 2 * a.sum()); check(ternary(a, b, opaque(false)) == 2 * b.sum())
      var d = a, e = a
      inoutTwo(&d, &e)
      for i in 0..<n { for j in 0..<n { check(d[i, j] == a[i, j] + 1 && e[i, j] == 2 * a[i, j] + 1) } }
      check(vectorSum(a.flattened) == a.sum())
      check(generic(a) == 2 * a); check(generic(Matrix<Float>.identity(n)) == 2 * Matrix<Float>.identity(n))
    }
    // large blocks
    var big = Matrix<Double>.zeros(800, 800); let bigOld = big
    for i in 0..<800 { for j in 0..<800 { big[i, j] += 1 } }
    check(bigOld.sum() == 0 && big.sum() == 640000)
    // none at all
    var none = Matrix<Double>.zeros(0, 5)
    for i in 0..<none.rowCount { for j in 0..<none.columnCount { none[i, j] = 1 } }
    var noneVector = Vector<Double>.zeros(0)
    for i in 0..<noneVector.count { noneVector[i] = 1 }
    check(none.sum() == 0 && noneVector.sum() == 0)
    print("ok")
  }
}
