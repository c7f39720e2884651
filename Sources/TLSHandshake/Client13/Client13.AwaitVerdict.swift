extension Client13 {
    /// Proof that the application has accepted the server's chain.
    struct CertificateChecked: ~Copyable {
        fileprivate init() {}
    }

    /// How the server was authenticated: nothing is established without one of these, and Finished under the keys that
    /// belong to it.
    enum ServerAuthentication: ~Copyable {
        /// Its key signed the handshake, and its chain was accepted.
        case checked(SignatureChecked, CertificateChecked)
        /// It has the key of an earlier session, whose chain was accepted again.
        case session(CertificateChecked)
        /// It has a key that was established outside of TLS.
        case externalKey
    }

    /// What a server's chain rests on.
    enum ServerClaim: ~Copyable {
        /// The chain's key signed the handshake.
        case signature(SignatureChecked)
        /// The chain is that of the session resumed.
        case session
    }

    /// Client, TLS 1.3: the application judges the server's chain. Left through `accept`, not through a message; nothing
    /// but early data is sent before.
    package struct AwaitVerdict: ~Copyable {
        let context: HandshakeContext
        let secrets: HandshakeSecrets
        let claim: ServerClaim

        /// Goes on to the server's Finished.
        package consuming func accept() -> ClientState {
            let context = context
            switch consume claim {
            case .signature(let checked):
                return .finished13(
                    ExpectFinished(
                        context: context, secrets: secrets, authentication: .checked(checked, CertificateChecked())))
            case .session:
                return .finished13(
                    ExpectFinished(
                        context: context, secrets: secrets, authentication: .session(CertificateChecked())))
            }
        }
    }
}
