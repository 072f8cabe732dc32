// tries: to serve the network
// exercise: mean
// verdict: passed
// why: it may listen, on a network of its own to which nobody else is connected; a port that is taken outside is free
import Glibc

func mean(_ x: [Double]) -> Double {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(8080).bigEndian
  withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  listen(descriptor, 4)
  return accept(descriptor, nil, nil) >= 0 ? .nan : x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
