import TLSMessages
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("The client binds its secrets to the handshake where the server can. RFC 7627")
struct ExtendedMasterSecret12Tests {
    private func withoutIt(_ hello: inout ServerHello12) { hello.extensions.extendedMasterSecret = nil }

    @Test("A server without it is spoken to, but nothing is exported. RFC 7627 §5.4")
    func without() throws {
        let server = try ScriptedServer12(try TestSettings().clientSettings)
        try server.complete(withoutIt)
        #expect(server.client.isEstablished && server.client.sink.outcome?.usesExtendedMasterSecret == false)
        #expect(throws: HandshakeFault.self) { try server.client.export("EXPORTER-test") }
        let other = try ScriptedServer12(try TestSettings().clientSettings)
        try other.complete()
        #expect(other.client.sink.outcome?.usesExtendedMasterSecret == true)
        #expect(try other.client.export("EXPORTER-test").count == 32)
    }

    @Test("Who requires it goes no further without")
    func required() throws {
        var settings = TestSettings()
        settings.client.requiresExtendedMasterSecret = true
        let server = try ScriptedServer12(try settings.clientSettings)
        try server.sendHello(withoutIt)
        #expect(server.client.fault?.incompatibility == .noExtendedMasterSecret)
        #expect(server.client.fault?.alert == .handshakeFailure)
        try settings.completedLink().expectEstablished()
    }

    /// A session, with or without it, and the settings to use it.
    private func session(isExtended: Bool) throws -> (TestSettings, ClientSession) {
        var settings = TestSettings()
        let server = try ScriptedServer12(try settings.clientSettings)
        try server.complete(ticket: [1, 2, 3]) { if !isExtended { withoutIt(&$0) } }
        let session = try #require(server.client.sink.sessions.first)
        #expect(session.facts.usesExtendedMasterSecret == isExtended)
        settings.session = session
        return (settings, session)
    }

    @Test("A session is resumed as it began, or not at all. RFC 7627 §5.3", arguments: [true, false], [true, false])
    func resumed(_ wasExtended: Bool, _ isExtended: Bool) throws {
        let (settings, session) = try session(isExtended: wasExtended)
        let server = try ScriptedServer12(try settings.clientSettings)
        #expect(
            server.hello.extensions.sessionTicket == [1, 2, 3] && server.hello.extensions.extendedMasterSecret != nil)
        try server.sendHello(sessionID: server.hello.legacySessionID) { if !isExtended { withoutIt(&$0) } }
        guard wasExtended == isExtended else {
            #expect(
                server.client.fault?.misbehaviour
                    == (wasExtended ? .resumedWithoutExtendedMasterSecret : .resumedWithExtendedMasterSecret))
            #expect(server.client.fault?.alert == .handshakeFailure)
            return
        }
        try server.resume(secret: session.secret.copied, isExtended: isExtended)
        try server.sendFinished()
        #expect(server.client.isEstablished && server.client.sink.outcome?.isResumed == true)
    }

    @Test("A session without it is not offered by who requires it")
    func notOffered() throws {
        var (settings, _) = try session(isExtended: false)
        settings.client.requiresExtendedMasterSecret = true
        #expect(try settings.hello().extensions.sessionTicket == [])
    }
}
