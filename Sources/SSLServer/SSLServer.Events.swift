public import NIOCore
public import TLSCertificates
public import TLSMessages
public import TLSProvider

extension SSLServer {
    /// A connection's TLS handshake is complete (`statusCode` 0) or has failed.
    public struct ConnectedEvent: Sendable {
        /// Which connection; unknown to every method already when the handshake failed.
        public let connectionId: String
        /// 0, or a code of the error table.
        public let statusCode: Int
        /// `OK`, or what went wrong.
        public let description: String
        /// What the handshake agreed on; nil when it failed.
        public let negotiated: NegotiatedParameters?
        /// Why it failed; nil when it did not.
        public let error: SSLError?
    }

    /// A client has connected to the port; nothing has been said yet.
    public struct ConnectionRequestEvent: Sendable {
        /// The client's IP address.
        public let address: String
        /// The client's port.
        public let port: Int
        /// Whether the client may go on. Preset from `AllowedClients` and `BlockedClients`; the handler's value decides.
        public var accept: Bool
    }

    /// Data has come in.
    public struct DataInEvent: Sendable {
        /// From which connection.
        public let connectionId: String
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

    /// Data has come with a client's hello (0-RTT), before the handshake is complete.
    ///
    /// Whoever recorded the client's first bytes can send them again: this server takes them once, another with the same
    /// ticket keys not at all, but do only what may be done twice. RFC 9846 §8. It comes before `Connected`, after which it
    /// can be answered; `DataIn` is not told of it.
    public struct EarlyDataInEvent: Sendable {
        /// From which connection.
        public let connectionId: String
        /// The bytes, as they came: they are not split into lines.
        public let buffer: ByteBuffer

        /// The bytes.
        public var textB: [UInt8] { Array(buffer.readableBytesView) }
    }

    /// A connection has ended. Comes once for each `Connected` with status 0.
    public struct DisconnectedEvent: Sendable {
        /// Which connection.
        public let connectionId: String
        /// 0, or a code of the error table.
        public let statusCode: Int
        /// `OK`, or what went wrong.
        public let description: String
        /// Why it ended; nil when it ended well.
        public let error: SSLError?
    }

    /// Something failed that no caller could be told of.
    public struct ErrorEvent: Sendable {
        /// Which connection; empty when it concerns the server.
        public let connectionId: String
        /// A code of the error table.
        public let errorCode: Int
        /// What went wrong.
        public let description: String
        /// The error itself.
        public let error: SSLError
    }

    /// A connection takes data again, after the handshake or after a send that took none.
    public struct ReadyToSendEvent: Sendable {
        /// Which connection.
        public let connectionId: String
    }

    /// A client has presented a certificate, or none though one was asked for.
    public struct SSLClientAuthenticationEvent: Sendable {
        /// Which connection.
        public let connectionId: String
        /// The client's certificate as PEM (the whole chain with `SSLIncludeCertChain`); empty when it sent none.
        public let certEncoded: String
        /// The certificate's subject.
        public let certSubject: String
        /// The certificate's issuer.
        public let certIssuer: String
        /// `OK`, or why `accept` is preset to false.
        public let status: String
        /// The chain the client sent, leaf first.
        public let chain: [X509Certificate]
        /// The path from the client's certificate to an authority that is trusted.
        public let path: VerifiedPath?
        /// Which rule the certificate broke, and which paths were tried; nil when there is nothing against it.
        public let failure: PathFailure?
        /// Whether the client may go on. Preset from the verification; the handler's value decides.
        public var accept: Bool

        /// The bytes of `certEncoded`.
        public var certEncodedB: [UInt8] { Array(certEncoded.utf8) }
    }

    /// A client's offer, before anything is chosen: the place to present another certificate.
    public struct SSLConnectionRequestEvent: Sendable {
        /// Which connection.
        public let connectionId: String
        /// The cipher suites offered, by their IANA names, in the client's order.
        public let supportedCipherSuites: String
        /// The signature algorithms accepted, in the client's order.
        public let supportedSignatureAlgs: String
        /// The name the client asks for.
        public let serverName: String?
        /// The application protocols it offers.
        public let applicationProtocols: [String]
        /// The versions it offers.
        public let supportedVersions: [ProtocolVersion]
        /// The kind of `certStore`.
        public var certStoreType: Int = 0
        /// The store of another certificate: a file's path or a blob. Empty: `sslCert` is presented.
        public var certStore: String = ""
        /// The password of `certStore`.
        public var certPassword: String = ""
        /// Which certificate of `certStore`; `*` for the first.
        public var certSubject: String = ""
        /// Another certificate, opened already; wins over `certStore`.
        public var certificate: Certificate?
        /// Refuses the client with this alert.
        public var refusal: AlertDescription?
    }

    /// How the secure connection comes along: for a log, never for decisions.
    public struct SSLStatusEvent: Sendable {
        /// Which connection; empty when it concerns the server.
        public let connectionId: String
        /// A line of `key=value` pairs.
        public let message: String
    }

    /// Any event, as `events` gives it.
    public enum Event: Sendable {
        /// See `ConnectedEvent`.
        case connected(ConnectedEvent)
        /// See `ConnectionRequestEvent`; already decided.
        case connectionRequest(ConnectionRequestEvent)
        /// See `DataInEvent`.
        case dataIn(DataInEvent)
        /// See `DisconnectedEvent`.
        case disconnected(DisconnectedEvent)
        /// See `EarlyDataInEvent`.
        case earlyDataIn(EarlyDataInEvent)
        /// See `ErrorEvent`.
        case error(ErrorEvent)
        /// See `ReadyToSendEvent`.
        case readyToSend(ReadyToSendEvent)
        /// See `SSLClientAuthenticationEvent`; already decided.
        case sslClientAuthentication(SSLClientAuthenticationEvent)
        /// See `SSLConnectionRequestEvent`; already decided.
        case sslConnectionRequest(SSLConnectionRequestEvent)
        /// See `SSLStatusEvent`.
        case sslStatus(SSLStatusEvent)
    }
}
