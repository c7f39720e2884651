package import TLSMessages

/// The version a server speaks with a client: the newest of ours that the client offers. RFC 9846 §4.3.1.
///
/// - Parameters:
///   - hello: the client's offer; without supported_versions it offers up to its legacy version.
///   - enabled: what we speak.
/// - Returns: nil when there is none in common.
package func chooseVersion(_ hello: ClientHello, enabled: [ProtocolVersion]) -> ProtocolVersion? {
    let ours = enabled.sorted(by: >)
    if let offered = hello.extensions.supportedVersions {
        return ours.first { offered.contains($0) }
    }
    return ours.first { $0 <= min(hello.legacyVersion, .tls12) }
}
