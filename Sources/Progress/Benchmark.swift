import Foundation

/// One measurement of a kernel by one contender, as the log keeps it.
///
/// As JSON it is one flat object whose field names are kept for ever.
public struct Benchmark: Codable, Sendable, Equatable, Identifiable {
  public let id: UUID
  /// When the run began of which this is a part: the same for all of its measurements, in whole milliseconds.
  public let time: Date
  /// As `mllab bench` names it, such as "gemm".
  public let kernel: String
  /// Elements of a vector, or rows and columns of a matrix.
  public let size: Int
  /// "double" or "float".
  public let scalar: String
  /// "yours", "naive", "LabNumerics" and the like.
  public let contender: String
  /// The seconds of one call: median and quartiles of the samples.
  public let median: Double
  public let lowerQuartile: Double
  public let upperQuartile: Double
  /// 10⁹ operations a second at the median, by the kernel's nominal count.
  public let gflops: Double
  /// The processor and the BLAS kernels in use; figures of different machines do not compare.
  public let machine: String

  public init(
    id: UUID = UUID(), time: Date, kernel: String, size: Int, scalar: String, contender: String, median: Double,
    lowerQuartile: Double, upperQuartile: Double, gflops: Double, machine: String
  ) {
    self.id = id
    self.time = Date(millisecondsSince1970: time.millisecondsSince1970)
    self.kernel = kernel
    self.size = size
    self.scalar = scalar
    self.contender = contender
    self.median = median
    self.lowerQuartile = lowerQuartile
    self.upperQuartile = upperQuartile
    self.gflops = gflops
    self.machine = machine
  }

  enum CodingKeys: String, CodingKey {
    case id, time, kernel, size, scalar, contender, median, lowerQuartile, upperQuartile, gflops, machine
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let written = try fields.decode(String.self, forKey: .time)
    guard let time = Date(iso8601: written) else {
      throw DecodingError.dataCorruptedError(
        forKey: .time, in: fields, debugDescription: "\"\(written)\" is not a time such as 2026-03-01T09:30:00.250Z")
    }
    self.init(
      id: try fields.decode(UUID.self, forKey: .id), time: time,
      kernel: try fields.decode(String.self, forKey: .kernel), size: try fields.decode(Int.self, forKey: .size),
      scalar: try fields.decode(String.self, forKey: .scalar),
      contender: try fields.decode(String.self, forKey: .contender),
      median: try fields.decode(Double.self, forKey: .median),
      lowerQuartile: try fields.decode(Double.self, forKey: .lowerQuartile),
      upperQuartile: try fields.decode(Double.self, forKey: .upperQuartile),
      gflops: try fields.decode(Double.self, forKey: .gflops),
      machine: try fields.decode(String.self, forKey: .machine))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(id, forKey: .id)
    try fields.encode(time.iso8601, forKey: .time)
    try fields.encode(kernel, forKey: .kernel)
    try fields.encode(size, forKey: .size)
    try fields.encode(scalar, forKey: .scalar)
    try fields.encode(contender, forKey: .contender)
    try fields.encode(median, forKey: .median)
    try fields.encode(lowerQuartile, forKey: .lowerQuartile)
    try fields.encode(upperQuartile, forKey: .upperQuartile)
    try fields.encode(gflops, forKey: .gflops)
    try fields.encode(machine, forKey: .machine)
  }

  /// The measurement as one line of JSON without the newline, keys sorted.
  func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(jsonLine: some Sequence<UInt8>) throws { self = try JSONDecoder().decode(Benchmark.self, from: Data(jsonLine)) }
}
