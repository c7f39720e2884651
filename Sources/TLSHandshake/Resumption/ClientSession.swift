package import TLSMessages
import TLSNegotiation
package import TLSPrimitives

/// What a client keeps of a connection in order to resume it: a ticket, and its key. RFC 9846 §4.7.1.
package final class ClientSession: Sendable {
    package let facts: Facts
    /// The resumption PSK that belongs to the ticket.
    package let secret: Secret

    /// All but the key.
    package struct Facts: Hashable, Sendable {
        package var cipherSuite: CipherSuite
        package var ticket: [UInt8]
        package var ageAdd: UInt32
        package var receivedAt: UnixTime
        /// How long the ticket holds, in seconds.
        package var lifetime: UInt32
        package var maximumEarlyData: UInt32
        package var serverName: [UInt8]?
        package var applicationProtocol: [UInt8]?
        /// The server's chain, as it was judged when the session began.
        package var peerCertificates: [[UInt8]]

        package init(
            cipherSuite: CipherSuite, ticket: [UInt8], ageAdd: UInt32, receivedAt: UnixTime, lifetime: UInt32,
            maximumEarlyData: UInt32, serverName: [UInt8]?, applicationProtocol: [UInt8]?,
            peerCertificates: [[UInt8]]
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
        }
    }

    package init(_ facts: Facts, secret: consuming Secret) {
        self.facts = facts
        self.secret = secret
    }

    var suite: CipherSuiteRow? { CipherSuiteTable.row(of: facts.cipherSuite) }

    /// The ticket's age in milliseconds; nil when it has run out. RFC 9846 §4.3.11.1.
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
