extension Client12 {
    /// Proof that the application has accepted the server's chain.
    struct CertificateChecked: ~Copyable {
        fileprivate init() {}
    }

    /// How the server was authenticated: nothing is established without one of these, and Finished under the keys that
    /// belong to it.
    enum ServerAuthentication: ~Copyable {
        /// What vouches for its part of the key exchange, and its chain was accepted.
        case checked(ServerClaim, CertificateChecked)
        /// It has the master secret of an earlier session, whose chain was accepted again.
        case session(CertificateChecked)
    }

    /// Client, TLS 1.2: the application judges the server's chain. Left through `accept`, not through a message; nothing is
    /// sent before.
    package struct AwaitVerdict: ~Copyable {
        let context: HandshakeContext
        let exchange: ServerExchange

        /// Sends our flight and goes on to the server's change of keys.
        package consuming func accept<S: HandshakeSink & ~Copyable>(
            into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let context = context
            let exchange = exchange
            let secrets = try sendClientFlight(exchange.value, context, &sink)
            return awaitChange(context, secrets, .checked(exchange.claim, CertificateChecked()))
        }
    }

    /// Client, TLS 1.2: the application judges the chain of the session that is resumed. Left through `accept`; our Finished
    /// is sent no sooner.
    package struct AwaitSessionVerdict: ~Copyable {
        let context: HandshakeContext
        let secrets: HandshakeSecrets

        /// Goes on to the server's change of keys.
        package consuming func accept() -> ClientState {
            awaitChange(context, secrets, .session(CertificateChecked()))
        }
    }

    /// What comes next from the server: its change of keys, behind a ticket if it has promised one. RFC 5077 §3.3.
    private static func awaitChange(
        _ context: HandshakeContext, _ secrets: consuming HandshakeSecrets,
        _ authentication: consuming ServerAuthentication
    ) -> ClientState {
        let next = ExpectChangeCipherSpec(context: context, secrets: secrets, authentication: authentication)
        guard context.extensions.promisesTicket else { return .changeCipherSpec12(next) }
        return .ticket12(ExpectTicket(next: next))
    }
}
