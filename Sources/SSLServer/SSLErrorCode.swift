/// A code of the class's error table: its own codes below 300, those of the system by their Winsock numbers.
public struct SSLErrorCode: RawRepresentable, Hashable, Sendable {
    /// The number, such as 126 or 10054.
    public let rawValue: Int

    /// Makes a code from its number.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Everything went well; not an error.
    public static let ok = SSLErrorCode(rawValue: 0)
    /// A client's `remotePort` cannot change while it is connected.
    public static let remotePortWhileConnected = SSLErrorCode(rawValue: 100)
    /// A client's `remoteHost` cannot change while it is connected.
    public static let remoteHostWhileConnected = SSLErrorCode(rawValue: 101)
    /// 0.0.0.0 is no server's address.
    public static let invalidRemoteHost = SSLErrorCode(rawValue: 102)
    /// The server listens already.
    public static let alreadyListening = SSLErrorCode(rawValue: 104)
    /// `localPort` cannot change while listening.
    public static let localPortWhileListening = SSLErrorCode(rawValue: 106)
    /// `localHost` cannot change while listening.
    public static let localHostWhileListening = SSLErrorCode(rawValue: 107)
    /// `MaxConnections` cannot change while listening.
    public static let maxConnectionsWhileListening = SSLErrorCode(rawValue: 108)
    /// A client was not told its server's port.
    public static let noRemotePort = SSLErrorCode(rawValue: 116)
    /// No connection has this id, or it has ended.
    public static let invalidConnectionId = SSLErrorCode(rawValue: 126)
    /// The outgoing queue is full; see `SSLError.isWouldBlock`.
    public static let wouldBlock = SSLErrorCode(rawValue: 135)
    /// The TLS implementation asked for is not there.
    public static let cannotLoadSecurityLibrary = SSLErrorCode(rawValue: 270)
    /// A key store is missing, malformed or its password is wrong.
    public static let cannotOpenCertificateStore = SSLErrorCode(rawValue: 271)
    /// No certificate was chosen, or the store has none that fits.
    public static let cannotFindCertificate = SSLErrorCode(rawValue: 272)
    /// A certificate without a private key cannot serve.
    public static let cannotAcquireCredentials = SSLErrorCode(rawValue: 273)
    /// The chain of the certificate cannot be put together.
    public static let cannotFindChain = SSLErrorCode(rawValue: 274)
    /// A peer's chain does not verify.
    public static let cannotVerifyChain = SSLErrorCode(rawValue: 275)
    /// The TLS handshake failed.
    public static let handshakeFailed = SSLErrorCode(rawValue: 276)
    /// A peer's certificate was refused.
    public static let certificateRefused = SSLErrorCode(rawValue: 280)
    /// A client sent no certificate though one was required.
    public static let noClientCertificate = SSLErrorCode(rawValue: 281)
    /// A server presented no certificate.
    public static let noServerCertificate = SSLErrorCode(rawValue: 282)
    /// A record could not be protected.
    public static let encryptionFailed = SSLErrorCode(rawValue: 283)
    /// A record failed to authenticate.
    public static let decryptionFailed = SSLErrorCode(rawValue: 284)
    /// A call was interrupted.
    public static let interrupted = SSLErrorCode(rawValue: 10004)
    /// The right to do this is missing.
    public static let accessDenied = SSLErrorCode(rawValue: 10013)
    /// An argument or value is not acceptable.
    public static let invalidArgument = SSLErrorCode(rawValue: 10022)
    /// The process has no file descriptor left.
    public static let tooManyOpenFiles = SSLErrorCode(rawValue: 10024)
    /// The socket's own form of `wouldBlock`.
    public static let socketWouldBlock = SSLErrorCode(rawValue: 10035)
    /// A client that connects cannot begin to connect.
    public static let alreadyConnecting = SSLErrorCode(rawValue: 10037)
    /// A client was not told its server.
    public static let noRemoteHost = SSLErrorCode(rawValue: 10039)
    /// This is not supported here.
    public static let notSupported = SSLErrorCode(rawValue: 10045)
    /// The address does not belong to the family in use.
    public static let addressFamilyNotSupported = SSLErrorCode(rawValue: 10047)
    /// Another socket has the address.
    public static let addressInUse = SSLErrorCode(rawValue: 10048)
    /// The address is not one of this machine's.
    public static let addressNotAvailable = SSLErrorCode(rawValue: 10049)
    /// This side aborted the connection.
    public static let connectionAborted = SSLErrorCode(rawValue: 10053)
    /// The peer reset the connection, or ended it without saying so.
    public static let connectionReset = SSLErrorCode(rawValue: 10054)
    /// The client is connected already.
    public static let alreadyConnected = SSLErrorCode(rawValue: 10056)
    /// The socket is not connected.
    public static let notConnected = SSLErrorCode(rawValue: 10057)
    /// Data was sent after the connection was closed for sending.
    public static let sendAfterShutdown = SSLErrorCode(rawValue: 10058)
    /// A timeout passed.
    public static let timedOut = SSLErrorCode(rawValue: 10060)
    /// Nobody listens on the server's port.
    public static let connectionRefused = SSLErrorCode(rawValue: 10061)
    /// A host name has no address.
    public static let hostNotFound = SSLErrorCode(rawValue: 11001)
}

extension SSLErrorCode: CustomStringConvertible {
    /// The text of the table, or the bare number for a code outside it.
    public var description: String {
        self == .ok ? "OK" : ErrorCodeTable.text[rawValue] ?? "[\(rawValue)] Unknown error."
    }
}
