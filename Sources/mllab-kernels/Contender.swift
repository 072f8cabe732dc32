import CRawKernels
import Events
@preconcurrency import Glibc
import LabNumerics

/// Who computes the kernels in this program.
enum Contender: String, CaseIterable {
  case naive, blocked, library, raw

  /// Answers the tool's requests until there are no more.
  func serve() {
    _ = BLASBackend.report()  // one thread, unless the environment says otherwise
    mllab_kernels.serve(input: stdin, output: 1) { kernel, size, scalar in
      switch scalar {
      case "double": contest(Problem<Double>(kernel, size: size))
      case "float": contest(Problem<Float>(kernel, size: size))
      default: nil
      }
    }
  }

  /// nil if this contender does not have the kernel.
  func contest<Scalar: RawKernels>(_ problem: Problem<Scalar>) -> Contest? {
    switch self {
    case .naive: mllab_kernels.naive(problem)
    case .blocked: mllab_kernels.blocked(problem)
    case .library: try? mllab_kernels.library(problem)
    case .raw: mllab_kernels.raw(problem)
    }
  }
}

/// What limits every kernel on this machine, and what computes.
func machine<Scalar: RawKernels>(_: Scalar.Type) -> JSONObject {
  let backend = BLASBackend.report()
  let largestCache = max(0, sysconf(Int32(_SC_LEVEL3_CACHE_SIZE)), sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)))
  // Each array far beyond the caches, but not beyond what a small machine has.
  let bytes = min(max(64 << 20, 2 * largestCache), 256 << 20)
  var object = JSONObject()
  object.add("core", backend.core)
  object.add("library", backend.library)
  object.add("config", backend.config)
  object.add("threads", backend.threads)
  object.add("instructions", String(cString: craw_instructions()))
  object.add("flopsPerSecond", Int(Scalar.raw.peak(0.2)))
  object.add("bytesPerSecond", Int(craw_bandwidth(Int64(bytes), 0.5)))
  return object
}
