import HandshakeBench
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("There is no renegotiation: once it is said, twice it is misbehaviour. RFC 5746 §4, RFC 5246 §7.2.2")
struct Renegotiation12Tests {
    /// What asks for it: a server's HelloRequest, a client's hello.
    private func request(ofClient isClient: Bool) -> [UInt8] {
        isClient ? ScriptedRenegotiation.hello : [0, 0, 0, 0]
    }

    @Test(
        "no_renegotiation as a warning, and the connection lives on; then unexpected_message", arguments: [true, false])
    func refused(_ isClient: Bool) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        let asked = opened.receiver(ofClient: isClient)
        let asking = isClient ? opened.pair.client : opened.pair.server
        asked.give(try opened.record(22, request(ofClient: isClient), ofClient: isClient))
        #expect(asked.error == nil && asked.isEstablished)
        asking.give(asked.take())
        guard case .warning(let alert)? = asking.events.last else {
            Issue.record("no warning came")
            return
        }
        #expect(alert == .noRenegotiation && asking.error == nil && asking.isEstablished)
        asked.give(try opened.record(23, [1, 2], ofClient: isClient))
        asking.give(try asked.session.seal([3]))
        #expect(asked.data == [1, 2] && asking.data == [3])
        asked.give(try opened.record(22, request(ofClient: isClient), ofClient: isClient))
        #expect(asked.error?.alert == .unexpectedMessage && asked.error?.code == .peerMisbehaved)
        asking.give(asked.take())
        #expect(asking.error?.code == .alertReceived && asking.error?.alert == .unexpectedMessage)
    }

    @Test("Any other message is unexpected_message at once", arguments: [true, false])
    func otherMessages(_ isClient: Bool) throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        for type in HandshakeType.allCases where type != (isClient ? .clientHello : .helloRequest) {
            let one = try OpenedPair(try ClientSetup.tls12())
            let receiver = one.receiver(ofClient: isClient)
            receiver.give(try one.record(22, [type.rawValue, 0, 0, 0], ofClient: isClient))
            #expect(receiver.error?.alert == .unexpectedMessage, "\(type)")
        }
        let receiver = opened.receiver(ofClient: isClient)
        receiver.give(try opened.record(20, [1], ofClient: isClient))
        #expect(receiver.error?.alert == .unexpectedMessage)
        #expect(receiver.error?.reason == Misbehaviour.unexpectedChangeCipherSpec.description)
    }

    @Test("A HelloRequest with a body is decode_error. RFC 5246 §7.4.1.1")
    func malformedRequest() throws {
        let opened = try OpenedPair(try ClientSetup.tls12())
        opened.pair.client.give(try opened.record(22, [0, 0, 0, 1, 0], ofClient: false))
        #expect(opened.pair.client.error?.alert == .decodeError)
    }
}

/// A hello that renegotiates.
private enum ScriptedRenegotiation {
    static let hello: [UInt8] = {
        var hello = ClientHello(
            random: [UInt8](repeating: 7, count: 32), cipherSuites: [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256])
        hello.extensions.renegotiationInfo = [UInt8](repeating: 1, count: 12)
        return HandshakeMessage(.clientHello, hello, ClientHello.codec).bytes
    }()
}
