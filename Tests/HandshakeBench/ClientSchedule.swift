package import TLSNegotiation
import TLSPrimitives

/// The key schedule of RFC 9846 §7.1 once more, in plain arrays, to check the one under test against.
package struct ClientSchedule: Sendable {
    package let suite: CipherSuiteRow
    private var secret: [UInt8]

    /// Early secret and handshake secret, from the result of the key exchange.
    ///
    /// - Parameter psk: a pre-shared key; nil for none.
    package init(_ suite: CipherSuiteRow, psk: [UInt8]? = nil, shared: [UInt8]) throws {
        try self.init(early: suite, psk: psk)
        try advance(shared)
    }

    /// The early secret alone: for binders and early data.
    package init(early suite: CipherSuiteRow, psk: [UInt8]?) throws {
        self.suite = suite
        let zeros = [UInt8](repeating: 0, count: suite.hash.digestLength)
        secret = try Self.extract(suite, salt: zeros, psk ?? zeros)
    }

    /// Main secret.
    package mutating func advanceToMain() throws {
        try advance([UInt8](repeating: 0, count: suite.hash.digestLength))
    }

    /// Derive-Secret(secret, label, messages), the hash of the messages given.
    package func derive(_ label: StaticString, _ hash: [UInt8]) throws -> [UInt8] {
        try expand(secret, label, hash, suite.hash.digestLength)
    }

    package func expand(_ secret: [UInt8], _ label: StaticString, _ context: [UInt8], _ count: Int) throws -> [UInt8] {
        let expanded = try HKDF.expandLabel(
            suite.hash, secret: secret.span.bytes, label: label, context: context.span.bytes, count: count)
        return expanded.withBytes { [UInt8](copying: $0) }
    }

    package func digest(_ bytes: [UInt8]) throws -> [UInt8] {
        try suite.hash.digest(of: bytes.span.bytes).bytes
    }

    package func finishedMAC(_ trafficSecret: [UInt8], _ hash: [UInt8]) throws -> [UInt8] {
        let key = try expand(trafficSecret, "finished", [], suite.hash.digestLength)
        return try HMAC.authenticate(suite.hash, key: key.span.bytes, hash.span.bytes).bytes
    }

    /// RFC 9846 §7.5.
    package func export(_ exporter: [UInt8], _ label: String, _ context: [UInt8], _ count: Int) throws -> [UInt8] {
        let nothing = try digest([])
        let derived = try HKDF.expandLabel(
            suite.hash, secret: exporter.span.bytes, label: Array(label.utf8), context: nothing.span.bytes,
            count: suite.hash.digestLength)
        return try expand(derived.withBytes { [UInt8](copying: $0) }, "exporter", try digest(context), count)
    }

    private mutating func advance(_ input: [UInt8]) throws {
        let salt = try derive("derived", try digest([]))
        secret = try Self.extract(suite, salt: salt, input)
    }

    private static func extract(_ suite: CipherSuiteRow, salt: [UInt8], _ input: [UInt8]) throws -> [UInt8] {
        try HKDF.extract(suite.hash, salt: salt.span.bytes, inputKey: input.span.bytes).withBytes {
            [UInt8](copying: $0)
        }
    }
}
