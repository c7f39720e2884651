internal import CLibcrypto

// SAFETY: set once, by functions of libcrypto's default provider, which any number of threads may call; the base point is a
// key that is never changed and never freed.
/// X25519 or X448, both multiplications on the ladder. RFC 7748 §5.
///
/// libcrypto computes the share of a pair it generates by another, slower algorithm. Here the scalar is multiplied with the
/// base point for the share, and with the peer's share for the secret.
@safe final class MontgomeryLadder: @unchecked Sendable {
    private static let x25519 = make(.x25519)
    private static let x448 = make(.x448)

    private let algorithm: KeyAgreementAlgorithm
    private let functions: OpaquePointer
    private let base: UnsafeMutableRawPointer

    /// That of a group; nil for other groups, and where this libcrypto does not do what is asked of it here.
    static func of(_ algorithm: KeyAgreementAlgorithm) -> MontgomeryLadder? {
        switch algorithm {
        case .x25519: x25519
        case .x448: x448
        default: nil
        }
    }

    private init(_ algorithm: KeyAgreementAlgorithm, _ functions: OpaquePointer, base: UnsafeMutableRawPointer) {
        self.algorithm = algorithm
        unsafe self.functions = functions
        unsafe self.base = base
    }

    private static func make(_ algorithm: KeyAgreementAlgorithm) -> MontgomeryLadder? {
        defer { ERR_clear_error() }
        // The base point's u-coordinate: 9 or 5, little-endian. RFC 7748 §4.
        var point = [UInt8](repeating: 0, count: algorithm.shareLength)
        point[0] = algorithm == .x25519 ? 9 : 5
        guard let provider = unsafe Libcrypto.shared.provider,
            let functions = unsafe clibcrypto_ladder_find(provider, algorithm.keyType),
            let base = unsafe clibcrypto_ladder_key(functions, nil, point, point.count)
        else { return nil }
        let ladder = unsafe MontgomeryLadder(algorithm, functions, base: base)
        return ladder.doesAsItShould() ? ladder : nil
    }

    /// The share is the one that libcrypto itself computes.
    private func doesAsItShould() -> Bool {
        let scalar = [UInt8](repeating: 0x5A, count: algorithm.shareLength)
        do {
            let share = try LadderKey(self, scalar: scalar.span.bytes).share()
            return try KeyAgreementKey(algorithm, privateKey: scalar.span.bytes).share == share
        } catch {
            return false
        }
    }

    /// A new pair.
    func generate() throws(CryptoError) -> LadderKey {
        let scalar = try Secret(random: algorithm.shareLength)
        return try LadderKey(self, scalar: scalar.span)
    }

    /// Makes a pair, and the secret with the peer whose share this is. RFC 9846 §7.4.2.
    func respond(peerShare: RawSpan) throws(KeyAgreementError) -> KeyAgreementResponse {
        let key: LadderKey
        let share: [UInt8]
        do throws(CryptoError) {
            key = try generate()
            share = try key.share()
        } catch {
            throw .crypto(error)
        }
        return KeyAgreementResponse(share: share, secret: try key.secret(peerShare: peerShare))
    }

    // MARK: The provider's keys

    fileprivate func makeKey(scalar: RawSpan) throws(CryptoError) -> UnsafeMutableRawPointer {
        // SAFETY: libcrypto copies the scalar; its length is the buffer's.
        let key = unsafe scalar.withUnsafeBytes { bytes in
            unsafe clibcrypto_ladder_key(
                functions, bytes.bindMemory(to: UInt8.self).baseAddress, nil, bytes.count)
        }
        guard let key = unsafe key else { throw .fromQueue("key agreement") }
        return unsafe key
    }

    fileprivate func freeKey(_ key: UnsafeMutableRawPointer) {
        unsafe clibcrypto_ladder_free(functions, key)
    }

    fileprivate func share(of key: UnsafeMutableRawPointer) throws(CryptoError) -> [UInt8] {
        var share = [UInt8](repeating: 0, count: algorithm.shareLength)
        var span = share.mutableSpan
        var bytes = span.mutableBytes
        try unsafe bytes.withUnsafeMutableBytes { buffer throws(CryptoError) in
            try unsafe multiply(key, base, into: buffer)
        }
        return share
    }

    fileprivate func secret(
        of key: UnsafeMutableRawPointer, peerShare: RawSpan
    ) throws(KeyAgreementError) -> Secret {
        guard peerShare.byteCount == algorithm.shareLength else { throw .invalidPeerKey }
        // SAFETY: libcrypto copies the point; its length is the buffer's.
        let peer = unsafe peerShare.withUnsafeBytes { bytes in
            unsafe clibcrypto_ladder_key(
                functions, nil, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        guard let peer = unsafe peer else { throw .crypto(.fromQueue("key agreement")) }
        defer { unsafe freeKey(peer) }
        do throws(CryptoError) {
            return try Secret(count: algorithm.secretLength) { output throws(CryptoError) in
                try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                    try unsafe multiply(key, peer, into: buffer)
                    initialized = buffer.count
                }
            }
        } catch {
            // The all-zero result of a point of small order. RFC 9846 §7.4.2, RFC 7748 §6.
            throw .invalidPeerKey
        }
    }

    private func multiply(
        _ key: UnsafeMutableRawPointer, _ point: UnsafeMutableRawPointer,
        into result: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        // SAFETY: libcrypto writes `count` bytes into as many.
        let done = unsafe clibcrypto_ladder_multiply(
            functions, key, point, result.bindMemory(to: UInt8.self).baseAddress, result.count)
        try CryptoError.check(done, "key agreement")
    }
}

// SAFETY: the key is this object's alone, made in `init` and freed, with the scalar wiped, in `deinit`.
/// A pair of X25519 or X448, as its scalar.
@safe final class LadderKey: @unchecked Sendable {
    private let ladder: MontgomeryLadder
    private let key: UnsafeMutableRawPointer

    fileprivate init(_ ladder: MontgomeryLadder, scalar: RawSpan) throws(CryptoError) {
        self.ladder = ladder
        unsafe key = try unsafe ladder.makeKey(scalar: scalar)
    }

    deinit {
        unsafe ladder.freeKey(key)
    }

    /// What is sent to the peer.
    func share() throws(CryptoError) -> [UInt8] {
        try unsafe ladder.share(of: key)
    }

    /// The secret with the peer whose share this is. RFC 9846 §7.4.2.
    func secret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        try unsafe ladder.secret(of: key, peerShare: peerShare)
    }
}
