package import TLSPrimitives

/// Keying material for the application. RFC 9846 §7.5.
package func exportKeyingMaterial(
    _ exporterSecret: borrowing Secret, _ hash: HashAlgorithm, label: [UInt8], context: [UInt8], count: Int
) throws(HandshakeFault) -> Secret {
    try crypto { () throws(CryptoError) in
        let nothing = try TranscriptHash.ofNothing(hash)
        let derived = try HKDF.expandLabel(
            hash, secret: exporterSecret.span, label: label, context: nothing.digest.span, count: hash.digestLength)
        let contextHash = try hash.digest(of: context.span.bytes)
        return try HKDF.expandLabel(
            hash, secret: derived.span, label: "exporter", context: contextHash.span, count: count)
    }
}
