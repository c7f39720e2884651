package import TLSWire

/// A client's offer in the form of SSL 2, from which it goes on in TLS: no extensions, and TLS 1.2 at the most.
/// RFC 5246 §E.2.
package struct SSL2ClientHello: Hashable, Sendable {
    /// Three bytes each. Those of SSL 2 itself have another first byte than zero.
    package typealias CipherSpec = UInt32

    package var version: ProtocolVersion
    package var cipherSpecs: [CipherSpec]
    /// What stands for the client's Random.
    package var challenge: [UInt8]

    package init(version: ProtocolVersion, cipherSpecs: [CipherSpec], challenge: [UInt8]) {
        self.version = version
        self.cipherSpecs = cipherSpecs
        self.challenge = challenge
    }

    /// The same offer in the form of TLS.
    package var clientHello: ClientHello {
        // RFC 5246 §E.2: a challenge that is shorter than a Random has zeros in front.
        let padding = [UInt8](repeating: 0, count: max(0, Self.challengeLengths.upperBound - challenge.count))
        // RFC 6176 §3: what is of SSL 2 is never chosen.
        let suites = cipherSpecs.filter { $0 <= UInt16.max }.map { CipherSuite(rawValue: UInt16($0)) }
        return ClientHello(legacyVersion: version, random: padding + challenge, cipherSuites: suites)
    }

    /// RFC 5246 §E.2.
    private static let challengeLengths = 16...32
    private static let messageType: UInt8 = 1

    /// Irregular: all three lengths stand in front of what they are of. From the type on, as the transcript has it; the two
    /// bytes of the record's length are not part of it.
    package static let codec = Codec<SSL2ClientHello> { reader throws(WireError) in
        let type = try reader.readUInt8("msg_type")
        guard type == messageType else { throw WireError(.invalidValue(UInt64(type)), in: "msg_type") }
        let version = try ProtocolVersion.codec.read(&reader)
        let specCount = Int(try reader.readUInt16("cipher_spec_length"))
        let sessionCount = Int(try reader.readUInt16("session_id_length"))
        let challengeCount = Int(try reader.readUInt16("challenge_length"))
        // RFC 5246 §E.2: never none.
        guard specCount > 0, specCount.isMultiple(of: 3) else {
            throw WireError(.lengthOutOfRange(specCount), in: "cipher_spec_length")
        }
        // RFC 5246 §E.2: who speaks TLS 1.2 resumes in the form of TLS.
        guard sessionCount == 0 else { throw WireError(.lengthOutOfRange(sessionCount), in: "session_id_length") }
        guard challengeLengths.contains(challengeCount) else {
            throw WireError(.lengthOutOfRange(challengeCount), in: "challenge_length")
        }
        var specs = try reader.subReader(specCount, "cipher_specs")
        var cipherSpecs: [CipherSpec] = []
        while !specs.isAtEnd { cipherSpecs.append(CipherSpec(try specs.readUInt24("cipher_specs"))) }
        return SSL2ClientHello(
            version: version, cipherSpecs: cipherSpecs, challenge: try reader.readBytes(challengeCount, "challenge"))
    } write: { hello, writer in
        writer.writeUInt8(messageType)
        ProtocolVersion.codec.write(hello.version, &writer)
        writer.writeUInt16(UInt16(truncatingIfNeeded: 3 * hello.cipherSpecs.count))
        writer.writeUInt16(0)
        writer.writeUInt16(UInt16(truncatingIfNeeded: hello.challenge.count))
        for spec in hello.cipherSpecs { writer.writeUInt24(Int(spec & 0xff_ffff)) }
        writer.writeBytes(hello.challenge)
    }
}
