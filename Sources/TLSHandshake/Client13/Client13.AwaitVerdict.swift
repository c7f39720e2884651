extension Client13 {
    /// Proof that the application has accepted the server's chain.
    struct CertificateChecked: ~Copyable {
        fileprivate init() {}
    }

    /// How the server was authenticated: nothing is established without one of these.
    enum ServerAuthentication: ~Copyable {
        /// Its key signed the handshake, and its chain was accepted.
        case checked(SignatureChecked, CertificateChecked)
    }

    /// Client, TLS 1.3: the server has proven that the chain is its own, and the application judges the chain. Left
    /// through `accept`, not through a message; nothing is sent before.
    package struct AwaitVerdict: ~Copyable {
        let context: HandshakeContext
        let secrets: HandshakeSecrets
        let signature: SignatureChecked

        /// Goes on to the server's Finished.
        package consuming func accept() -> ClientState {
            .finished13(
                ExpectFinished(
                    context: context, secrets: secrets, authentication: .checked(signature, CertificateChecked())))
        }
    }
}
