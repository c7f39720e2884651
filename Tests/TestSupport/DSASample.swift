package import TLSPrimitives

/// A DSA key of the vectors.
package struct DSASample: CustomStringConvertible {
    package let bits: Int
    package let parameters: DSAParameters
    package let privateValue: [UInt8]
    package let publicValue: [UInt8]

    package var description: String { "DSA-\(bits)" }

    package init(_ vector: VectorCase) throws {
        bits = try vector.integer("bits")
        let (p, q, g) = (try vector.bytes("p"), try vector.bytes("q"), try vector.bytes("g"))
        parameters = DSAParameters(prime: p.span.bytes, subprime: q.span.bytes, generator: g.span.bytes)
        privateValue = try vector.bytes("x")
        publicValue = try vector.bytes("y")
    }

    /// One of each size.
    package static func all() throws -> [DSASample] {
        try CaseFile("own/dsa.txt").cases.map(DSASample.init).reduce(into: []) { samples, sample in
            if samples.last?.bits != sample.bits { samples.append(sample) }
        }
    }

    package func key() throws -> PrivateKey {
        try PrivateKey(dsa: parameters, privateValue: privateValue.span.bytes, publicValue: publicValue.span.bytes)
    }

    package func publicKey() throws -> PublicKey {
        try PublicKey(dsa: parameters, value: publicValue.span.bytes)
    }
}
