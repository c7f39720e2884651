package import TLSPrimitives

extension MasterSecret12 {
    /// The labels that TLS itself uses, none of which may be exported under. RFC 5705 §4, RFC 7627 §4.
    private static let reservedLabels = [
        "client finished", "server finished", "master secret", "key expansion", "extended master secret",
    ]

    /// Keying material for the application. RFC 5705 §4.
    ///
    /// - Parameter context: nil is not the same as an empty one.
    package borrowing func export(
        label: [UInt8], context: [UInt8]?, count: Int, _ randoms: HelloRandoms
    ) throws(HandshakeFault) -> Secret {
        try crypto { () throws(CryptoError) in
            // Two connections can have one master secret that is bound to neither. RFC 7627 §5.4, §6.1.
            guard isExtended else {
                throw CryptoError("exporter", reason: "the peer does not know extended_master_secret")
            }
            guard !Self.reservedLabels.contains(where: { $0.utf8.elementsEqual(label) }) else {
                throw CryptoError("exporter", reason: "the label is one of TLS's own")
            }
            let seed = try Self.seed(context, randoms)
            return try PRF12.derive(hash, secret: secret.span, label: label, seed.span.bytes, count: count)
        }
    }

    private static func seed(_ context: [UInt8]?, _ randoms: HelloRandoms) throws(CryptoError) -> [UInt8] {
        guard let context else { return randoms.client + randoms.server }
        guard let length = UInt16(exactly: context.count) else {
            throw CryptoError("exporter", reason: "the context is longer than 65,535 bytes")
        }
        return randoms.client + randoms.server + [UInt8(length >> 8), UInt8(truncatingIfNeeded: length)] + context
    }
}
