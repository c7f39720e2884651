package import TLSMessages
package import TLSPrimitives

/// The running hash of the handshake messages. RFC 9846 §4.1.
package final class Transcript {
    package let algorithm: HashAlgorithm
    private let running: RunningHash

    package init(_ algorithm: HashAlgorithm) throws(HandshakeFault) {
        self.algorithm = algorithm
        do {
            running = try RunningHash(algorithm)
        } catch {
            throw .crypto(error)
        }
    }

    package func append(_ message: HandshakeMessage) throws(HandshakeFault) {
        do {
            try running.update(message.bytes.span.bytes)
        } catch {
            throw .crypto(error)
        }
    }

    /// A message's first bytes: its rest must follow. RFC 9846 §4.3.11.2.
    package func append(_ message: HandshakeMessage, upTo end: Int) throws(HandshakeFault) {
        try append(message, 0..<end)
    }

    /// A message's rest.
    package func append(_ message: HandshakeMessage, from start: Int) throws(HandshakeFault) {
        try append(message, start..<message.bytes.count)
    }

    private func append(_ message: HandshakeMessage, _ range: Range<Int>) throws(HandshakeFault) {
        do {
            try running.update(message.bytes.span.bytes.extracting(range))
        } catch {
            throw .crypto(error)
        }
    }

    /// A first ClientHello that a HelloRetryRequest answers counts as its hash. RFC 9846 §4.1.
    package func appendHashOf(firstHello message: HandshakeMessage) throws(HandshakeFault) {
        do {
            let digest = try algorithm.digest(of: message.bytes.span.bytes)
            let header: [UInt8] = [
                HandshakeType.messageHash.rawValue, 0, 0, UInt8(truncatingIfNeeded: algorithm.digestLength),
            ]
            try running.update(header.span.bytes)
            try digest.withBytes { bytes throws(CryptoError) in try running.update(bytes) }
        } catch {
            throw .crypto(error)
        }
    }

    /// The hash of all messages so far.
    package var hash: TranscriptHash {
        get throws(HandshakeFault) {
            do {
                return TranscriptHash(algorithm: algorithm, digest: try running.snapshot())
            } catch {
                throw .crypto(error)
            }
        }
    }
}

/// The hash of the handshake up to a message.
package struct TranscriptHash: Sendable {
    package let algorithm: HashAlgorithm
    package let digest: Digest

    package init(algorithm: HashAlgorithm, digest: Digest) {
        self.algorithm = algorithm
        self.digest = digest
    }

    /// The hash of nothing: the context of "derived" secrets.
    package static func ofNothing(_ algorithm: HashAlgorithm) throws(CryptoError) -> TranscriptHash {
        switch algorithm {
        case .sha256: try sha256OfNothing.get()
        case .sha384: try sha384OfNothing.get()
        case .md5, .sha1, .sha224, .sha512: try hashNothing(algorithm)
        }
    }

    // The hashes of TLS 1.3's suites, computed once.
    private static let sha256OfNothing = Result { () throws(CryptoError) in try hashNothing(.sha256) }
    private static let sha384OfNothing = Result { () throws(CryptoError) in try hashNothing(.sha384) }

    private static func hashNothing(_ algorithm: HashAlgorithm) throws(CryptoError) -> TranscriptHash {
        TranscriptHash(algorithm: algorithm, digest: try algorithm.digest(of: RawSpan()))
    }
}
