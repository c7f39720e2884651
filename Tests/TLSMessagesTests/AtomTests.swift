import TLSMessages
import Testing

@Suite("Code points keep every value")
struct AtomTests {
    @Test("Each of the 65,536 alerts is taken by its level and description alone. RFC 9846 §6")
    func alerts() {
        for level in UInt8.min...UInt8.max {
            for description in UInt8.min...UInt8.max {
                let alert = Alert(level: level, description: description)
                guard level == 1 || level == 2 else {
                    #expect(alert == nil)
                    continue
                }
                #expect(alert?.isFatal == (level == 2))
                #expect(alert?.description.rawValue == description)
                #expect(alert?.bytes == [level, description])
            }
        }
    }

    @Test("We send three alerts as warnings, all others as fatal. RFC 9846 §6.1, §6.2, RFC 5246 §7.2.2")
    func levels() {
        for description in UInt8.min...UInt8.max {
            let isWarning = [0, 90, 100].contains(description)
            #expect(Alert(AlertDescription(rawValue: description)).bytes == [isWarning ? 1 : 2, description])
        }
    }

    @Test("Every number has a description of its own, and an unknown one is hexadecimal")
    func descriptions() {
        let numbers = UInt16.min...UInt16.max
        #expect(Set(numbers.map { CipherSuite(rawValue: $0).description }).count == 65_536)
        #expect(Set(numbers.map { NamedGroup(rawValue: $0).description }).count == 65_536)
        #expect(Set(numbers.map { SignatureScheme(rawValue: $0).description }).count == 65_536)
        #expect(Set(numbers.map { ProtocolVersion(rawValue: $0).description }).count == 65_536)
        let bytes = UInt8.min...UInt8.max
        #expect(Set(bytes.map { AlertDescription(rawValue: $0).description }).count == 256)
        #expect(Set(bytes.map { HandshakeType(rawValue: $0).description }).count == 256)
        #expect(CipherSuite(rawValue: 0x0a0a).description == "0x0a0a")
        #expect(NamedGroup(rawValue: 1).description == "0x0001")
        #expect(HandshakeType(rawValue: 3).description == "0x03")
    }

    @Test("Names are IANA's")
    func names() {
        #expect(CipherSuite.TLS_CHACHA20_POLY1305_SHA256.description == "TLS_CHACHA20_POLY1305_SHA256")
        #expect(CipherSuite.TLS_CHACHA20_POLY1305_SHA256.rawValue == 0x1303)
        #expect(SignatureScheme.rsaPSSPSSSHA384.description == "rsa_pss_pss_sha384")
        #expect(NamedGroup.x25519MLKEM768.description == "X25519MLKEM768")
        #expect(NamedGroup.x25519MLKEM768.rawValue == 0x11ec)
        #expect(NamedGroup.mlkem768.description == "MLKEM768" && NamedGroup.mlkem768.rawValue == 0x0201)
        #expect(NamedGroup.mlkem1024.description == "MLKEM1024" && NamedGroup.mlkem1024.rawValue == 0x0202)
        #expect(AlertDescription.noApplicationProtocol.description == "no_application_protocol")
        #expect(ProtocolVersion.tls13.description == "TLS1.3")
    }

    @Test("Versions are ordered by age")
    func versions() {
        let versions: [ProtocolVersion] = [.ssl3, .tls10, .tls11, .tls12, .tls13]
        #expect(versions.shuffled().sorted() == versions)
    }

    @Test("The random of a HelloRetryRequest is what marks it. RFC 9846 §4.2.3")
    func retryRandom() {
        let random = ServerHello.helloRetryRequestRandom
        #expect(random.count == 32 && random.first == 0xcf && random.last == 0x9c)
        let suite = CipherSuite.TLS_AES_128_GCM_SHA256
        let extensions = ServerHelloExtensions()
        func hello(_ random: [UInt8]) -> ServerHello {
            ServerHello(random: random, legacySessionIDEcho: [], cipherSuite: suite, extensions: extensions)
        }
        #expect(hello(random).isHelloRetryRequest)
        #expect(!hello(Samples.random).isHelloRetryRequest)
    }
}
