import Synchronization
package import TLSMessages
import TLSNegotiation
package import TLSPrimitives

/// What a client keeps of a connection in order to resume it: a ticket, or in TLS 1.2 perhaps an identifier, and its key.
/// Its cipher suite tells its version. RFC 9846 §4.7.1, RFC 5246 §7.3, RFC 5077 §3.1.
package final class ClientSession: Sendable {
    package let facts: Facts
    /// The resumption PSK that belongs to the ticket, or TLS 1.2's master secret.
    package let secret: Secret
    private let isGivenUp = Atomic(false)

    /// All but the key.
    package struct Facts: Hashable, Sendable {
        package var cipherSuite: CipherSuite
        /// Empty for a session of TLS 1.2 that the server knows by its identifier.
        package var ticket: [UInt8]
        /// Of TLS 1.2 only: the session's identifier; empty beside a ticket. RFC 5077 §3.4.
        package var sessionID: [UInt8]
        package var ageAdd: UInt32
        package var receivedAt: UnixTime
        /// How long the ticket holds, in seconds.
        package var lifetime: UInt32
        package var maximumEarlyData: UInt32
        package var serverName: [UInt8]?
        package var applicationProtocol: [UInt8]?
        /// The server's chain, as it was judged when the session began.
        package var peerCertificates: [[UInt8]]
        /// Of TLS 1.2: its master secret is bound to the handshake. RFC 7627 §5.3.
        package var usesExtendedMasterSecret: Bool
        /// What came beside it.
        package var peerStatements = CertificateStatements()

        package init(
            cipherSuite: CipherSuite, ticket: [UInt8], ageAdd: UInt32, receivedAt: UnixTime, lifetime: UInt32,
            maximumEarlyData: UInt32, serverName: [UInt8]?, applicationProtocol: [UInt8]?,
            peerCertificates: [[UInt8]], sessionID: [UInt8] = [], usesExtendedMasterSecret: Bool = false
        ) {
            self.cipherSuite = cipherSuite
            self.ticket = ticket
            self.ageAdd = ageAdd
            self.receivedAt = receivedAt
            self.lifetime = lifetime
            self.maximumEarlyData = maximumEarlyData
            self.serverName = serverName
            self.applicationProtocol = applicationProtocol
            self.peerCertificates = peerCertificates
            self.sessionID = sessionID
            self.usesExtendedMasterSecret = usesExtendedMasterSecret
        }
    }

    package init(_ facts: Facts, secret: consuming Secret) {
        self.facts = facts
        self.secret = secret
    }

    /// Nil for a session of TLS 1.2.
    var suite: CipherSuiteRow? { CipherSuiteTable.row(of: facts.cipherSuite) }

    /// Nil for a session of TLS 1.3.
    var suite12: CipherSuiteRow12? { CipherSuiteTable12.row(of: facts.cipherSuite) }

    /// Whether it is one of TLS 1.2, which belongs to its connection.
    package var isOfTLS12: Bool { suite12 != nil }

    /// A connection with it has not ended well: it is offered no more, by whoever holds it. RFC 5246 §7.2.2.
    package func forget() { isGivenUp.store(true, ordering: .relaxed) }

    var isForgotten: Bool { isGivenUp.load(ordering: .relaxed) }

    /// The session's age in milliseconds; nil when it has run out. RFC 9846 §4.3.11.1.
    func age(at now: UnixTime) -> Int64? {
        let age = max(0, now.milliseconds(since: facts.receivedAt))
        return age < Int64(facts.lifetime) * 1000 ? age : nil
    }
}

/// A key that was established outside of TLS, and its name. RFC 9846 §4.3.11.
package struct ExternalKey: Sendable {
    package let identity: [UInt8]
    package let key: PreSharedKey

    package init(identity: [UInt8], key: PreSharedKey) {
        self.identity = identity
        self.key = key
    }
}
