import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("A server's finite field is looked at before anything is computed in it. RFC 7919 §5.1, RFC 5246 §F.1.1.3")
struct FiniteField12Tests {
    /// The client's word on a group, as a server with an RSA key sends it; its signature is right.
    private func fault(_ parameters: DHEParameters) throws -> HandshakeFault? {
        var settings = TestSettings()
        settings.suites = [.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256]
        let server = try ScriptedServer12(
            try settings.clientSettings, suite: .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, identity: TestKeys.rsa)
        try server.sendHello()
        try server.sendCertificate()
        try server.sendKeyExchange(parameters, .rsaPKCS1SHA256, .rsaPKCS1(.sha256))
        if server.client.fault == nil { try server.sendDone() }
        return server.client.fault
    }

    /// What comes of a handshake with a server that computes by this.
    private func complete(
        _ parameters: DHEParameters, _ premaster: @escaping ([UInt8]) throws -> [UInt8]
    ) throws -> HandshakeOutcome? {
        var settings = TestSettings()
        settings.suites = [.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256]
        let server = try ScriptedServer12(
            try settings.clientSettings, suite: .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, identity: TestKeys.rsa)
        server.premaster = premaster
        try server.sendHello()
        try server.sendCertificate()
        try server.sendKeyExchange(parameters, .rsaPKCS1SHA256, .rsaPKCS1(.sha256))
        try server.sendDone()
        try server.readFlight()
        try server.sendFinished()
        return server.client.sink.outcome
    }

    @Test(
        "In the groups of RFC 7919 the handshake completes, and the group is named",
        arguments: [NamedGroup.ffdhe2048, .ffdhe3072])
    func named(_ group: NamedGroup) throws {
        let algorithm = try #require(GroupTable.algorithm(of: group))
        let field = try FiniteFieldGroup(algorithm)
        let key = try KeyAgreementKey(generating: algorithm)
        let parameters = DHEParameters(
            prime: field.prime, generator: field.generator, publicValue: key.share)
        let outcome = try complete(parameters) { try key.strippedSecret(peerShare: $0.span.bytes).copied }
        #expect(outcome?.group == group && outcome?.cipherSuite == .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256)
        #expect(outcome?.signatureScheme == .rsaPKCS1SHA256)
    }

    @Test("In a group of the server's own too, also written with leading zeros. RFC 7919 §4")
    func own() throws {
        // With another generator it is none of RFC 7919's. The server's exponent is 1, so the secret is our value.
        let prime = try FiniteFieldGroup(.ffdhe2048).prime
        for zeros in [[], [0, 0]] as [[UInt8]] {
            let parameters = DHEParameters(
                prime: zeros + prime, generator: zeros + [4], publicValue: zeros + [4])
            let outcome = try complete(parameters) { Array($0.drop { $0 == 0 }) }
            #expect(outcome != nil && outcome?.group == nil)
        }
    }

    @Test("A secret that begins with zeros is used without them. RFC 5246 §8.1.2")
    func leadingZeros() throws {
        let prime = try FiniteFieldGroup(.ffdhe2048).prime
        let parameters = DHEParameters(prime: prime, generator: [4], publicValue: [4])
        // One value in 256 begins with a zero, and is the secret itself: the server's exponent is 1.
        var shortest = prime.count
        for _ in 0..<3000 where shortest == prime.count {
            let outcome = try complete(parameters) { value in
                let secret = Array(value.drop { $0 == 0 })
                shortest = min(shortest, secret.count)
                return secret
            }
            #expect(outcome != nil)
        }
        #expect(shortest < prime.count)
    }

    /// An odd number of so many bits.
    private func odd(bits: Int) -> [UInt8] {
        var number = [UInt8](repeating: 0xff, count: (bits + 7) / 8)
        if bits % 8 != 0 { number[0] = UInt8((1 << (bits % 8)) - 1) }
        return number
    }

    @Test("A prime that is too short is insufficient_security", arguments: [1, 512, 1024, 2040, 2047])
    func short(_ bits: Int) throws {
        for zeros in [0, 1, 300] {
            let prime = [UInt8](repeating: 0, count: zeros) + odd(bits: bits)
            let fault = try fault(DHEParameters(prime: prime, generator: [2], publicValue: [4]))
            #expect(fault?.incompatibility == .finiteFieldTooSmall && fault?.alert == .insufficientSecurity)
        }
    }

    @Test("One that is too long is illegal_parameter", arguments: [8193, 8200, 32_768])
    func long(_ bits: Int) throws {
        let fault = try fault(DHEParameters(prime: odd(bits: bits), generator: [2], publicValue: [4]))
        #expect(fault?.misbehaviour == .finiteFieldTooLarge && fault?.alert == .illegalParameter)
    }

    @Test("An even one, or a generator that is none, is illegal_parameter")
    func noGroup() throws {
        let prime = odd(bits: 2048)
        let belowPrime = prime.dropLast() + [0xfe]
        let wrong: [(prime: [UInt8], generator: [UInt8])] = [
            (Array(belowPrime), [2]), (prime, [0]), (prime, [1]), (prime, Array(belowPrime)), (prime, prime),
            (prime, [1] + prime),
        ]
        for (prime, generator) in wrong {
            let fault = try fault(DHEParameters(prime: prime, generator: generator, publicValue: [4]))
            #expect(fault?.misbehaviour == .invalidFiniteField && fault?.alert == .illegalParameter)
        }
    }

    @Test("So is a value that is 0, 1, p - 1, p or more")
    func values() throws {
        let prime = odd(bits: 2048)
        let belowPrime = Array(prime.dropLast() + [0xfe])
        for value in [[0], [1], [0, 0, 1], belowPrime, [0] + belowPrime, prime, [1] + prime] as [[UInt8]] {
            let fault = try fault(DHEParameters(prime: prime, generator: [2], publicValue: value))
            #expect(fault?.misbehaviour == .invalidKeyShare && fault?.alert == .illegalParameter, "\(value.count)")
        }
    }
}
