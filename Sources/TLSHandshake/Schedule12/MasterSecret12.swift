package import TLSPrimitives

/// The master secret of TLS 1.2, from which all else comes. RFC 5246 §8.1.
package struct MasterSecret12: ~Copyable, Sendable {
    package static let length = 48

    /// The PRF's hash: that of the suite.
    package let hash: HashAlgorithm
    /// Whether it is bound to its handshake: only then may anything be bound to it. RFC 7627 §5.4.
    package let isExtended: Bool
    let secret: Secret

    /// Without extended_master_secret. RFC 5246 §8.1.
    package init(
        _ premaster: borrowing Secret, _ hash: HashAlgorithm, _ randoms: HelloRandoms
    ) throws(HandshakeFault) {
        self.hash = hash
        isExtended = false
        secret = try crypto { () throws(CryptoError) in
            try PRF12.derive(
                hash, secret: premaster.span, label: "master secret", randoms.client.span.bytes,
                randoms.server.span.bytes, count: Self.length)
        }
    }

    /// With extended_master_secret. RFC 7627 §4.
    ///
    /// - Parameter sessionHash: the hash up to ClientKeyExchange.
    package init(extended premaster: borrowing Secret, _ sessionHash: TranscriptHash) throws(HandshakeFault) {
        hash = sessionHash.algorithm
        isExtended = true
        secret = try crypto { () throws(CryptoError) in
            try PRF12.derive(
                sessionHash.algorithm, secret: premaster.span, label: "extended master secret",
                sessionHash.digest.span, count: Self.length)
        }
    }

    /// That of a session that is resumed. RFC 5246 §7.3, RFC 7627 §5.3.
    package init(resuming secret: consuming Secret, _ hash: HashAlgorithm, isExtended: Bool) {
        self.hash = hash
        self.isExtended = isExtended
        self.secret = secret
    }

    /// For a session to be resumed, and for the key log's CLIENT_RANDOM. RFC 9850 §2.1.
    package borrowing func withSecret<R: ~Copyable, E>(_ body: (borrowing Secret) throws(E) -> R) throws(E) -> R {
        try body(secret)
    }
}

/// The randoms of both hellos.
package struct HelloRandoms: Hashable, Sendable {
    package let client: [UInt8]
    package let server: [UInt8]

    package init(client: [UInt8], server: [UInt8]) {
        self.client = client
        self.server = server
    }
}
