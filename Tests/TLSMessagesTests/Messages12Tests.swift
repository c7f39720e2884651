import TLSMessages
import TLSWire
import Testing

@Suite("The messages of TLS 1.2 that have no single form")
struct Messages12Tests {
    private static let bareHello: [UInt8] = [3, 3] + Samples.random + [3, 1, 2, 3, 0xc0, 0x2f, 0]

    @Test("A ServerHello without a list of extensions is one with nothing in it. RFC 5246 §7.4.1.3")
    func bareServerHello() throws {
        let hello = try ServerHello12.codec.decode(Self.bareHello)
        #expect(hello.extensions == ServerHello12Extensions())
        #expect(hello.sessionID == [1, 2, 3])
        #expect(hello.cipherSuite == .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
        #expect(try ServerHello12.codec.decode(Self.bareHello + [0, 0]) == hello)
        // Nothing to say is said by nothing.
        #expect(ServerHello12.codec.encode(hello) == Self.bareHello)
        #expect(throws: WireError.self) { try ServerHello12.codec.decode(Self.bareHello + [0]) }
    }

    @Test("A ClientHello without a list of extensions is one with nothing in it. RFC 5246 §7.4.1.2")
    func bareClientHello() throws {
        let bytes: [UInt8] = [3, 3] + Samples.random + [0, 0, 2, 0xc0, 0x2f, 1, 0]
        let hello = try ClientHello.codec.decode(bytes)
        #expect(hello.extensions == ClientHelloExtensions())
        #expect(hello.cipherSuites == [.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256])
        #expect(try ClientHello.codec.decode(bytes + [0, 0]) == hello)
    }

    @Test("A ServerHello of TLS 1.2 has nothing of TLS 1.3", arguments: [41, 42, 43, 44, 51, 13, 50, 27] as [UInt16])
    func extensionsOf13(_ type: UInt16) {
        let list = WireSample { $0.vector(2) { $0.ext(type) { $0.u16(0x0303) } } }
        #expect(throws: WireError(.forbiddenExtension(type), in: "extensions")) {
            try ServerHello12.codec.decode(Self.bareHello + list.bytes)
        }
    }

    @Test("Nothing is compressed. RFC 9325 §3.3")
    func compression() {
        var bytes = Self.bareHello
        bytes[40] = 1
        #expect(throws: WireError(.invalidValue(1), in: "x")) { try ServerHello12.codec.decode(bytes) }
    }

    @Test("Only named curves are left. RFC 8422 §5.4", arguments: [0, 1, 2, 4, 255] as [UInt8])
    func curveType(_ type: UInt8) {
        #expect(throws: WireError(.invalidValue(UInt64(type)), in: "x")) {
            try ECDHEParameters.codec.decode([type, 0, 23, 1, 4])
        }
    }

    @Test("OCSP is the only status there is. RFC 6066 §8", arguments: [0, 2, 255] as [UInt8])
    func statusType(_ type: UInt8) throws {
        #expect(throws: WireError(.invalidValue(UInt64(type)), in: "x")) {
            try CertificateStatus.codec.decode([type, 0, 0, 1, 0x30])
        }
        // A client may ask for more than we know.
        let request = try CertificateStatusRequest.codec.decode([type, 1, 2, 3])
        #expect(request == .other(type: type, request: [1, 2, 3]))
        #expect(CertificateStatusRequest.codec.encode(request) == [type, 1, 2, 3])
    }

    @Test("What a ServerKeyExchange signs is kept as it came")
    func signedParameters() throws {
        let parameters = ECDHEParameters(group: .x25519, publicValue: [UInt8](repeating: 9, count: 32))
        let message = ServerKeyExchange(parameters) { bytes in
            DigitallySigned(algorithm: .ed25519, signature: bytes.reversed())
        }
        #expect(message.signedParameters == [3, 0, 29, 32] + [UInt8](repeating: 9, count: 32))
        #expect(message.signature.signature == message.signedParameters.reversed())
        let codec = ServerKeyExchange<ECDHEParameters>.codec
        #expect(try codec.decode(codec.encode(message)) == message)
    }

    @Test("A length of max_fragment_length has one of four meanings. RFC 6066 §4")
    func fragmentLengths() {
        let lengths = (UInt8.min...UInt8.max).map { MaximumFragmentLength(rawValue: $0).length }
        #expect(lengths[...5] == [nil, 512, 1024, 2048, 4096, nil])
        #expect(lengths[5...].allSatisfy { $0 == nil })
    }

    @Test("A list of signed certificate timestamps has one at least. RFC 6962 §3.3")
    func emptyTimestamps() {
        let list = WireSample { $0.vector(2) { $0.ext(18) { $0.vector(2, []) } } }
        #expect(throws: WireError(.lengthOutOfRange(0), in: "x")) {
            try ServerHello12.codec.decode(Self.bareHello + list.bytes)
        }
    }
}

@Suite("The suites of TLS 1.2 by name and number")
struct SuiteNameTests {
    @Test("Every suite that can be named has its name as a constant, and is found by it")
    func names() {
        #expect(CipherSuite.namedOlder.count == 65)
        for suite in CipherSuite.namedOlder {
            #expect(CipherSuite(named: suite.description) == suite)
            #expect(CipherSuite(named: suite.description.lowercased()) == suite)
        }
        #expect(CipherSuite.TLS_RSA_WITH_RC4_128_MD5.description == "TLS_RSA_WITH_RC4_128_MD5")
        #expect(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8.description == "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8")
        #expect(CipherSuite(named: "TLS_RSA_WITH_NULL_SHA") == nil)
    }
}
