import TLSMessages
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

@Suite("What others say of the certificate comes when it was asked for. RFC 6066 §8, RFC 6962 §3.3")
struct CertificateStatus12Tests {
    private static let status = CertificateStatus(ocspResponse: [7, 8, 9])

    private func server(
        suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        identity: Result<TestKey, any Error> = TestKeys.p256
    ) throws -> ScriptedServer12 {
        var settings = TestSettings()
        settings.client.wishedStatements.status = true
        settings.client.wishedStatements.timestamps = true
        settings.suites = [suite]
        return try ScriptedServer12(try settings.clientSettings, suite: suite, identity: identity)
    }

    private func send(_ server: ScriptedServer12) throws {
        try server.send(.certificateStatus, Self.status, CertificateStatus.codec)
    }

    @Test("It may come, and it may not", arguments: [true, false])
    func mayCome(_ comes: Bool) throws {
        let server = try server()
        try server.sendHello {
            $0.extensions.statusRequest = Empty()
            $0.extensions.signedCertificateTimestamps = [[1], [2, 3]]
        }
        try server.sendCertificate()
        if comes { try send(server) }
        try server.sendKeyExchange()
        try server.sendDone()
        try server.readFlight()
        try server.sendFinished()
        let staples = try #require(server.client.sink.outcome).peerStatements
        #expect(staples.ocspResponse == (comes ? [7, 8, 9] : nil) && staples.timestamps == [[1], [2, 3]])
        // Whoever judges the chain has it at hand, and a session keeps it.
        #expect(server.client.sink.judgedStatements == [staples])
        #expect(server.client.sink.sessions.allSatisfy { $0.facts.peerStatements == staples })
    }

    @Test("Nor does it matter where there is no ServerKeyExchange")
    func withStaticKey() throws {
        for comes in [true, false] {
            let server = try server(suite: .TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, identity: TestKeys.agreeing)
            try server.sendHello { $0.extensions.statusRequest = Empty() }
            try server.sendCertificate()
            if comes { try send(server) }
            try server.sendDone()
            #expect(server.client.fault == nil && server.client.sink.judged.count == 1)
        }
    }

    @Test("Unannounced it is unexpected_message, and so is a second one")
    func unannounced() throws {
        var server = try server()
        try server.sendHello()
        try server.sendCertificate()
        try send(server)
        #expect(server.client.fault?.misbehaviour == .unexpectedMessage)
        server = try self.server()
        try server.sendHello { $0.extensions.statusRequest = Empty() }
        try server.sendCertificate()
        try send(server)
        #expect(server.client.fault == nil)
        try send(server)
        #expect(server.client.fault?.misbehaviour == .unexpectedMessage)
    }

    @Test("Of another type than OCSP it is refused")
    func otherType() throws {
        let server = try server()
        try server.sendHello { $0.extensions.statusRequest = Empty() }
        try server.sendCertificate()
        try server.send(.certificateStatus, [2, 0, 0, 1, 0], .rest)
        #expect(server.client.fault?.alert == .illegalParameter)
    }
}
