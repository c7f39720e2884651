import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

extension ScriptedServer {
    /// The body of a ServerHello with an extension that it does not declare.
    func rawServerHello(
        random: [UInt8] = [UInt8](repeating: 1, count: 32), adding extra: RawExtension
    ) throws -> [UInt8] {
        let hello = try hello
        var list = [extra]
        list.append(RawExtension(type: .supportedVersions, body: [3, 4]))
        let start = [3, 3] + random + [UInt8(hello.legacySessionID.count)]
        return start + hello.legacySessionID + [0x13, 1, 0] + RawExtension.list.encode(list)
    }
}

extension TLSResumableSession {
    /// A session of these facts and this secret.
    static func with(_ facts: ClientSession.Facts, _ secret: [UInt8]) -> TLSResumableSession {
        TLSResumableSession(storage: ClientSession(facts, secret: Secret(copying: secret.span.bytes)))
    }

    /// A session of TLS 1.2 with `a.example` that a server knows by an identifier.
    static func of12(
        _ sessionID: [UInt8], suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, isExtended: Bool = true,
        at now: UnixTime
    ) -> TLSResumableSession {
        let facts = ClientSession.Facts(
            cipherSuite: suite, ticket: [], ageAdd: 0, receivedAt: now, lifetime: 1000, maximumEarlyData: 0,
            serverName: Array("a.example".utf8), applicationProtocol: nil, peerCertificates: [],
            sessionID: sessionID, usesExtendedMasterSecret: isExtended)
        let secret = [UInt8](1...48)
        return TLSResumableSession(storage: ClientSession(facts, secret: Secret(copying: secret.span.bytes)))
    }

    /// A session of `a.example` that a server knows by a ticket of one byte.
    static func of(_ secret: [UInt8], _ applicationProtocol: String?, at now: UnixTime) -> TLSResumableSession {
        let facts = ClientSession.Facts(
            cipherSuite: .TLS_AES_128_GCM_SHA256, ticket: [9], ageAdd: 0, receivedAt: now, lifetime: 1000,
            maximumEarlyData: 1000, serverName: Array("a.example".utf8),
            applicationProtocol: applicationProtocol.map { Array($0.utf8) }, peerCertificates: [])
        return TLSResumableSession(storage: ClientSession(facts, secret: Secret(copying: secret.span.bytes)))
    }
}
