import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("An identity that is bound to its issuers is shown to nobody else. RFC 9846 §4.3.4, RFC 5246 §7.4.4")
struct IssuerBindingTests {
    private func bound(_ identity: TLSIdentity) -> TLSIdentity {
        var identity = identity
        identity.isBoundToIssuers = true
        return identity
    }

    private func issuers(_ identity: TLSIdentity) -> [[UInt8]] { identity.certificateChain.map(\.issuer.derBytes) }

    private static let others: [[UInt8]] = [[0x30, 0]]

    // MARK: Clients

    /// A server that asks for a certificate of these authorities, and a client with these identities.
    private func asking(
        _ version: ProtocolVersion, _ authorities: [[UInt8]], _ identities: [TLSIdentity]
    ) throws -> ClientSetup {
        var setup = try version == .tls12 ? ClientSetup.tls12() : ClientSetup()
        setup.server.clientAuthentication = .request
        setup.server.clientCertificateAuthorities = authorities
        setup.client.identities = identities
        return setup
    }

    @Test("A client shows it to a server that names its issuer", arguments: [ProtocolVersion.tls12, .tls13])
    func clientMatches(_ version: ProtocolVersion) throws {
        let identity = try Identities.ofClient()
        let setup = try asking(version, Self.others + issuers(identity), [bound(identity)])
        #expect(try setup.established().server.completed?.peerCertificates == identity.certificateChain)
    }

    @Test(
        "To a server that names others, or none, it shows nothing, or one that is not bound",
        arguments: [ProtocolVersion.tls12, .tls13])
    func clientDiffers(_ version: ProtocolVersion) throws {
        let identity = try Identities.ofClient(), free = try Identities.otherServer()
        for authorities in [Self.others, []] {
            let none = try asking(version, authorities, [bound(identity)])
            #expect(try none.established().server.completed?.peerCertificates == [])
            let second = try asking(version, authorities, [bound(identity), free])
            #expect(try second.established().server.completed?.peerCertificates == free.certificateChain)
        }
    }

    @Test("Without the bond the names are a hint", arguments: [ProtocolVersion.tls12, .tls13])
    func hint(_ version: ProtocolVersion) throws {
        let identity = try Identities.ofClient()
        let setup = try asking(version, Self.others, [identity])
        #expect(try setup.established().server.completed?.peerCertificates == identity.certificateChain)
    }

    // MARK: Servers

    /// What a server with these identities says to a client that names these authorities.
    private func served(
        _ offer: ClientOffer, _ identities: [TLSIdentity], to authorities: [[UInt8]]?, named name: String? = nil
    ) throws -> (chain: [[UInt8]]?, error: TLSError?) {
        var setup = try Setup()
        setup.offer = offer
        setup.offer.serverName = name
        setup.configuration.identities = identities
        let client = try ScriptedClient(setup.offer)
        client.hello.extensions.certificateAuthorities = authorities
        let server = ServerBench(try setup.context())
        server.give(client.helloRecord())
        let flight = server.take()
        guard server.error == nil else { return (nil, server.error) }
        guard offer.versions == [.tls12] else {
            try client.receive(flight)
            return (client.flight.certificate?.entries.map(\.certificate), nil)
        }
        return (try chain12(flight), nil)
    }

    /// The chain of a flight of TLS 1.2: all of it is in one record, in the clear.
    private func chain12(_ flight: [UInt8]) throws -> [[UInt8]]? {
        var rest = flight.dropFirst(5)
        while let type = rest.first {
            let length = 4 + Int(rest[rest.startIndex + 2]) << 8 + Int(rest[rest.startIndex + 3])
            let message = HandshakeMessage(type: HandshakeType(rawValue: type), bytes: Array(rest.prefix(length)))
            if message.type == .certificate {
                return try message.decode(Certificate12.codec, "Certificate").certificates
            }
            rest = rest.dropFirst(length)
        }
        return nil
    }

    @Test("A server shows it to a client that names its issuer, and to no other", arguments: [true, false])
    func server(_ isNewest: Bool) throws {
        let offer = isNewest ? ClientOffer() : .tls12
        let identity = try Identities12.ecdsa, free = try Identities.server()
        let chain = identity.certificateChain.map(\.derBytes), freeChain = free.certificateChain.map(\.derBytes)
        for name in [nil, "a.example"] {
            let matching = try served(offer, [bound(identity), free], to: issuers(identity), named: name)
            #expect(matching.chain == chain)
            for authorities in [Self.others, nil] {
                let other = try served(offer, [bound(identity), free], to: authorities, named: name)
                #expect(other.chain == freeChain)
                let none = try served(offer, [bound(identity)], to: authorities, named: name)
                #expect(none.chain == nil && none.error?.alert == .handshakeFailure)
                #expect(none.error?.reason == Incompatibility.noMatchingIssuer.description)
            }
        }
    }
}
