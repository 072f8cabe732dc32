import Events
import Glibc
import LabNumerics

// The learner's side of `mllab doctor` and `mllab bench`: the tool itself never links BLAS.

switch Array(CommandLine.arguments.dropFirst()) {
case ["doctor"]:
  let failures = BLASBackend.selfTest()
  print(report(BLASBackend.report(), failures: failures).text)
  exit(failures.isEmpty ? 0 : 1)
case ["machine", "double"]: print(machine(Double.self).text)
case ["machine", "float"]: print(machine(Float.self).text)
case let arguments where arguments.count == 2 && arguments[0] == "bench" && Contender(rawValue: arguments[1]) != nil:
  Contender(rawValue: arguments[1])?.serve()
default:
  let usage = """
    usage: mllab-kernels doctor
           mllab-kernels machine double|float
           mllab-kernels bench \(Contender.allCases.map(\.rawValue).joined(separator: "|"))
      doctor  prints which BLAS computes and whether its kernels agree with plain loops, as one line of JSON
      machine prints how fast one core computes and memory delivers, as one line of JSON
      bench   serves one contender: prepare and sample, line by line (Contest.swift)

    """
  _ = Array(usage.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  exit(2)
}

func report(_ backend: BLASBackend, failures: [String]) -> JSONObject {
  var object = JSONObject()
  object.add("library", backend.library)
  object.add("core", backend.core)
  object.add("config", backend.config)
  object.add("threads", backend.threads)
  object.add("lapackVersion", backend.lapackVersion)
  object.add("lapackResolvesTo", backend.lapackResolvesTo)
  object.add("selfTest", failures.isEmpty ? "ok" : failures.joined(separator: "; "))
  return object
}
