package import TLSPrimitives

/// The keys of one direction of TLS 1.2, on their way to the record layer. RFC 5246 §6.3.
package struct TrafficKeys12: ~Copyable, Sendable {
    package let cipher: RecordCipher
    /// Empty for an AEAD.
    package let macKey: Secret
    package let key: Secret
    /// What the nonce has that no record carries; empty where there is nothing of that kind.
    package let iv: Secret
}

/// The keys of both directions.
package struct DirectionKeys12: ~Copyable, Sendable {
    package let client: TrafficKeys12
    package let server: TrafficKeys12
}

extension MasterSecret12 {
    /// The key block, cut up. RFC 5246 §6.3.
    package borrowing func keys(
        _ cipher: RecordCipher, _ randoms: HelloRandoms
    ) throws(HandshakeFault) -> DirectionKeys12 {
        let lengths = [cipher.macKeyLength, cipher.keyLength, cipher.fixedIVLength]
        let block = try crypto { () throws(CryptoError) in
            try PRF12.derive(
                hash, secret: secret.span, label: "key expansion", randoms.server.span.bytes,
                randoms.client.span.bytes, count: 2 * lengths.reduce(0, +))
        }
        var place = 0
        func next(_ length: Int, of block: borrowing Secret) -> Secret {
            defer { place += length }
            return Secret(copying: block.span.extracting(place..<place + length))
        }
        let clientMAC = next(lengths[0], of: block)
        let serverMAC = next(lengths[0], of: block)
        let clientKey = next(lengths[1], of: block)
        let serverKey = next(lengths[1], of: block)
        let clientIV = next(lengths[2], of: block)
        let serverIV = next(lengths[2], of: block)
        return DirectionKeys12(
            client: TrafficKeys12(cipher: cipher, macKey: clientMAC, key: clientKey, iv: clientIV),
            server: TrafficKeys12(cipher: cipher, macKey: serverMAC, key: serverKey, iv: serverIV))
    }
}
