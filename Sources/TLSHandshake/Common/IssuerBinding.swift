// Which credentials may be shown to a peer, by the authorities that it names. RFC 9846 §4.3.4, RFC 5246 §7.4.4.

extension Credential {
    /// Whether a peer that names these authorities may see it.
    func suits(_ authorities: [[UInt8]]) -> Bool {
        !isBoundToIssuers || issuers.contains(where: authorities.contains)
    }
}

extension [Credential] {
    /// Those that a peer that names these authorities may see.
    func suiting(_ authorities: [[UInt8]]?) -> [Credential] {
        contains(where: \.isBoundToIssuers) ? filter { $0.suits(authorities ?? []) } : self
    }
}

extension ClientSettings {
    /// Refuses to go on without a certificate, where that is wished and there are some.
    ///
    /// - Parameter suiting: what the server may see of them.
    func checkAnonymity(suiting: [Credential]) throws(HandshakeFault) {
        guard options.requiresFittingCredential, !credentials.isEmpty else { return }
        throw .incompatible(suiting.isEmpty ? .noMatchingIssuer : .noCommonSignatureScheme)
    }
}
