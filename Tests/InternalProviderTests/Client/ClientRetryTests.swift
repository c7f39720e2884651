import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("A HelloRetryRequest is answered once. RFC 9846 §4.2.4")
struct ClientRetryTests {
    @Test("A group without a share costs a round trip", arguments: TLSClientConfiguration().groups.dropFirst(2))
    func retry(_ group: NamedGroup) throws {
        var setup = try ClientSetup()
        setup.server.groups = [group]
        let pair = try setup.established()
        #expect(pair.client.completed?.isHelloRetried == true && pair.server.completed?.isHelloRetried == true)
        #expect(pair.client.completed?.group == group)
        try pair.echo()
    }

    @Test("A cookie comes back, with a new share or the old ones. RFC 9846 §4.3.2", arguments: [true, false])
    func cookie(_ changesGroup: Bool) throws {
        var setup = try ClientSetup()
        setup.serverOptions = {
            $0.retryCookie = [UInt8](repeating: 7, count: 300)
            $0.retriesForBetterGroup = true
        }
        setup.server.groups = [.secp384r1, .x25519]
        let pair = try setup.established()
        #expect(pair.client.completed?.isHelloRetried == true)
    }

    @Test("Shares for several groups are sent by choice, in the order of the groups")
    func severalShares() throws {
        var setup = try ClientSetup()
        setup.adjustments.options = { $0.keyShareGroups = [.secp384r1, .x25519, .secp256r1] }
        setup.server.groups = [.secp384r1]
        setup.server.chooseForClient = { _ in .proceed }
        let pair = try setup.established()
        #expect(pair.client.completed?.isHelloRetried == false && pair.client.completed?.group == .secp384r1)
        let shares = try #require(pair.server.clientHellos.first).keyShareGroups
        #expect(Array(shares.dropFirst()) == [.x25519, .secp256r1, .secp384r1])
    }

    @Test("Without a share the server chooses")
    func noShare() throws {
        var setup = try ClientSetup()
        setup.adjustments.options = { $0.keyShareGroups = [] }
        let pair = try setup.established()
        #expect(pair.client.completed?.isHelloRetried == true && pair.client.completed?.group == .x25519MLKEM768)
    }

    @Test("One change_cipher_spec from each end, before the second flight. RFC 9846 §E.4", arguments: [true, false])
    func changeCipherSpec(_ isRetried: Bool) throws {
        var setup = try ClientSetup()
        if isRetried { setup.server.groups = [.secp256r1] }
        let pair = try setup.established()
        #expect(recordTypes(pair.fromClient) == (isRetried ? [22, 20, 22, 23] : [22, 20, 23]))
        #expect(recordTypes(pair.fromServer).filter { $0 == 20 }.count == 1)
        setup.adjustments.options = { $0.suitsMiddleboxes = false }
        let plain = try setup.established()
        #expect(recordTypes(plain.fromClient) == (isRetried ? [22, 22, 23] : [22, 23]))
        #expect(!recordTypes(plain.fromServer).contains(20))
    }

    @Test("So it is where the second flight is an alert", arguments: [true, false])
    func changeCipherSpecAndAlert(_ isSuited: Bool) throws {
        var setup = try ClientSetup()
        setup.adjustments.options = { $0.suitsMiddleboxes = isSuited }
        let pair = try ScriptedPair(setup)
        try pair.send(try pair.server.sendServerHello())
        try pair.send(pair.server.encryptedExtensionsMessage(), try pair.server.finishedMessage())
        try pair.expectFailure(.unexpectedMessage)
        #expect(pair.server.changeCipherSpecs == (isSuited ? 1 : 0))
    }
}
