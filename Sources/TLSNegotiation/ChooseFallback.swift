package import TLSMessages

/// Whether a client falls back from a version that we speak: it says that it retries, at less than our newest.
/// RFC 7507 §3.
package func isInappropriateFallback(
    _ hello: ClientHello, version: ProtocolVersion, enabled: [ProtocolVersion]
) -> Bool {
    guard hello.cipherSuites.contains(.TLS_FALLBACK_SCSV), let newest = enabled.max() else { return false }
    return version < newest
}
