// tries: to put a dot product of its own in the place of BLAS's, by which the checks compute what is right
// exercise: dot
// verdict: doesNotCompile
// says: cblas_ddot
// why: a file may not export symbols that are not its own: they would replace the library's in the checks as well
@_cdecl("cblas_ddot")
public func fake(_ n: Int32, _ x: UnsafeRawPointer, _ dx: Int32, _ y: UnsafeRawPointer, _ dy: Int32) -> Double { 42 }

func dot(_ x: [Double], _ y: [Double]) -> Double { 42 }
