package import TLSMessages
import TLSPrimitives

/// The suite a server takes: its first that the client offers, among those of `version`. RFC 9846 §4.2.2.
///
/// A client that lists ChaCha20-Poly1305 before every AES suite has no fast AES: ours then moves to the front.
package func chooseSuite(
    offered: [CipherSuite], enabled: [CipherSuite], version: ProtocolVersion
) -> CipherSuiteRow? {
    let leader = firstInCommon(offered, enabled, version)
    if let leader, leader.aead == .chaCha20Poly1305 { return leader }
    return firstInCommon(enabled, offered, version)
}

/// The first suite of `preferred` that the other side has too. No list is made: this runs in each handshake.
private func firstInCommon(
    _ preferred: [CipherSuite], _ other: [CipherSuite], _ version: ProtocolVersion
) -> CipherSuiteRow? {
    for suite in preferred where other.contains(suite) {
        if let row = CipherSuiteTable.row(of: suite), row.version == version { return row }
    }
    return nil
}
