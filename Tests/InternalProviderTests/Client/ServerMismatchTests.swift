import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import TLSWire
import Testing

/// A server that has nothing in common with our client, though each of its choices may be somebody's.
struct ServerMismatch: Sendable, CustomTestStringConvertible {
    let fault: Incompatibility
    let alert: AlertDescription
    let name: String
    let prepare: @Sendable (inout ClientSetup) throws -> Void
    let run: @Sendable (ScriptedPair) throws -> Void

    var testDescription: String { "\(fault)\(name.isEmpty ? "" : ", \(name)")" }

    init(
        _ fault: Incompatibility, _ alert: AlertDescription, _ name: String = "",
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = { _ in },
        _ run: @escaping @Sendable (ScriptedPair) throws -> Void
    ) {
        self.fault = fault
        self.alert = alert
        self.name = name
        self.prepare = prepare
        self.run = run
    }

    static let all: [ServerMismatch] = [
        ServerMismatch(.noCommonVersion, .protocolVersion, prepare: { $0.client.versions = [.tls13] }) { pair in
            try pair.send(pair.server.serverHello12Message())
        },
        ServerMismatch(
            .noExtendedMasterSecret, .handshakeFailure, prepare: { $0.client.requiresExtendedMasterSecret = true }
        ) { pair in
            try pair.send(pair.server.serverHello12Message { $0.extensions.extendedMasterSecret = nil })
        },
        ServerMismatch(
            .earlyDataInOldVersion, .protocolVersion,
            prepare: {
                $0.now = ServerBreach.now12
                $0.client.offersEarlyData = true
                $0.client.session = .of([UInt8](1...32), nil, at: ServerBreach.now12)
            }
        ) { pair in
            try #require(pair.server.hello.extensions.earlyData != nil)
            try pair.send(pair.server.serverHello12Message())
        },
        ServerMismatch(
            .finiteFieldTooSmall, .insufficientSecurity, "1024 bits", prepare: ServerBreach.finiteField
        ) { pair in
            try pair.sendFiniteField(prime: [UInt8](repeating: 0xff, count: 128))
        },
        ServerMismatch(
            .finiteFieldTooSmall, .insufficientSecurity, "2047 bits", prepare: ServerBreach.finiteField
        ) { pair in
            try pair.sendFiniteField(prime: [0, 0x7f] + [UInt8](repeating: 0xff, count: 255))
        },
        ServerMismatch(.finiteFieldTooSmall, .insufficientSecurity, "zero", prepare: ServerBreach.finiteField) { pair in
            try pair.sendFiniteField(prime: [0])
        },
    ]
}

@Suite("What a server and our client do not have in common is named, and answered with its alert")
struct ServerMismatchTests {
    @Test("The mismatch ends the handshake with its alert", arguments: ServerMismatch.all)
    private func mismatch(_ mismatch: ServerMismatch) throws {
        var setup = try ClientSetup()
        try mismatch.prepare(&setup)
        let pair = try ScriptedPair(setup)
        try mismatch.run(pair)
        try pair.expectFailure(mismatch.alert, .incompatiblePeer, reason: mismatch.fault.description)
        #expect(pair.client.completed == nil)
    }
}
