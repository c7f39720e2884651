public import NIOCore
public import TLSCertificates
public import TLSProvider

extension SSLClient {
    /// The TLS handshake is complete (`statusCode` 0), or the connection could not be made.
    public struct ConnectedEvent: Sendable {
        /// 0, or a code of the error table.
        public let statusCode: Int
        /// `OK`, or what went wrong.
        public let description: String
        /// What the handshake agreed on; nil when it failed.
        public let negotiated: NegotiatedParameters?
        /// Why it failed; nil when it did not.
        public let error: SSLError?
    }

    /// Data has come in.
    public struct DataInEvent: Sendable {
        /// The bytes, without their end of line. Shares memory with the receive buffer: nothing is copied.
        public let buffer: ByteBuffer
        /// Whether the end of line (or of the record) was found; always true when neither is in use.
        public let eol: Bool
        /// How `text` reads the bytes.
        public let codePage: CodePage

        /// The bytes.
        public var textB: [UInt8] { Array(buffer.readableBytesView) }
        /// The bytes as text; what is malformed becomes U+FFFD.
        public var text: String { codePage.decode(textB) }
    }

    /// The connection has ended. Comes once for each `Connected` with status 0.
    public struct DisconnectedEvent: Sendable {
        /// 0, or a code of the error table.
        public let statusCode: Int
        /// `OK`, or what went wrong.
        public let description: String
        /// Why it ended; nil when it ended well.
        public let error: SSLError?
    }

    /// Something failed that no caller could be told of.
    public struct ErrorEvent: Sendable {
        /// A code of the error table.
        public let errorCode: Int
        /// What went wrong.
        public let description: String
        /// The error itself.
        public let error: SSLError
    }

    /// The connection takes data again, after the handshake or after a send that took none.
    public struct ReadyToSendEvent: Sendable {}

    /// The server has presented its certificate; it has not proved yet that it holds the key.
    public struct SSLServerAuthenticationEvent: Sendable {
        /// The server's certificate as PEM (the whole chain with `SSLIncludeCertChain`).
        public let certEncoded: String
        /// The certificate's subject.
        public let certSubject: String
        /// The certificate's issuer.
        public let certIssuer: String
        /// `OK`, or why `accept` is preset to false.
        public let status: String
        /// The chain the server sent, leaf first.
        public let chain: [X509Certificate]
        /// The path from the server's certificate to an authority that is trusted; nil for a server that is known otherwise.
        public let path: VerifiedPath?
        /// Which rule the certificate broke, and which paths were tried; nil when there is nothing against it.
        public let failure: PathFailure?
        /// Whether the server is trusted. Preset from `SSLAcceptAnyServerCert`, `sslAcceptServerCert` and `pinnedKeys` where one
        /// of them is set, else from the verification; the handler's value decides.
        public var accept: Bool

        /// The bytes of `certEncoded`.
        public var certEncodedB: [UInt8] { Array(certEncoded.utf8) }

        init(_ chain: [X509Certificate], includesChain: Bool, _ judgement: PeerJudgement) {
            self.chain = chain
            path = judgement.path
            failure = judgement.failure
            certEncoded = chain.encoded(whole: includesChain)
            certSubject = chain.first?.subject.description ?? ""
            certIssuer = chain.first?.issuer.description ?? ""
            status = judgement.objection.statusText
            accept = judgement.objection == nil
        }
    }

    /// How the secure connection comes along: for a log, never for decisions.
    public struct SSLStatusEvent: Sendable {
        /// A line of `key=value` pairs.
        public let message: String
    }

    /// Any event, as `events` gives it.
    public enum Event: Sendable {
        /// See `ConnectedEvent`.
        case connected(ConnectedEvent)
        /// See `DataInEvent`.
        case dataIn(DataInEvent)
        /// See `DisconnectedEvent`.
        case disconnected(DisconnectedEvent)
        /// See `ErrorEvent`.
        case error(ErrorEvent)
        /// See `ReadyToSendEvent`.
        case readyToSend(ReadyToSendEvent)
        /// See `SSLServerAuthenticationEvent`; already decided.
        case sslServerAuthentication(SSLServerAuthenticationEvent)
        /// See `SSLStatusEvent`.
        case sslStatus(SSLStatusEvent)
    }
}
