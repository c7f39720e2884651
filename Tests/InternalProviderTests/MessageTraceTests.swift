import HandshakeBench
import TLSMessages
import TLSProvider
import Testing

@Suite("Each message of the protocol is told as it passes, and nothing of what it says")
struct MessageTraceTests {
    private func word(_ trace: TLSMessageTrace) -> String {
        let kind =
            switch trace.kind {
            case .handshake(let type): "\(type)"
            case .changeCipherSpec: "ccs"
            case .alert(let alert, let isFatal): "\(alert)\(isFatal ? "!" : "")"
            case .ssl2ClientHello: "ssl2"
            }
        return (trace.isReceived ? "<" : ">") + kind
    }

    private func traced(_ setup: inout ClientSetup) -> (server: Lines, client: Lines) {
        let (server, client) = (Lines(), Lines())
        setup.server.traceMessages = { server.append(word($0)) }
        setup.client.traceMessages = { client.append(word($0)) }
        return (server, client)
    }

    @Test("Of TLS 1.3, up to the close")
    func newest() throws {
        var setup = try ClientSetup()
        let traces = traced(&setup)
        let pair = try setup.established()
        #expect(traces.server.all == ["<1", ">2", ">ccs", ">8", ">11", ">15", ">20", "<20"])
        #expect(traces.client.all == [">1", "<2", ">ccs", "<8", "<11", "<15", "<20", ">20"])
        try pair.client.session.updateKeys(requestingPeer: true)
        pair.exchange()
        pair.client.session.close()
        pair.exchange()
        #expect(traces.server.all.suffix(3) == ["<24", ">24", "<close_notify"])
        #expect(traces.client.all.suffix(3) == [">24", "<24", ">close_notify"])
    }

    @Test("Of TLS 1.2, whose close is answered")
    func older() throws {
        var setup = try ClientSetup.tls12()
        let traces = traced(&setup)
        let pair = try setup.established()
        pair.server.session.close()
        pair.exchange()
        let server = ["<1", ">2", ">11", ">12", ">14", "<16", "<ccs", "<20", ">ccs", ">20", ">close_notify"]
        #expect(traces.server.all == server + ["<close_notify"])
        let client = [">1", "<2", "<11", "<12", "<14", ">16", ">ccs", ">20", "<ccs", "<20", "<close_notify"]
        #expect(traces.client.all == client + [">close_notify"])
    }

    @Test("A fatal alert is one, and nothing is told behind it")
    func alerts() throws {
        var setup = try ClientSetup()
        setup.server.groups = [.secp521r1]
        setup.client.groups = [.x25519]
        let traces = traced(&setup)
        let pair = try setup.shaken()
        #expect(traces.server.all == ["<1", ">handshake_failure!"])
        #expect(traces.client.all == [">1", "<handshake_failure!"])
        pair.server.session.close()
        #expect(traces.server.all.count == 2)
    }

    @Test("A hello in the form of SSL 2 is told as what it is")
    func ssl2() throws {
        var setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
        setup.server.acceptsSSL2Hello = true
        let traces = traced(&setup)
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, isExtended: false)
        try client.sendSSL2Hello()
        #expect(traces.server.all == ["<ssl2", ">2", ">11", ">14"])
    }
}
