package import TLSMessages
package import TLSPrimitives

/// What a handshake asks of the connection it runs on, in order. The provider joins it to the record layer; tests record.
package protocol HandshakeSink: ~Copyable {
    /// Sends a handshake message under the write keys installed so far.
    mutating func send(_ message: HandshakeMessage)

    /// Sends the change_cipher_spec of middlebox compatibility. RFC 9846 §E.4.
    mutating func sendChangeCipherSpec()

    /// Proves that no handshake bytes are left over, as a change of read keys demands. RFC 9846 §5.1.
    mutating func aligned() throws(HandshakeFault) -> ReadAlignment

    /// Protects what comes from the peer from here on.
    mutating func installReading(_ keys: consuming TrafficKeys, _ alignment: consuming ReadAlignment)
        throws(HandshakeFault)

    /// Protects what is sent from here on.
    mutating func installWriting(_ keys: consuming TrafficKeys) throws(HandshakeFault)

    /// Speaks TLS 1.2 from here on: records have its form, and change_cipher_spec is given to the handshake. RFC 5246 §6.2.
    mutating func speakTLS12()

    /// Protects what comes from the peer from here on, in TLS 1.2.
    mutating func installReading(_ keys: consuming TrafficKeys12, _ alignment: consuming ReadAlignment)
        throws(HandshakeFault)

    /// Protects what is sent from here on, in TLS 1.2.
    mutating func installWriting(_ keys: consuming TrafficKeys12) throws(HandshakeFault)

    /// Sends an alert that ends nothing: no_renegotiation. RFC 5246 §7.2.2.
    mutating func sendWarning(_ alert: AlertDescription)

    /// Protects nothing that is sent from here on: a second ClientHello, behind early data. RFC 9846 §4.2.4.
    mutating func stopProtectingWriting()

    /// What the peer sends as early data is welcome, up to this many bytes, until `endEarlyData`. RFC 9846 §4.3.10.
    mutating func acceptEarlyData(_ limit: UInt32)

    /// The peer's early data is at its end.
    mutating func endEarlyData()

    /// Our early data can be sent, up to this many bytes, under the keys installed last; 0 ends it. RFC 9846 §4.3.10.
    mutating func openEarlyData(_ limit: UInt32)

    /// What exporters of early data start from. RFC 9846 §7.5.
    mutating func keepEarlyExporter(_ secret: consuming Secret, _ hash: HashAlgorithm)

    /// Passes over early data that was not accepted. RFC 9846 §4.3.10.
    mutating func skipEarlyData(_ skips: Bool)

    /// Lets change_cipher_spec records pass, or no longer. RFC 9846 §5.
    mutating func tolerateChangeCipherSpec(_ tolerates: Bool)

    /// Bounds the records we send. RFC 8449 §4.
    mutating func limitRecords(to recordSizeLimit: Int)

    /// Bounds the plaintext of TLS 1.2's records, of those we send and of those we take; what is not protected, too, if it
    /// says so. RFC 6066 §4, RFC 8449 §4.
    mutating func limitFragments(sending: Int, receiving: Int, inTheClear: Bool)

    /// Writes a line of the key log. RFC 9850 §2.
    mutating func log(_ label: StaticString, clientRandom: [UInt8], _ secret: borrowing Secret)

    /// What time it is; nil when nobody says so, and then nothing is resumed.
    var now: UnixTime? { get }

    /// Whether what was sent before still waits, or nothing can be sent any more: key updates are then not answered.
    var hasUnsentOutput: Bool { get }

    /// Tells what the application may want to know or must decide.
    mutating func report(_ report: HandshakeReport)
}

/// Proof that handshake messages end where read keys change. Only a connection that has looked can make one.
package struct ReadAlignment: ~Copyable {
    package init() {}
}

/// What a handshake tells its connection.
package enum HandshakeReport: Sendable {
    /// A ClientHello waits for the application's choice.
    indirect case clientHello(ClientHello, HandshakeMessage)
    /// What came beside the chain that is told next.
    case peerStatements(CertificateStatements)
    /// The peer's chain (empty when it sent none) waits for a verdict; a resumed session's is that of its beginning.
    case peerCertificates([[UInt8]])
    /// The handshake is complete.
    case established(HandshakeOutcome)
    /// The server said whether it takes our early data.
    case earlyDataAnswered(isAccepted: Bool)
    /// The server lets us resume later.
    case session(ClientSession)
    /// A client can resume the session that we keep of this connection, unless it ends badly.
    case keptSession(KeptSession)
    /// New keys protect one direction.
    case keysUpdated(received: Bool)
}

/// What a handshake agreed on.
package struct HandshakeOutcome: Sendable {
    package var version: ProtocolVersion
    package var cipherSuite: CipherSuite
    package var group: NamedGroup?
    package var signatureScheme: SignatureScheme?
    /// What the client signed with, if it was asked to and did.
    package var clientSignatureScheme: SignatureScheme?
    package var applicationProtocol: [UInt8]?
    package var serverName: [UInt8]?
    package var isHelloRetried: Bool
    package var isResumed: Bool
    /// The identity of the pre-shared key from outside of TLS that was used.
    package var externalIdentity: [UInt8]?
    package var isEarlyDataAccepted: Bool
    /// How old the ticket was, in milliseconds: on a server, by its own clock.
    package var ticketAge: Int64?
    /// How old the client says it is, as its server sees it.
    package var claimedTicketAge: Int64?
    package var peerCertificates: [[UInt8]]
    /// What others say of the first of them, where we have asked.
    package var peerStatements = CertificateStatements()
    /// TLS 1.2's master secret is bound to the whole handshake; TLS 1.3's always is. RFC 7627.
    package var usesExtendedMasterSecret: Bool
    /// TLS 1.2's block ciphers authenticate the ciphertext. RFC 7366.
    package var encryptsThenMACs: Bool

    package init(version: ProtocolVersion, cipherSuite: CipherSuite) {
        self.version = version
        self.cipherSuite = cipherSuite
        isHelloRetried = false
        isResumed = false
        isEarlyDataAccepted = false
        peerCertificates = []
        usesExtendedMasterSecret = false
        encryptsThenMACs = false
    }
}
