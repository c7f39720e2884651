package import TLSNegotiation
package import TLSPrimitives
package import TLSRecordLayer

/// The key schedule of TLS 1.2 once more, in plain arrays: for scripts, and for tests that write records into a connection
/// of others. RFC 5246 §6.3, §8.1.
package struct Schedule12 {
    package let row: CipherSuiteRow12
    package let clientRandom: [UInt8]
    package let serverRandom: [UInt8]
    package let master: [UInt8]
    package var encryptsThenMACs = false

    /// What a full handshake comes to.
    ///
    /// - Parameter sessionHash: the messages up to ClientKeyExchange; nil for a secret that is not bound to them.
    package init(
        _ row: CipherSuiteRow12, clientRandom: [UInt8], serverRandom: [UInt8], premaster: [UInt8],
        boundTo messages: [UInt8]?
    ) throws {
        let label: StaticString = messages == nil ? "master secret" : "extended master secret"
        let seed = try messages.map { try row.hash.digest(of: $0.span.bytes).bytes } ?? clientRandom + serverRandom
        let master = try PRF12.derive(row.hash, secret: premaster.span.bytes, label: label, seed.span.bytes, count: 48)
        self.init(
            row, clientRandom: clientRandom, serverRandom: serverRandom,
            master: master.withBytes { [UInt8](copying: $0) })
    }

    /// What a session comes to that is resumed, or a connection whose secret was logged.
    package init(_ row: CipherSuiteRow12, clientRandom: [UInt8], serverRandom: [UInt8], master: [UInt8]) {
        self.row = row
        self.clientRandom = clientRandom
        self.serverRandom = serverRandom
        self.master = master
    }

    /// The content of Finished behind these messages. RFC 5246 §7.4.9.
    package func verifyData(_ label: StaticString, _ messages: [UInt8]) throws -> [UInt8] {
        let hash = try row.hash.digest(of: messages.span.bytes).bytes
        let data = try PRF12.derive(row.hash, secret: master.span.bytes, label: label, hash.span.bytes, count: 12)
        return data.withBytes { [UInt8](copying: $0) }
    }

    package var cipher: RecordCipher { row.recordCipher(encryptsThenMACs: encryptsThenMACs) }

    /// MAC key, key and IV of one direction.
    package func keys(ofClient isClient: Bool) throws -> (macKey: [UInt8], key: [UInt8], iv: [UInt8]) {
        let lengths = [cipher.macKeyLength, cipher.keyLength, cipher.fixedIVLength]
        let seed = serverRandom + clientRandom
        let secret = try PRF12.derive(
            row.hash, secret: master.span.bytes, label: "key expansion", seed.span.bytes,
            count: 2 * lengths.reduce(0, +))
        var block = secret.withBytes { [UInt8](copying: $0) }[...]
        var parts: [[UInt8]] = []
        for length in lengths.flatMap({ [$0, $0] }) {
            parts.append(Array(block.prefix(length)))
            block = block.dropFirst(length)
        }
        let own = isClient ? 0 : 1
        return (parts[own], parts[2 + own], parts[4 + own])
    }

    package func sealer(ofClient isClient: Bool, startingAt sequence: UInt64 = 0) throws -> RecordSealer12 {
        let keys = try keys(ofClient: isClient)
        return try RecordSealer12(
            cipher, macKey: keys.macKey.span.bytes, key: keys.key.span.bytes, iv: keys.iv.span.bytes,
            startingAt: sequence)
    }

    package func opener(ofClient isClient: Bool, startingAt sequence: UInt64 = 0) throws -> RecordOpener12 {
        let keys = try keys(ofClient: isClient)
        return try RecordOpener12(
            cipher, macKey: keys.macKey.span.bytes, key: keys.key.span.bytes, iv: keys.iv.span.bytes,
            startingAt: sequence)
    }
}
