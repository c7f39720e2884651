import TLSCertificates

/// By what a server is known. Chains are not validated: a server that nothing here vouches for is not trusted.
struct ServerTrust: Sendable {
    let acceptsAny: Bool
    let certificate: X509Certificate?
    let pins: Set<PublicKeyPin>
    /// Whether libssl has found that the chain leads to an authority it was told of.
    let isChecked: Bool
    /// The name the server's certificate must be for, where an authority vouches for it.
    let name: String

    /// Why a server that presents this chain is not trusted; nil: it is.
    func objection(to chain: [X509Certificate]) -> SSLError? {
        if acceptsAny { return nil }
        guard let leaf = chain.first else { return SSLError(.noServerCertificate) }
        if certificate != nil || !pins.isEmpty {
            if leaf == certificate { return nil }
            if let pin = try? PublicKeyPin(of: leaf), pins.contains(pin) { return nil }
            return SSLError(.certificateRefused, "the server has another key or certificate than the expected")
        }
        guard isChecked else {
            return SSLError(
                .cannotVerifyChain,
                "this build does not validate chains: expect the server's key (pinnedKeys) or certificate, "
                    + "or decide in SSLServerAuthentication")
        }
        guard leaf.matches(serverName: name) else {
            return SSLError(.certificateRefused, "the certificate is not for \(escapeForLog(name))")
        }
        return nil
    }
}
