package import TLSMessages
import TLSNegotiation
package import TLSPrimitives
import TLSWire

/// A TLS 1.3 server that does what a test says, right or wrong, and checks all that the client does.
///
/// Made of the codecs and primitives alone. Every `…Message` call adds what it makes to the transcript; `record` protects
/// under the current keys, `plain` never does.
package final class ScriptedServer {
    /// What the server proves itself with.
    package struct Proof {
        package var chain: [[UInt8]]
        package var key: PrivateKey
        package var scheme: SignatureScheme

        package init(chain: [[UInt8]], key: PrivateKey, scheme: SignatureScheme) {
            self.chain = chain
            self.key = key
            self.scheme = scheme
        }
    }

    package let proof: Proof
    /// The pre-shared key that goes into the keys, once ServerHello selects it.
    package var preSharedKey: [UInt8]?
    /// Every hello of the client.
    package private(set) var hellos: [ClientHello] = []
    package private(set) var messages: [HandshakeType] = []
    /// The client's own chain, where it sent one.
    package private(set) var certificate: Certificate?
    package private(set) var isFinished = false
    package private(set) var keyUpdates: [KeyUpdate] = []
    package private(set) var alerts: [[UInt8]] = []
    package private(set) var data: [UInt8] = []
    package private(set) var changeCipherSpecs = 0
    package private(set) var schedule: ClientSchedule?
    private var hellosAsSent: [[UInt8]] = []
    private var transcript: [UInt8] = []
    private var writing: ClientProtection?
    private var reading: ClientProtection?
    private var clientHandshake: [UInt8] = []
    private var serverHandshake: [UInt8] = []
    private var clientApplication: [UInt8] = []
    private var serverApplication: [UInt8] = []

    package init(_ proof: Proof) {
        self.proof = proof
    }

    package var hello: ClientHello {
        get throws {
            guard let hello = hellos.last else { throw ClientFailure("no ClientHello has come") }
            return hello
        }
    }

    // MARK: Sending

    /// A record in the clear.
    package func plain(_ type: ContentType, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        return [type.rawValue, 3, 3, UInt8(count >> 8 & 0xff), UInt8(count & 0xff)] + content
    }

    /// A record under the current keys, or in the clear while there are none.
    package func record(_ type: ContentType, _ content: [UInt8]) throws -> [UInt8] {
        guard let writing else { return plain(type, content) }
        return try writing.seal(inner: content + [type.rawValue])
    }

    package func record(_ messages: HandshakeMessage...) throws -> [UInt8] {
        try record(.handshake, messages.flatMap(\.bytes))
    }

    /// Adds a message to the transcript, sent or not.
    package func note(_ message: HandshakeMessage) {
        transcript += message.bytes
    }

    /// A message of any bytes.
    package func message(_ type: HandshakeType, _ body: [UInt8]) -> HandshakeMessage {
        let message = HandshakeMessage(type, body, .rest)
        note(message)
        return message
    }

    /// A HelloRetryRequest.
    package func retryMessage(
        group: NamedGroup?, cookie: [UInt8]? = nil, suite: CipherSuite = .TLS_AES_128_GCM_SHA256,
        change: (inout ServerHello) -> Void = { _ in }
    ) throws -> HandshakeMessage {
        guard let row = CipherSuiteTable.row(of: suite) else { throw ClientFailure("no such suite: \(suite)") }
        let hashed = transcript
        let digest = try row.hash.digest(of: hashed.span.bytes).bytes
        transcript = [HandshakeType.messageHash.rawValue, 0, 0, UInt8(digest.count)] + digest
        var extensions = ServerHelloExtensions()
        extensions.selectedGroup = group
        extensions.cookie = cookie
        extensions.supportedVersion = .tls13
        var retry = ServerHello(
            random: ServerHello.helloRetryRequestRandom, legacySessionIDEcho: try hello.legacySessionID,
            cipherSuite: suite, extensions: extensions)
        change(&retry)
        let message = HandshakeMessage(.serverHello, retry, ServerHello.codec)
        note(message)
        return message
    }

    /// A ServerHello that answers the last hello, and the keys that follow from it; `use` puts them in place.
    package func serverHelloMessage(
        suite: CipherSuite = .TLS_AES_128_GCM_SHA256, change: (inout ServerHello) -> Void = { _ in }
    ) throws -> HandshakeMessage {
        let hello = try hello
        let share = hello.extensions.keyShare?.first { GroupTable.algorithm(of: $0.group) != nil }
        guard let row = CipherSuiteTable.row(of: suite), let share,
            let algorithm = GroupTable.algorithm(of: share.group)
        else { throw ClientFailure("the hello has no share") }
        let response = try KeyAgreement.respond(algorithm, peerShare: share.keyExchange.span.bytes)
        var extensions = ServerHelloExtensions()
        extensions.keyShare = KeyShareEntry(group: share.group, keyExchange: response.share)
        extensions.supportedVersion = .tls13
        var answer = ServerHello(
            random: try SystemRandom().bytes(32), legacySessionIDEcho: hello.legacySessionID, cipherSuite: suite,
            extensions: extensions)
        change(&answer)
        let message = HandshakeMessage(.serverHello, answer, ServerHello.codec)
        note(message)
        let psk = answer.extensions.preSharedKey == nil ? nil : preSharedKey
        let schedule = try ClientSchedule(row, psk: psk, shared: response.secret.withBytes { [UInt8](copying: $0) })
        clientHandshake = try schedule.derive("c hs traffic", try schedule.digest(transcript))
        serverHandshake = try schedule.derive("s hs traffic", try schedule.digest(transcript))
        self.schedule = schedule
        return message
    }

    /// ServerHello in the clear, and handshake keys from here on.
    package func sendServerHello(
        suite: CipherSuite = .TLS_AES_128_GCM_SHA256, change: (inout ServerHello) -> Void = { _ in }
    ) throws -> [UInt8] {
        let bytes = plain(.handshake, try serverHelloMessage(suite: suite, change: change).bytes)
        try useHandshakeKeys()
        return bytes
    }

    /// Reads what the client sends under the keys of early data, which it keeps until its second flight.
    ///
    /// - Parameter suite: the session's; nil is the one that the ServerHello has.
    package func useEarlyKeys(_ isEarly: Bool = true, suite: CipherSuite? = nil) throws {
        guard isEarly else { return }
        guard let schedule, let preSharedKey, let last = hellosAsSent.last else {
            throw ClientFailure("there are no keys yet")
        }
        let early = try ClientSchedule(
            early: suite.flatMap(CipherSuiteTable.row(of:)) ?? schedule.suite, psk: preSharedKey)
        reading = try ClientProtection(early, try early.derive("c e traffic", try early.digest(last)))
    }

    package func useHandshakeKeys() throws {
        guard let schedule else { throw ClientFailure("there are no keys yet") }
        writing = try ClientProtection(schedule, serverHandshake)
        reading = try ClientProtection(schedule, clientHandshake)
    }

    package func encryptedExtensionsMessage(
        _ change: (inout EncryptedExtensions) -> Void = { _ in }
    ) -> HandshakeMessage {
        var answers = EncryptedExtensions()
        change(&answers)
        let message = HandshakeMessage(.encryptedExtensions, answers, EncryptedExtensions.codec)
        note(message)
        return message
    }

    package func certificateRequestMessage(
        context: [UInt8] = [], _ change: (inout CertificateRequestExtensions) -> Void = { _ in }
    ) -> HandshakeMessage {
        var extensions = CertificateRequestExtensions()
        extensions.signatureAlgorithms = .everyScheme
        change(&extensions)
        let request = CertificateRequest(context: context, extensions: extensions)
        let message = HandshakeMessage(.certificateRequest, request, CertificateRequest.codec)
        note(message)
        return message
    }

    package func certificateMessage(_ chain: [[UInt8]]? = nil, context: [UInt8] = []) -> HandshakeMessage {
        let entries = (chain ?? proof.chain).map { CertificateEntry(certificate: $0) }
        let message = HandshakeMessage(
            .certificate, Certificate(context: context, entries: entries), Certificate.codec)
        note(message)
        return message
    }

    /// The same in a CompressedCertificate, which may be changed. RFC 8879 §4.
    package func compressedCertificateMessage(
        _ chain: [[UInt8]]? = nil, context: [UInt8] = [], change: (inout CompressedChain) throws -> Void = { _ in }
    ) throws -> HandshakeMessage {
        var compressed = try CompressedChain(chain ?? proof.chain, context: context)
        try change(&compressed)
        let message = compressed.message
        note(message)
        return message
    }

    /// - Parameter claimed: the scheme to name, when it is not the one to sign with.
    package func certificateVerifyMessage(
        claiming claimed: SignatureScheme? = nil, context: String = "TLS 1.3, server CertificateVerify"
    ) throws -> HandshakeMessage {
        guard let schedule, let row = SignatureSchemeTable.row(of: proof.scheme) else {
            throw ClientFailure("nothing can be signed yet")
        }
        let hash = try schedule.digest(transcript)
        let content = [UInt8](repeating: 0x20, count: 64) + Array(context.utf8) + [0] + hash
        let signature = try proof.key.sign(row.algorithm, content.span.bytes)
        let verify = CertificateVerify(algorithm: claimed ?? proof.scheme, signature: signature)
        let message = HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec)
        note(message)
        return message
    }

    /// Finished, and the application's keys that follow from it; `useApplicationKeys` puts ours in place.
    package func finishedMessage() throws -> HandshakeMessage {
        guard var schedule else { throw ClientFailure("there are no handshake keys yet") }
        let mac = try schedule.finishedMAC(serverHandshake, try schedule.digest(transcript))
        let message = HandshakeMessage(.finished, mac, .rest)
        note(message)
        try schedule.advanceToMain()
        clientApplication = try schedule.derive("c ap traffic", try schedule.digest(transcript))
        serverApplication = try schedule.derive("s ap traffic", try schedule.digest(transcript))
        self.schedule = schedule
        return message
    }

    package func useApplicationKeys() throws {
        guard let schedule else { throw ClientFailure("there are no keys yet") }
        writing = try ClientProtection(schedule, serverApplication)
    }

    /// ServerHello to Finished, and the application's keys from here on.
    package func flight(requestingCertificate: Bool = false) throws -> [UInt8] {
        var bytes = try sendServerHello()
        var messages = encryptedExtensionsMessage().bytes
        if requestingCertificate { messages += certificateRequestMessage().bytes }
        messages += certificateMessage().bytes
        messages += try certificateVerifyMessage().bytes
        messages += try finishedMessage().bytes
        bytes += try record(.handshake, messages)
        try useApplicationKeys()
        return bytes
    }

    /// A KeyUpdate, after which the next keys are in use. RFC 9846 §4.7.3.
    package func keyUpdate(_ update: KeyUpdate = .updateNotRequested) throws -> [UInt8] {
        let bytes = try record(HandshakeMessage(.keyUpdate, update, KeyUpdate.codec))
        guard let schedule, let secret = writing?.secret else { throw ClientFailure("there are no keys yet") }
        writing = try ClientProtection(schedule, try next(schedule, secret))
        return bytes
    }

    private func next(_ schedule: ClientSchedule, _ secret: [UInt8]) throws -> [UInt8] {
        try schedule.expand(secret, "traffic upd", [], schedule.suite.hash.digestLength)
    }

    // MARK: Receiving

    /// Takes whole records of the client.
    package func receive(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 5 else { throw ClientFailure("a record's header is cut") }
            let length = 5 + Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4])
            guard rest.count >= length else { throw ClientFailure("a record is cut") }
            try receive(record: Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
    }

    private func receive(record: [UInt8]) throws {
        guard let reading, record[0] == ContentType.applicationData.rawValue else {
            return try receive(record[0], Array(record.dropFirst(5)))
        }
        guard let inner = try reading.open(record) else { throw ClientFailure("a record does not open") }
        guard let last = inner.lastIndex(where: { $0 != 0 }) else { throw ClientFailure("a record has no type") }
        try receive(inner[last], Array(inner[..<last]))
    }

    private func receive(_ type: UInt8, _ content: [UInt8]) throws {
        guard alerts.allSatisfy({ $0.first == 1 }) else { throw ClientFailure("a record follows a fatal alert") }
        switch ContentType(rawValue: type) {
        case .handshake: try receive(handshake: content)
        case .alert: alerts.append(content)
        case .applicationData: data += content
        case .changeCipherSpec:
            guard content == [1] else { throw ClientFailure("a malformed change_cipher_spec") }
            changeCipherSpecs += 1
        default: throw ClientFailure("a record of type \(type)")
        }
    }

    private func receive(handshake content: [UInt8]) throws {
        var rest = content[...]
        while rest.count >= 4 {
            let start = rest.startIndex
            let length = 4 + Int(rest[start + 1]) << 16 + Int(rest[start + 2]) << 8 + Int(rest[start + 3])
            guard rest.count >= length else { break }
            let type = HandshakeType(rawValue: rest[start])
            try receive(HandshakeMessage(type: type, bytes: Array(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else { throw ClientFailure("the client cuts a message") }
    }

    private func receive(_ message: HandshakeMessage) throws {
        messages.append(message.type)
        switch message.type {
        case .clientHello:
            hellos.append(try message.decode(ClientHello.codec, "ClientHello"))
            hellosAsSent.append(message.bytes)
            note(message)
        case .certificate:
            certificate = try message.decode(Certificate.codec, "Certificate")
            note(message)
        case .compressedCertificate:
            certificate = try CompressedChain.open(message)
            note(message)
        case .certificateVerify: note(message)
        case .finished:
            guard let schedule,
                Array(message.bytes.dropFirst(4))
                    == (try schedule.finishedMAC(clientHandshake, try schedule.digest(transcript)))
            else { throw ClientFailure("the client's Finished is wrong") }
            reading = try ClientProtection(schedule, clientApplication)
            isFinished = true
        case .keyUpdate:
            keyUpdates.append(try message.decode(KeyUpdate.codec, "KeyUpdate"))
            guard let schedule, let secret = reading?.secret else { throw ClientFailure("KeyUpdate before Finished") }
            reading = try ClientProtection(schedule, try next(schedule, secret))
        default: throw ClientFailure("a client does not send \(message.type)")
        }
    }
}
