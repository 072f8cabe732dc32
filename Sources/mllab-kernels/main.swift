import Glibc
import LabNumerics

// The learner's side of `mllab doctor`: the tool itself never links BLAS.

let usage = """
  usage: mllab-kernels doctor
    doctor  prints which BLAS computes and whether its kernels agree with plain loops, as one line of JSON

  """

switch Array(CommandLine.arguments.dropFirst()) {
case ["doctor"]:
  let failures = BLASBackend.selfTest()
  print(json(BLASBackend.report(), failures: failures))
  exit(failures.isEmpty ? 0 : 1)
default:
  write(to: 2, usage)
  exit(2)
}

func json(_ backend: BLASBackend, failures: [String]) -> String {
  let members = [
    ("library", quoted(backend.library)),
    ("core", quoted(backend.core)),
    ("config", quoted(backend.config)),
    ("threads", "\(backend.threads)"),
    ("lapackVersion", quoted(backend.lapackVersion)),
    ("lapackResolvesTo", quoted(backend.lapackResolvesTo)),
    ("selfTest", quoted(failures.isEmpty ? "ok" : failures.joined(separator: "; "))),
  ]
  return "{" + members.map { "\(quoted($0)):\($1)" }.joined(separator: ",") + "}"
}

/// A string as JSON writes it (RFC 8259, §7).
func quoted(_ string: String) -> String {
  var result = "\""
  for scalar in string.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case " "...: result.unicodeScalars.append(scalar)
    default:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return result + "\""
}

func write(to descriptor: Int32, _ text: String) {
  var text = text
  text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
}
