import Foundation
import Sandbox

/// What a measurement was made on, and the two limits of its roofline.
struct BenchMachine: Encodable, Equatable {
  /// The processor's name as the kernel has it.
  var processor: String
  /// Processors that the kernel sees.
  var processors: Int
  /// Which kernels OpenBLAS has chosen, and how it was built.
  var blasCore: String
  var blasConfig: String
  var blasThreads: Int
  /// The widest instructions that the peak was measured with.
  var instructions: String
  /// Multiplications and additions a second in registers, one core.
  var flopsPerSecond: Double
  /// Bytes a second of the triad beyond the caches, one core.
  var bytesPerSecond: Double
  /// Before the run: programs that wanted a processor, on the average of the last minute.
  var loadAverage: Double
  /// OPENBLAS_CORETYPE of the environment, which slows down or speeds up all who compute with OpenBLAS.
  var coreType: String?

  /// Others compete for the processors: the medians are too slow, the ratios less so.
  var isBusy: Bool { loadAverage > Double(processors) / 2 }

  /// Operations a byte below which memory is the limit.
  var ridge: Double { flopsPerSecond / bytesPerSecond }

  /// Which machine a figure of the log belongs to.
  var name: String { "\(processor), \(blasCore)" }

  func words(_ scalar: BenchScalar) -> [String] {
    var lines = [
      "\(processor), \(processors) processor\(processors == 1 ? "" : "s"), load \(String(format: "%.2f", loadAverage))",
      "OpenBLAS with kernels for \(blasCore), \(blasThreads) thread\(blasThreads == 1 ? "" : "s")",
      """
      peak of one core \(shortNumber(flopsPerSecond / 1e9)) GFLOP/s (\(scalar.typeName), \(instructions)), memory \
      \(shortNumber(bytesPerSecond / 1e9)) GB/s
      """,
    ]
    if let coreType {
      lines.append(
        "OPENBLAS_CORETYPE=\(coreType) is set: OpenBLAS, NumPy's too, does not use its best kernels for here")
    }
    if isBusy { lines.append("This machine is busy with other work: look at the ratios, not at the times.") }
    return lines
  }
}

extension BenchMachine {
  /// Measures this machine; under a second.
  ///
  /// - Throws: `LabError` if mllab-kernels does not answer; `Cancelled`.
  static func measured(
    _ kernels: BenchPrograms, _ scalar: BenchScalar, cancellation: Cancellation?
  ) throws -> BenchMachine {
    struct Answer: Decodable {
      var core: String
      var config: String
      var threads: Int
      var instructions: String
      var flopsPerSecond: Double
      var bytesPerSecond: Double
    }
    let load = firstNumber(ofFile: "/proc/loadavg") ?? 0
    let dialogue = try kernels.dialogue(["machine", scalar.rawValue])
    let line = try dialogue.ask("", seconds: 30, cancellation: cancellation)
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(line.utf8)) else {
      throw LabError("mllab-kernels does not say what this machine can do: \(line)")
    }
    return BenchMachine(
      processor: processorName(), processors: ProcessInfo.processInfo.activeProcessorCount, blasCore: answer.core,
      blasConfig: answer.config, blasThreads: answer.threads, instructions: answer.instructions,
      flopsPerSecond: answer.flopsPerSecond, bytesPerSecond: answer.bytesPerSecond, loadAverage: load,
      coreType: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"].flatMap { $0.isEmpty ? nil : $0 })
  }

  private static func processorName() -> String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }

  private static func firstNumber(ofFile path: String) -> Double? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The memory that is free for programs, in bytes; nil if the kernel does not say.
  static func availableMemory() -> Double? {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * 1024 }
  }
}

// MARK: - Numbers in few characters

/// Three digits: "0.0412", "1.61", "138", "4.1e+09".
func shortNumber(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "?" : "∞" }
  let size = abs(value)
  switch size {
  case 0: return "0"
  case ..<0.001: return String(format: "%.1e", value)
  case ..<0.1: return String(format: "%.3f", value)
  case ..<9.995: return String(format: "%.2f", value)
  case ..<99.95: return String(format: "%.1f", value)
  case ..<99_999.5: return String(format: "%.0f", value)
  default: return String(format: "%.1e", value)
  }
}

/// 10000000 as "10,000,000".
func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  return String(
    digits.enumerated().flatMap { index, digit in
      index > 0 && (digits.count - index).isMultiple(of: 3) ? [",", digit] : [digit]
    })
}

/// A duration with its unit: "12.3 ns", "412 ms".
func shortDuration(_ seconds: Double) -> String {
  switch seconds {
  case ..<1e-6: "\(shortNumber(seconds * 1e9)) ns"
  case ..<1e-3: "\(shortNumber(seconds * 1e6)) µs"
  case ..<1: "\(shortNumber(seconds * 1e3)) ms"
  case ..<120: "\(shortNumber(seconds)) s"
  default: "\(shortNumber(seconds / 60)) min"
  }
}
