import TLSMessages
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

@Suite("There is no renegotiation, on either side. RFC 5246 §7.4.1.1, §7.2.2")
struct HelloRequest12Tests {
    private static let request = HandshakeMessage(.helloRequest, Empty(), HelloRequest.codec)

    @Test("A HelloRequest once established is answered with no_renegotiation, and a second one ends it")
    func established() throws {
        let link = try TestSettings().completedLink()
        try link.expectEstablished()
        link.client.take(.message(Self.request))
        #expect(link.client.fault == nil && link.client.isEstablished)
        #expect(link.client.sink.sent.map(\.content) == [.warning(.noRenegotiation)])
        #expect(link.client.sink.sent.first?.keys == link.client.sink.writing)
        link.client.take(.message(Self.request))
        #expect(link.client.fault?.misbehaviour == .unexpectedMessage && !link.client.isEstablished)
    }

    @Test("A ClientHello once established likewise")
    func clientHello() throws {
        let link = try TestSettings().completedLink()
        guard case .message(let hello) = link.sentByClient[0].content else { return }
        link.server.take(.message(hello))
        #expect(link.server.fault == nil && link.server.sink.sent.map(\.content) == [.warning(.noRenegotiation)])
        link.server.take(.message(hello))
        #expect(link.server.fault?.misbehaviour == .unexpectedMessage && !link.server.isEstablished)
    }

    @Test("During the handshake a few are passed over, and are in no transcript", arguments: 0..<4)
    func during(_ place: Int) throws {
        let types: [HandshakeType] = [.serverHello, .certificate, .serverKeyExchange, .serverHelloDone]
        let link = try TestSettings().link()
        link.changeForClient = { wire in
            wire.type == types[place] ? [wire.with(Self.request), wire.with(Self.request), wire] : [wire]
        }
        try link.run()
        try link.expectEstablished()
    }

    @Test("Also of a client that speaks TLS 1.3 besides, until the server selects that")
    func bothVersions() throws {
        var settings = TestSettings()
        settings.clientVersions = [.tls13, .tls12]
        settings.suites.append(.TLS_AES_128_GCM_SHA256)
        var link = try settings.link()
        link.client.take(.message(Self.request))
        try link.run()
        try link.expectEstablished()
        settings.serverVersions = [.tls13]
        link = try settings.link()
        try link.run(untilClientGets: { $0.type == .encryptedExtensions })
        link.client.take(.message(Self.request))
        #expect(link.client.fault?.misbehaviour == .unexpectedMessage)
        settings.clientVersions = [.tls13]
        link = try settings.link()
        link.client.take(.message(Self.request))
        #expect(link.client.fault?.misbehaviour == .unexpectedMessage)
    }

    @Test("Too many, and one that is not empty, end the handshake")
    func tooMany() throws {
        let link = try TestSettings().link()
        for count in 1...5 {
            link.client.take(.message(Self.request))
            #expect((link.client.fault == nil) == (count <= 4))
        }
        #expect(link.client.fault?.alert == .unexpectedMessage)
        for end in [try TestSettings().link().client, try TestSettings().completedLink().client] {
            end.take(.message(HandshakeMessage(.helloRequest, [0], .rest)))
            #expect(end.fault?.alert == .decodeError)
        }
    }
}
