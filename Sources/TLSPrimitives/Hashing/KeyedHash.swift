// SAFETY: the contexts belong to the call that makes this value, until `free`.
/// HMAC whose key stays for several messages: the hashes of its two pads are computed once and copied. RFC 2104 §4.
///
/// For a key used more than once, that takes two thirds of the time of `HMAC` with SHA-256, and half of it with SHA-384.
@safe struct KeyedHash {
    private let algorithm: HashAlgorithm
    private let inner: DigestContext
    private let outer: DigestContext

    init(_ algorithm: HashAlgorithm) throws(CryptoError) {
        self.algorithm = algorithm
        inner = try DigestContext(algorithm)
        do throws(CryptoError) {
            outer = try DigestContext(algorithm)
        } catch {
            inner.free()
            throw error
        }
    }

    /// Forgets the key too.
    func free() {
        inner.free()
        outer.free()
    }

    /// Takes a key, once.
    func setKey(_ key: RawSpan) -> Bool {
        var pad = KeyPad()
        defer { pad.wipe() }
        let length = algorithm.blockLength
        // SAFETY: the pad is as long as the longest block.
        guard pad.fill(from: key, algorithm, inner) else { return false }
        pad.flip(KeyPad.innerMask)
        guard unsafe pad.withBytes({ unsafe inner.update($0.baseAddress, length) }) else { return false }
        pad.flip(KeyPad.innerMask ^ KeyPad.outerMask)
        return unsafe pad.withBytes { unsafe outer.update($0.baseAddress, length) }
    }

    /// The code of a message into `output`, which has room for a digest and may lie within the message.
    func authenticate(_ message: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
        guard let first = inner.copy() else { return false }
        defer { first.free() }
        // SAFETY: every length is that of its buffer; the message is hashed before the output is written.
        guard unsafe first.update(message) && first.finish(into: output), let second = outer.copy() else {
            return false
        }
        defer { second.free() }
        return unsafe second.update(output.baseAddress, algorithm.digestLength) && second.finish(into: output)
    }
}
