package import TLSPrimitives

/// The keys of one direction of TLS 1.2, on their way to the record layer. RFC 5246 §6.3.
package struct TrafficKeys12: ~Copyable, Sendable {
    package let cipher: RecordCipher
    /// MAC key, key and IV, one behind the other.
    private let material: Secret

    fileprivate init(_ cipher: RecordCipher, macKey: RawSpan, key: RawSpan, iv: RawSpan) {
        self.cipher = cipher
        material = Secret(joining: macKey, key, iv)
    }

    /// Empty for an AEAD.
    package var macKey: RawSpan {
        @_lifetime(borrow self)
        borrowing get { material.span.extracting(first: cipher.macKeyLength) }
    }

    package var key: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            material.span.extracting(droppingFirst: cipher.macKeyLength).extracting(first: cipher.keyLength)
        }
    }

    /// What the nonce has that no record carries; empty where there is nothing of that kind.
    package var iv: RawSpan {
        @_lifetime(borrow self)
        borrowing get { material.span.extracting(last: cipher.fixedIVLength) }
    }
}

/// The keys of both directions.
package struct DirectionKeys12: ~Copyable, Sendable {
    package let client: TrafficKeys12
    package let server: TrafficKeys12
}

extension MasterSecret12 {
    /// The key block, cut up: each kind of key for the client, then for the server. RFC 5246 §6.3.
    package borrowing func keys(
        _ cipher: RecordCipher, _ randoms: HelloRandoms
    ) throws(HandshakeFault) -> DirectionKeys12 {
        let (mac, key, iv) = (cipher.macKeyLength, cipher.keyLength, cipher.fixedIVLength)
        let expanded = try crypto { () throws(CryptoError) in
            try PRF12.derive(
                hash, secret: secret.span, label: "key expansion", randoms.server.span.bytes,
                randoms.client.span.bytes, count: 2 * (mac + key + iv))
        }
        let block = expanded.span
        let keys = block.extracting(droppingFirst: 2 * mac)
        let ivs = keys.extracting(droppingFirst: 2 * key)
        return DirectionKeys12(
            client: TrafficKeys12(
                cipher, macKey: block.extracting(first: mac), key: keys.extracting(first: key),
                iv: ivs.extracting(first: iv)),
            server: TrafficKeys12(
                cipher, macKey: block.extracting(mac..<2 * mac), key: keys.extracting(key..<2 * key),
                iv: ivs.extracting(iv..<2 * iv)))
    }
}
