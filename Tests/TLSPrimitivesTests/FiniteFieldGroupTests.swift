import TestSupport
import Testing

@testable import TLSPrimitives

@Suite("Finite field groups that a TLS 1.2 server names. RFC 5246 §7.4.3, §8.1.2; RFC 7919")
struct FiniteFieldGroupTests {
    private static let two: [UInt8] = [2], three: [UInt8] = [3], paddedTwo: [UInt8] = [0, 2]
    private static let groups: [KeyAgreementAlgorithm] = [.ffdhe2048, .ffdhe3072, .ffdhe4096]

    /// The prime of RFC 3526's group 14: a group that is none of RFC 7919's.
    private static func modp2048() throws -> FiniteFieldGroup {
        let file = try CaseFile("own/finite-field.txt")
        let vector = try #require(file.cases.first)
        let prime = try vector.bytes("p")
        return try FiniteFieldGroup(prime: prime.span.bytes, generator: Self.two.span.bytes)
    }

    private static func fault(_ body: () throws(FiniteFieldError) -> Void) -> String {
        do throws(FiniteFieldError) {
            try body()
            return "none"
        } catch {
            switch error {
            case .primeTooSmall(let bits): return "too small: \(bits)"
            case .primeTooLarge(let bits): return "too large: \(bits)"
            case .invalidGroup: return "invalid group"
            case .invalidPeerKey: return "invalid peer key"
            case .crypto(let error): return "\(error)"
            }
        }
    }

    @Test("The server's groups are the RFC's, and a client knows them again", arguments: groups)
    func known(_ algorithm: KeyAgreementAlgorithm) throws {
        let group = try FiniteFieldGroup(algorithm)
        let vector = try #require(CaseFile("rfc/rfc7919.txt").cases.first { try $0.bytes("p") == group.prime })
        #expect(vector.description.hasSuffix("\(algorithm)"))
        #expect(group.generator == [2])
        let named = try FiniteFieldGroup(prime: group.prime.span.bytes, generator: group.generator.span.bytes)
        #expect(named.algorithm == algorithm)
        let padded = [0, 0] + group.prime
        #expect(try FiniteFieldGroup(prime: padded.span.bytes, generator: Self.paddedTwo.span.bytes) == named)
        #expect(try FiniteFieldGroup(prime: group.prime.span.bytes, generator: Self.three.span.bytes).algorithm == nil)
        #expect(throws: CryptoError.self) { try FiniteFieldGroup(.p256) }
    }

    @Test("Client and server get the same secret, without leading zeros. RFC 5246 §7.4.7.2", arguments: groups)
    func agree(_ algorithm: KeyAgreementAlgorithm) throws {
        let group = try FiniteFieldGroup(algorithm)
        for _ in 0..<3 {
            let server = try KeyAgreementKey(generating: algorithm)
            let share = server.share
            let client = try group.respond(peerShare: share.span.bytes)
            let answer = client.share
            let secret = try server.strippedSecret(peerShare: answer.span.bytes)
            let isSame = ConstantTime.equal(secret.span, client.secret.span)
            #expect(isSame && secret.count <= algorithm.secretLength)
            #expect(secret.span.octets[0] != 0)
        }
    }

    @Test("A secret that begins with zeros loses them, and a share may lack or have them")
    func leadingZeros() throws {
        let group = try FiniteFieldGroup(.ffdhe2048)
        // Known exponents until a secret begins with a zero byte: one in 256 does.
        let server = try KeyAgreementKey(.ffdhe2048, privateKey: [UInt8](repeating: 0x5A, count: 32).span.bytes)
        let prime = try BigNumber(group.prime.span.bytes), generator = try BigNumber(group.generator.span.bytes)
        var found = 0
        for index in 1...UInt16(4000) where found < 3 {
            let exponent = [UInt8](repeating: 0x77, count: 30) + [UInt8(index >> 8), UInt8(truncatingIfNeeded: index)]
            let number = try BigNumber(secret: exponent.span.bytes)
            let share = try generator.raised(to: number, modulo: prime, BigNumber.Arithmetic()).bytes()
            let padded = try server.sharedSecret(
                peerShare: ([UInt8](repeating: 0, count: 256 - share.count) + share).span.bytes)
            guard padded.span.octets[0] == 0 else { continue }
            found += 1
            for form in [share, [0] + share, [0, 0, 0] + share] {
                let stripped = try server.strippedSecret(peerShare: form.span.bytes)
                #expect(stripped.count < 256 && stripped.span.octets[0] != 0)
                let isSame = ConstantTime.equal(stripped.span, padded.span.extracting(256 - stripped.count..<256))
                #expect(isSame)
            }
        }
        #expect(found == 3)
    }

