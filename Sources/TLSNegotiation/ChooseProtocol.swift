/// The application protocol a server takes: its first that the client offers. RFC 7301 §3.2.
package func chooseProtocol(offered: [[UInt8]], enabled: [[UInt8]]) -> [UInt8]? {
    enabled.first { offered.contains($0) }
}
