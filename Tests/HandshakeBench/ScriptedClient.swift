package import TLSMessages
import TLSNegotiation
package import TLSPrimitives
import TLSWire

/// What the client found wrong with the server.
package struct ClientFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A TLS 1.3 client that does what a test says, right or wrong, and checks all that the server does.
///
/// Made of the codecs and primitives alone. Every `…Message` call adds what it makes to the transcript; `record` protects
/// under the current keys, `plain` never does.
package final class ScriptedClient {
    package let offer: ClientOffer
    /// What `helloRecord` will send.
    package var hello: ClientHello
    /// Extensions in their bytes, to stand behind those of `hello`.
    package var extraExtensions: [(type: UInt16, body: [UInt8])] = []
    /// A pre-shared key that the hello offers with a right binder.
    package var key: Key?
    private let privateKey: [UInt8]?
    var keys: [NamedGroup: KeyAgreementKey] = [:]
    var transcript: [UInt8] = []
    private var throughHello: [UInt8] = []
    var received = ReceivedFlight()

    package internal(set) var schedule: ClientSchedule?
    package internal(set) var writing: ClientProtection?
    private var earlyWriting: ClientProtection?
    var reading: ClientProtection?
    var upcomingWriteSecret: [UInt8] = []
    /// Secrets by their labels in a key log. RFC 9850 §2.
    package internal(set) var secrets: [String: [UInt8]] = [:]

    /// A pre-shared key and what stands for it in the hello. RFC 9846 §4.3.11.
    package struct Key: Sendable {
        package let identity: PSKIdentity
        package let secret: [UInt8]
        package let suite: CipherSuite
        package let binderLabel: StaticString

        package init(
            _ identity: PSKIdentity, secret: [UInt8], suite: CipherSuite = .TLS_AES_128_GCM_SHA256,
            binderLabel: StaticString = "res binder"
        ) {
            self.identity = identity
            self.secret = secret
            self.suite = suite
            self.binderLabel = binderLabel
        }
    }

    /// What has come from the server.
    package var flight: ReceivedFlight { received }

    /// - Parameters:
    ///   - random: the hello's random; nil takes a new one.
    ///   - privateKey: the key of every share; nil makes new ones.
    package init(
        _ offer: ClientOffer = ClientOffer(), random: [UInt8]? = nil, privateKey: [UInt8]? = nil
    ) throws {
        self.privateKey = privateKey
        self.offer = offer
        var shares: [KeyShareEntry] = []
        for group in offer.shareGroups {
            let key = try Self.makeKey(group, privateKey)
            keys[group] = key
            shares.append(KeyShareEntry(group: group, keyExchange: key.share))
        }
        hello = offer.hello(random: try random ?? SystemRandom().bytes(32), shares: shares)
    }

    private static func makeKey(_ group: NamedGroup, _ privateKey: [UInt8]?) throws -> KeyAgreementKey {
        guard let algorithm = GroupTable.algorithm(of: group) else { throw ClientFailure("no such group: \(group)") }
        if let privateKey { return try KeyAgreementKey(algorithm, privateKey: privateKey.span.bytes) }
        return try KeyAgreementKey(generating: algorithm)
    }

    /// A record in the clear.
    package func plain(_ type: ContentType, _ content: [UInt8], version: UInt16 = 0x0303) -> [UInt8] {
        let count = content.count
        return [
            type.rawValue, UInt8(version >> 8), UInt8(version & 0xff), UInt8(count >> 8 & 0xff), UInt8(count & 0xff),
        ] + content
    }

    /// A record under the current keys, or in the clear while there are none.
    package func record(_ type: ContentType, _ content: [UInt8], padding: Int = 0) throws -> [UInt8] {
        guard let writing = earlyWriting ?? writing else { return plain(type, content) }
        return try writing.seal(inner: content + [type.rawValue] + [UInt8](repeating: 0, count: padding))
    }

    package func record(_ messages: HandshakeMessage...) throws -> [UInt8] {
        try record(.handshake, messages.flatMap(\.bytes))
    }

    /// The hello as it now stands, in a record.
    package func helloRecord() -> [UInt8] {
        plain(.handshake, helloMessage().bytes, version: 0x0301)
    }

    package func helloMessage() -> HandshakeMessage {
        let message = (try? boundHello()) ?? blankHello()
        note(message)
        throughHello = transcript
        return message
    }

    /// The hello with the binder of `key`, if there is one.
    private func boundHello() throws -> HandshakeMessage {
        guard let key, let row = CipherSuiteTable.row(of: key.suite) else { return blankHello() }
        let length = row.hash.digestLength
        hello.extensions.pskKeyExchangeModes = [PSKKeyExchangeMode.pskWithKeyExchange]
        hello.extensions.preSharedKey = OfferedPSKs(
            identities: [key.identity], binders: [[UInt8](repeating: 0, count: length)])
        let blank = blankHello().bytes
        let schedule = try ClientSchedule(early: row, psk: key.secret)
        let covered = transcript + blank.dropLast(length + 3)
        let secret = try schedule.derive(key.binderLabel, try schedule.digest([]))
        let binder = try schedule.finishedMAC(secret, try schedule.digest(covered))
        hello.extensions.preSharedKey?.binders = [binder]
        return HandshakeMessage(type: .clientHello, bytes: blank.dropLast(length) + binder)
    }

    /// Protects with the keys of early data from here on.
    package func useEarlyKeys() throws {
        guard let key, let row = CipherSuiteTable.row(of: key.suite) else { throw ClientFailure("there is no key") }
        let schedule = try ClientSchedule(early: row, psk: key.secret)
        let secret = try schedule.derive("c e traffic", try schedule.digest(throughHello))
        earlyWriting = try ClientProtection(schedule, secret)
    }

    /// EndOfEarlyData, behind which the handshake's keys are in use. RFC 9846 §4.6.
    package func endOfEarlyData() throws -> [UInt8] {
        let message = HandshakeMessage(.endOfEarlyData, Empty(), Empty.codec)
        note(message)
        let bytes = try record(message)
        earlyWriting = nil
        return bytes
    }

    private func blankHello() -> HandshakeMessage {
        let listed = ClientHelloExtensions.codec.encode(hello.extensions)
        let start = ClientHello.codec.encode(hello).dropLast(listed.count)
        var body = ByteWriter()
        body.writeBytes(start)
        body.vector(.u16) { list in
            list.writeBytes(listed.dropFirst(2))
            for (type, content) in extraExtensions {
                list.writeUInt16(type)
                list.opaque(.u16, content)
            }
        }
        return HandshakeMessage(.clientHello, body.bytes, .rest)
    }

    /// Adds a message to the transcript, sent or not.
    package func note(_ message: HandshakeMessage) {
        transcript += message.bytes
    }

    /// Changes the hello as a HelloRetryRequest asks. RFC 9846 §4.2.2.
    package func correctHello() throws {
        guard let retry = received.retry else { throw ClientFailure("no HelloRetryRequest has come") }
        if let group = retry.extensions.selectedGroup {
            let key = try Self.makeKey(group, privateKey)
            keys = [group: key]
            hello.extensions.keyShare = [KeyShareEntry(group: group, keyExchange: key.share)]
        }
        hello.extensions.cookie = retry.extensions.cookie
        hello.extensions.earlyData = nil
    }

    package func certificateMessage(_ chain: [[UInt8]], context: [UInt8] = []) -> HandshakeMessage {
        let certificate = Certificate(context: context, entries: chain.map { CertificateEntry(certificate: $0) })
        let message = HandshakeMessage(.certificate, certificate, Certificate.codec)
        note(message)
        return message
    }

    /// The same in a CompressedCertificate, which may be changed. RFC 8879 §4.
    package func compressedCertificateMessage(
        _ chain: [[UInt8]], context: [UInt8] = [], change: (inout CompressedChain) throws -> Void = { _ in }
    ) throws -> HandshakeMessage {
        var compressed = try CompressedChain(chain, context: context)
        try change(&compressed)
        let message = compressed.message
        note(message)
        return message
    }

    /// - Parameter claimed: the scheme to name, when it is not the one to sign with.
    package func certificateVerifyMessage(
        _ key: PrivateKey, _ scheme: SignatureScheme, claiming claimed: SignatureScheme? = nil
    ) throws -> HandshakeMessage {
        guard let row = SignatureSchemeTable.row(of: scheme) else { throw ClientFailure("no such scheme: \(scheme)") }
        let content = try signedContent("TLS 1.3, client CertificateVerify")
        let signature = try key.sign(row.algorithm, content.span.bytes)
        let verify = CertificateVerify(algorithm: claimed ?? scheme, signature: signature)
        let message = HandshakeMessage(.certificateVerify, verify, CertificateVerify.codec)
        note(message)
        return message
    }

    package func finishedMessage() throws -> HandshakeMessage {
        guard let schedule, let secret = secrets["CLIENT_HANDSHAKE_TRAFFIC_SECRET"] else {
            throw ClientFailure("there are no handshake keys yet")
        }
        let mac = try schedule.finishedMAC(secret, try transcriptHash())
        let message = HandshakeMessage(.finished, mac, .rest)
        note(message)
        return message
    }

    /// The pre-shared key of a ticket of this connection, once Finished is made. RFC 9846 §4.7.1.
    package func ticketSecret(nonce: [UInt8]) throws -> [UInt8] {
        guard let schedule else { throw ClientFailure("there are no keys yet") }
        let resumption = try schedule.derive("res master", try transcriptHash())
        return try schedule.expand(resumption, "resumption", nonce, schedule.suite.hash.digestLength)
    }

    /// Protects with the application's keys from here on.
    package func useApplicationKeys() throws {
        guard let schedule else { throw ClientFailure("there are no keys yet") }
        writing = try ClientProtection(schedule, upcomingWriteSecret)
    }

    /// The client's last flight without a certificate, and what follows it is under the application's keys.
    package func finish() throws -> [UInt8] {
        let bytes = try record(try finishedMessage())
        try useApplicationKeys()
        return bytes
    }

    /// The client's last flight with a certificate, in one record.
    package func finish(_ chain: [[UInt8]], _ key: PrivateKey?, _ scheme: SignatureScheme?) throws -> [UInt8] {
        var messages = certificateMessage(chain).bytes
        if let key, let scheme { messages += try certificateVerifyMessage(key, scheme).bytes }
        messages += try finishedMessage().bytes
        let bytes = try record(.handshake, messages)
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

    func next(_ schedule: ClientSchedule, _ secret: [UInt8]) throws -> [UInt8] {
        try schedule.expand(secret, "traffic upd", [], schedule.suite.hash.digestLength)
    }

    package func export(_ label: String, context: [UInt8], count: Int) throws -> [UInt8] {
        guard let schedule, let exporter = secrets["EXPORTER_SECRET"] else { throw ClientFailure("no exporter yet") }
        return try schedule.export(exporter, label, context, count)
    }

    package func transcriptHash() throws -> [UInt8] {
        guard let schedule else { throw ClientFailure("the hash is not known yet") }
        return try schedule.digest(transcript)
    }

    func signedContent(_ context: String) throws -> [UInt8] {
        try [UInt8](repeating: 0x20, count: 64) + Array(context.utf8) + [0] + transcriptHash()
    }
}
