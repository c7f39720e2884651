package import TLSWire

/// A server's public value for this handshake, signed. RFC 5246 §7.4.3, RFC 8422 §5.4.
package struct ServerKeyExchange<Parameters: KeyExchangeParameters>: Hashable, Sendable {
    package let parameters: Parameters
    /// The parameters as they stand in the message: what is signed, behind both hellos' randoms.
    package let signedParameters: [UInt8]
    package let signature: DigitallySigned

    /// - Parameter sign: makes the signature over the parameters' bytes.
    package init<E>(
        _ parameters: Parameters, sign: (_ parameters: [UInt8]) throws(E) -> DigitallySigned
    ) throws(E) {
        let bytes = Parameters.codec.encode(parameters)
        self.parameters = parameters
        signedParameters = bytes
        signature = try sign(bytes)
    }

    private init(_ parameters: Parameters, _ signedParameters: [UInt8], _ signature: DigitallySigned) {
        self.parameters = parameters
        self.signedParameters = signedParameters
        self.signature = signature
    }

    /// Irregular: the bytes of the parameters are kept.
    package static var codec: Codec<Self> {
        Codec { reader throws(WireError) in
            var start = reader
            let parameters = try Parameters.codec.read(&reader)
            let bytes = try start.readBytes(start.remaining - reader.remaining, "ServerKeyExchange")
            return Self(parameters, bytes, try DigitallySigned.codec.read(&reader))
        } write: { message, writer in
            writer.writeBytes(message.signedParameters)
            DigitallySigned.codec.write(message.signature, &writer)
        }
    }
}

/// What a ServerKeyExchange of one kind of key exchange carries.
package protocol KeyExchangeParameters: Hashable, Sendable {
    static var codec: Codec<Self> { get }
}

/// A signature with its algorithm. RFC 5246 §4.7.
package typealias DigitallySigned = CertificateVerify

/// ServerECDHParams. RFC 8422 §5.4.
package struct ECDHEParameters: KeyExchangeParameters {
    package let group: NamedGroup
    package let publicValue: [UInt8]

    package init(group: NamedGroup, publicValue: [UInt8]) {
        self.group = group
        self.publicValue = publicValue
    }

    /// Irregular: the curve's type says what follows, and only named curves are left.
    package static let codec = Codec<ECDHEParameters> { reader throws(WireError) in
        let type = try reader.readUInt8("ECCurveType")
        guard type == namedCurve else { throw WireError(.invalidValue(UInt64(type)), in: "ECCurveType") }
        let group = try NamedGroup.codec.read(&reader)
        return ECDHEParameters(group: group, publicValue: try reader.opaque(.u8, 1...255, "ECPoint"))
    } write: { parameters, writer in
        writer.writeUInt8(namedCurve)
        NamedGroup.codec.write(parameters.group, &writer)
        writer.opaque(.u8, parameters.publicValue)
    }

    private static let namedCurve: UInt8 = 3
}

/// ServerDHParams. RFC 5246 §7.4.3.
package struct DHEParameters: KeyExchangeParameters {
    package let prime: [UInt8]
    package let generator: [UInt8]
    package let publicValue: [UInt8]

    package init(prime: [UInt8], generator: [UInt8], publicValue: [UInt8]) {
        self.prime = prime
        self.generator = generator
        self.publicValue = publicValue
    }

    package static let codec = record(
        DHEParameters.init,
        field(\.prime, .opaque(.u16, 1...65535)),
        field(\.generator, .opaque(.u16, 1...65535)),
        field(\.publicValue, .opaque(.u16, 1...65535)))
}
