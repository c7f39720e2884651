package import TLSPrimitives

/// Keying material for the application. RFC 9846 §7.5.
package func exportKeyingMaterial(
    _ exporterSecret: borrowing Secret, _ hash: HashAlgorithm, label: [UInt8], context: [UInt8], count: Int
) throws(HandshakeFault) -> Secret {
    try crypto { () throws(CryptoError) in
        let nothing = try TranscriptHash.ofNothing(hash)
        let derived = try exporterSecret.withBytes { secret throws(CryptoError) in
            try nothing.digest.withBytes { digest throws(CryptoError) in
                try HKDF.expandLabel(
                    hash, secret: secret, label: label, context: digest, count: hash.digestLength)
            }
        }
        let contextHash = try hash.digest(of: context.span.bytes)
        return try derived.withBytes { derived throws(CryptoError) in
            try contextHash.withBytes { digest throws(CryptoError) in
                try HKDF.expandLabel(hash, secret: derived, label: "exporter", context: digest, count: count)
            }
        }
    }
}
