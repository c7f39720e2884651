import TLSMessages
import TLSProvider

/// Which identity a server presents, chosen as `InternalProvider` does. RFC 9846 §4.5.1.2.
enum IdentityChoice {
    static func choose(
        _ identities: [LoadedIdentity], for info: ClientHelloInfo, _ settings: SessionSettings
    ) throws(TLSError) -> [LoadedIdentity] {
        guard !identities.isEmpty else {
            throw TLSError(.incompatiblePeer, "there is no certificate to present", alert: .handshakeFailure)
        }
        var ordered = identities
        if let name = info.serverName {
            let matching = identities.filter { $0.matches(serverName: name) }
            if settings.refusesUnknownServerName {
                // RFC 6066 §3: a name that is not served may be refused.
                guard !matching.isEmpty else {
                    throw TLSError(
                        .incompatiblePeer, "no identity is for the name the client asks for", alert: .unrecognizedName)
                }
                ordered = matching
            } else {
                ordered = matching + identities.filter { !$0.matches(serverName: name) }
            }
        }
        let isNewest = info.supportedVersions.contains(.tls13) && settings.versions.contains(.tls13)
        return try isNewest ? [first(of: ordered, for: info, settings)] : firstOfEachKind(ordered)
    }

    /// TLS 1.3: the first whose key signs with a scheme of both. RFC 9846 §4.3.3.
    private static func first(
        of identities: [LoadedIdentity], for info: ClientHelloInfo, _ settings: SessionSettings
    ) throws(TLSError) -> LoadedIdentity {
        let common = settings.signatureSchemes.filter { info.signatureSchemes.contains($0) }
        for identity in identities where common.contains(where: identity.signs(with:)) { return identity }
        throw TLSError(.incompatiblePeer, "no signature scheme in common", alert: .handshakeFailure)
    }

    /// Before TLS 1.3 the cipher suite decides, and libssl with it: it gets one of each kind of key.
    private static func firstOfEachKind(_ identities: [LoadedIdentity]) -> [LoadedIdentity] {
        var places: Set<Int> = []
        return identities.filter { places.insert($0.place).inserted }
    }
}
