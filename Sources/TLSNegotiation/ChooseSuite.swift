package import TLSMessages
import TLSPrimitives

/// The suite a server takes: its first that the client offers, among those of `version`. RFC 9846 §4.2.2.
///
/// A client that lists ChaCha20-Poly1305 before every AES suite has no fast AES: ours then moves to the front.
package func chooseSuite(
    offered: [CipherSuite], enabled: [CipherSuite], version: ProtocolVersion
) -> CipherSuiteRow? {
    let ours = enabled.compactMap(CipherSuiteTable.row(of:)).filter { $0.version == version }
    let common = ours.filter { offered.contains($0.suite) }
    let leader = offered.first { suite in ours.contains { $0.suite == suite } }
    if let leader, let row = common.first(where: { $0.suite == leader }), row.aead == .chaCha20Poly1305 {
        return row
    }
    return common.first
}
