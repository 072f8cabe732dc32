/// A type of number that NumPy's files hold, and its bytes there, lowest first.
public protocol NPYElement: Sendable, Equatable {
  /// NumPy's name of the type, "<f8".
  static var descriptor: String { get }
  /// What the bytes are read as and written from.
  associatedtype Bits: FixedWidthInteger
  init(npyBits: Bits)
  var npyBits: Bits { get }
}

extension Double: NPYElement {
  public static var descriptor: String { "<f8" }
  public init(npyBits: UInt64) { self.init(bitPattern: npyBits) }
  public var npyBits: UInt64 { bitPattern }
}

extension Float: NPYElement {
  public static var descriptor: String { "<f4" }
  public init(npyBits: UInt32) { self.init(bitPattern: npyBits) }
  public var npyBits: UInt32 { bitPattern }
}

extension Int64: NPYElement {
  public static var descriptor: String { "<i8" }
  public init(npyBits: Int64) { self = npyBits }
  public var npyBits: Int64 { self }
}

extension UInt8: NPYElement {
  public static var descriptor: String { "|u1" }
  public init(npyBits: UInt8) { self = npyBits }
  public var npyBits: UInt8 { self }
}