    @Test("In a group of nobody's list the secret is the power, computed by another program")
    func vectors() throws {
        let file = try CaseFile("own/finite-field.txt")
        for vector in file.cases {
            let (p, g) = (try vector.bytes("p"), try vector.bytes("g"))
            let group = try FiniteFieldGroup(prime: p.span.bytes, generator: g.span.bytes)
            #expect(group.algorithm == nil)
            // The client's own exponent is random, so the other side's known one computes what it must have got.
            let theirExponent = try vector.bytes("exponent"), theirShare = try vector.bytes("share")
            let response = try group.respond(peerShare: theirShare.span.bytes)
            let share = response.share
            let expected = try BigNumber(share.span.bytes).raised(
                to: BigNumber(secret: theirExponent.span.bytes), modulo: BigNumber(p.span.bytes),
                BigNumber.Arithmetic()
            ).bytes()
            let isSame = ConstantTime.equal(response.secret.span, expected.span.bytes)
            #expect(isSame, "\(vector)")
            // And the power itself is that program's.
            let own = try BigNumber(g.span.bytes).raised(
                to: BigNumber(secret: theirExponent.span.bytes), modulo: BigNumber(p.span.bytes),
                BigNumber.Arithmetic()
            ).bytes()
            #expect(own == theirShare, "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Each of a client's shares is another")
    func fresh() throws {
        for group in [try Self.modp2048(), try FiniteFieldGroup(.ffdhe2048)] {
            let peer = [UInt8](repeating: 0, count: 100) + [UInt8](repeating: 0x42, count: 156)
            var shares: Set<[UInt8]> = []
            for _ in 0..<20 { shares.insert(try group.respond(peerShare: peer.span.bytes).share) }
            #expect(shares.count == 20)
        }
    }

    @Test(
        "Primes below 2048 and above 8192 bits are refused before anything is computed",
        arguments: [0, 1, 512, 1024, 2047, 8193, 16_384, 32_768])
    func sizes(_ bits: Int) {
        var prime = [UInt8](repeating: 0xFF, count: (bits + 7) / 8)
        if bits > 0, bits % 8 != 0 { prime[0] = UInt8(truncatingIfNeeded: (1 << (bits % 8)) - 1) }
        let expected = bits < 2048 ? "too small: \(bits)" : "too large: \(bits)"
        let fault = Self.fault { () throws(FiniteFieldError) in
            _ = try FiniteFieldGroup(prime: prime.span.bytes, generator: Self.two.span.bytes)
        }
        #expect(fault == expected)
    }

    @Test("An even modulus and a generator out of range make no group")
    func invalidGroups() throws {
        let prime = try FiniteFieldGroup(.ffdhe2048).prime
        var below = prime
        below[below.count - 1] &= 0xFE
        let cases: [([UInt8], [UInt8])] = [
            (below, [2]), (prime, []), (prime, [0]), (prime, [1]), (prime, below), (prime, prime), (prime, [1] + prime),
            (prime, [UInt8](repeating: 0xFF, count: 256)),
        ]
        for (modulus, generator) in cases {
            let fault = Self.fault { () throws(FiniteFieldError) in
                _ = try FiniteFieldGroup(prime: modulus.span.bytes, generator: generator.span.bytes)
            }
            #expect(fault == "invalid group")
        }
        var twoBelow = prime
        twoBelow[twoBelow.count - 1] -= 2
        #expect(try FiniteFieldGroup(prime: prime.span.bytes, generator: twoBelow.span.bytes).algorithm == nil)
    }

    @Test("Shares of 0, 1, p - 1, p and above are refused by either side. RFC 7919 §5.1")
    func invalidShares() throws {
        for group in [try Self.modp2048(), try FiniteFieldGroup(.ffdhe2048)] {
            var below = group.prime
            below[below.count - 1] &= 0xFE
            let shares: [[UInt8]] = [
                [], [0], [1], [0, 0, 1], below, group.prime, [1] + group.prime, [UInt8](repeating: 0xFF, count: 256),
                [UInt8](repeating: 0xFF, count: 1000),
            ]
            for share in shares {
                let fault = Self.fault { () throws(FiniteFieldError) in
                    _ = try group.respond(peerShare: share.span.bytes).share
                }
                #expect(fault == "invalid peer key")
                guard group.algorithm != nil else { continue }
                let server = try KeyAgreementKey(generating: .ffdhe2048)
                #expect(throws: KeyAgreementError.self) { try server.strippedSecret(peerShare: share.span.bytes).count }
            }
        }
    }

    @Test("A share of a small order is refused, where there is one")
    func smallOrder() throws {
        // p = 3 · (p - 1) / 3 + 1 has elements of the order 3.
        let vector = try #require(CaseFile("own/finite-field.txt").cases.first { $0.has("smallOrder") })
        let (p, g, small) = (try vector.bytes("p"), try vector.bytes("g"), try vector.bytes("smallOrder"))
        let group = try FiniteFieldGroup(prime: p.span.bytes, generator: g.span.bytes)
        var refused = 0
        for _ in 0..<60 {
            let fault = Self.fault { () throws(FiniteFieldError) in
                _ = try group.respond(peerShare: small.span.bytes).share
            }
            if fault == "invalid peer key" { refused += 1 }
        }
        // The secret is 1 for every third exponent.
        #expect(refused > 0)
    }

    @Test("A curve has no such secrets")
    func curves() throws {
        let key = try KeyAgreementKey(generating: .p256)
        #expect(throws: KeyAgreementError.self) { try key.strippedSecret(peerShare: Self.two.span.bytes).count }
    }
}
