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
            let base = unsafe clibcrypto_ladder_point(functions, point, point.count)
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

    // MARK: The provider's scalars and points

    fileprivate func makeScalar(_ bytes: RawSpan) throws(CryptoError) -> UnsafeMutableRawPointer {
        // SAFETY: libcrypto copies the scalar; its length is the buffer's.
        let scalar = unsafe bytes.withUnsafeBytes { bytes in
            unsafe clibcrypto_ladder_scalar(functions, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        guard let scalar = unsafe scalar else { throw .fromQueue("key agreement") }
        return unsafe scalar
    }

    fileprivate func freeScalar(_ scalar: UnsafeMutableRawPointer) {
        unsafe clibcrypto_ladder_free_scalar(functions, scalar)
    }

    fileprivate func share(of scalar: UnsafeMutableRawPointer) throws(CryptoError) -> [UInt8] {
        try [UInt8](capacity: algorithm.shareLength) { output throws(CryptoError) in
            try unsafe multiply(scalar, base, into: &output, algorithm.shareLength)
        }
    }

    fileprivate func secret(
        of scalar: UnsafeMutableRawPointer, peerShare: RawSpan
    ) throws(KeyAgreementError) -> Secret {
        guard peerShare.byteCount == algorithm.shareLength else { throw .invalidPeerKey }
        // SAFETY: libcrypto copies the point; its length is the buffer's.
        let peer = unsafe peerShare.withUnsafeBytes { bytes in
            unsafe clibcrypto_ladder_point(functions, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        guard let peer = unsafe peer else { throw .crypto(.fromQueue("key agreement")) }
        defer { unsafe clibcrypto_ladder_free_point(functions, peer) }
        do throws(CryptoError) {
            return try Secret(count: algorithm.secretLength) { output throws(CryptoError) in
                try unsafe multiply(scalar, peer, into: &output, algorithm.secretLength)
            }
        } catch {
            // The all-zero result of a point of small order. RFC 9846 §7.4.2, RFC 7748 §6.
            throw .invalidPeerKey
        }
    }

    private func multiply(
        _ scalar: UnsafeMutableRawPointer, _ point: UnsafeMutableRawPointer, into output: inout OutputRawSpan,
        _ count: Int
    ) throws(CryptoError) {
        try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
            // SAFETY: the callers' room is `count` bytes, which libcrypto writes.
            let done = unsafe clibcrypto_ladder_multiply(
                functions, scalar, point, buffer.bindMemory(to: UInt8.self).baseAddress, count)
            try CryptoError.check(done, "key agreement")
            initialized = count
        }
    }
}

// SAFETY: the scalar is this object's alone, made in `init` and freed, and wiped with it, in `deinit`.
/// A pair of X25519 or X448, as its scalar.
@safe final class LadderKey {
    private let ladder: MontgomeryLadder
    private let scalar: UnsafeMutableRawPointer

    fileprivate init(_ ladder: MontgomeryLadder, scalar: RawSpan) throws(CryptoError) {
        self.ladder = ladder
        unsafe self.scalar = try unsafe ladder.makeScalar(scalar)
    }

    deinit {
        unsafe ladder.freeScalar(scalar)
    }

    /// What is sent to the peer.
    func share() throws(CryptoError) -> [UInt8] {
        try unsafe ladder.share(of: scalar)
    }

    /// The secret with the peer whose share this is. RFC 9846 §7.4.2.
    func secret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        try unsafe ladder.secret(of: scalar, peerShare: peerShare)
    }
}
