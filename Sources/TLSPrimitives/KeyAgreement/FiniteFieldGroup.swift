internal import CLibcrypto

/// A group named by its prime and generator, as TLS 1.2's servers name theirs. RFC 5246 §7.4.3.
package struct FiniteFieldGroup: Hashable, Sendable {
    /// Big-endian, without leading zeros.
    package let prime: [UInt8]
    /// Big-endian, without leading zeros.
    package let generator: [UInt8]
    /// Which of RFC 7919's groups it is.
    package let algorithm: KeyAgreementAlgorithm?

    /// One of RFC 7919's groups: what our servers take.
    package init(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) {
        guard case .finiteField = algorithm.family else {
            throw CryptoError("finite field group", reason: "\(algorithm) is none")
        }
        let contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm)
        prime = try contexts.integer("p").bytes()
        generator = try contexts.integer("g").bytes()
        self.algorithm = algorithm
    }

    /// A server's group, refused when its prime is too small, too large or even, or the generator is none.
    package init(prime: RawSpan, generator: RawSpan) throws(FiniteFieldError) {
        self.prime = [UInt8](integer: prime)
        self.generator = [UInt8](integer: generator)
        let bits = Self.bitCount(self.prime)
        guard bits >= FiniteFieldLimits.primeBits.lowerBound else { throw .primeTooSmall(bits: bits) }
        guard bits <= FiniteFieldLimits.primeBits.upperBound else { throw .primeTooLarge(bits: bits) }
        guard self.prime.last.map({ $0 & 1 == 1 }) ?? false, Self.isElement(self.generator, below: self.prime) else {
            throw .invalidGroup
        }
        algorithm = try Self.known(self.prime, self.generator)
    }

    private static func bitCount(_ number: [UInt8]) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - first.leadingZeroBitCount
    }

    /// Whether 2 ≤ element ≤ prime - 2, all without leading zeros: 0, 1 and p - 1 lead nowhere. RFC 7919 §5.1.
    private static func isElement(_ element: [UInt8], below prime: [UInt8]) -> Bool {
        guard element.count <= prime.count, element.count > 1 || element.first ?? 0 > 1 else { return false }
        // The prime is odd, so the number below it differs in the last bit alone.
        let isBelow = element.count < prime.count || element.lexicographicallyPrecedes(prime)
        return isBelow && !(element.dropLast() == prime.dropLast() && element.last == prime.last.map { $0 & 0xFE })
    }

    /// RFC 7919's group of this prime and generator.
    private static func known(
        _ prime: [UInt8], _ generator: [UInt8]
    ) throws(FiniteFieldError) -> KeyAgreementAlgorithm? {
        let groups: [KeyAgreementAlgorithm] = [.ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192]
        guard let candidate = groups.first(where: { $0.secretLength == prime.count }) else { return nil }
        do throws(CryptoError) {
            let group = try FiniteFieldGroup(candidate)
            return group.prime == prime && group.generator == generator ? candidate : nil
        } catch { throw .crypto(error) }
    }
}

/// Why there is no secret in a finite field.
package enum FiniteFieldError: Error, Sendable {
    case primeTooSmall(bits: Int)
    case primeTooLarge(bits: Int)
    /// The prime is even, or the generator is 0, 1, p - 1 or not below p.
    case invalidGroup
    /// The peer's share is 0, 1, p - 1 or not below p. RFC 7919 §5.1.
    case invalidPeerKey
    case crypto(CryptoError)

    init(_ error: KeyAgreementError) {
        switch error {
        case .invalidPeerKey: self = .invalidPeerKey
        case .crypto(let error): self = .crypto(error)
        }
    }
}

// MARK: - The client

extension FiniteFieldGroup {
    /// Makes a pair, checks the server's share and derives: the client's part in one call. RFC 5246 §7.4.7.2.
    ///
    /// The secret has no leading zeros. RFC 5246 §8.1.2.
    package func respond(peerShare: RawSpan) throws(FiniteFieldError) -> KeyAgreementResponse {
        let peer = [UInt8](integer: peerShare)
        guard Self.isElement(peer, below: prime) else { throw .invalidPeerKey }
        if let algorithm { return try respond(algorithm, peer) }
        let response: KeyAgreementResponse?
        do throws(CryptoError) { response = try compute(peer) } catch { throw .crypto(error) }
        guard let response else { throw .invalidPeerKey }
        return response
    }

    /// In one of RFC 7919's groups libcrypto knows how long an exponent has to be.
    private func respond(
        _ algorithm: KeyAgreementAlgorithm, _ peer: [UInt8]
    ) throws(FiniteFieldError) -> KeyAgreementResponse {
        let own: KeyAgreementKey
        do throws(CryptoError) { own = try KeyAgreementKey(generating: algorithm) } catch { throw .crypto(error) }
        do throws(KeyAgreementError) {
            let secret = try own.strippedSecret(peerShare: peer.span.bytes)
            return KeyAgreementResponse(share: own.share, secret: secret)
        } catch { throw FiniteFieldError(error) }
    }

    /// nil when the share has so small an order that the secret is 1.
    private func compute(_ peer: [UInt8]) throws(CryptoError) -> KeyAgreementResponse? {
        let prime = try BigNumber(prime.span.bytes)
        let exponent = try BigNumber.random(secretBits: FiniteFieldLimits.exponentBits)
        let arithmetic = try BigNumber.Arithmetic()
        let share = try BigNumber(generator.span.bytes).raised(to: exponent, modulo: prime, arithmetic)
        let secret = try BigNumber(peer.span.bytes).raised(to: exponent, modulo: prime, arithmetic)
        guard !secret.isAtMostOne else { return nil }
        let padded = try secret.secret(padded: self.prime.count)
        return KeyAgreementResponse(share: try share.bytes(padded: self.prime.count), secret: padded.stripped())
    }
}

// MARK: - The server

extension KeyAgreementKey {
    /// The secret of a finite field with the peer whose share this is: an integer of any length up to the prime's.
    ///
    /// Without leading zeros, as TLS 1.2 wants it. That shows how many there were, which tells nothing where the key is used
    /// once. RFC 5246 §8.1.2, RFC 9325 §4.1.
    package func strippedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        guard case .finiteField = algorithm.family else {
            throw .crypto(CryptoError("finite field agreement", reason: "\(algorithm) is none"))
        }
        let integer = [UInt8](integer: peerShare)
        guard integer.count <= algorithm.shareLength else { throw .invalidPeerKey }
        let padded = [UInt8](repeating: 0, count: algorithm.shareLength - integer.count) + integer
        return try sharedSecret(peerShare: padded.span.bytes).stripped()
    }
}

extension Secret {
    /// Without leading zeros.
    consuming func stripped() -> Secret {
        let zeros = span.octets.leadingZeros
        if zeros == 0 { return self }
        return Secret(copying: span.extracting(zeros..<count))
    }
}

extension Span<UInt8> {
    fileprivate var leadingZeros: Int {
        var zeros = 0
        while zeros < count, self[zeros] == 0 { zeros += 1 }
        return zeros
    }
}
