import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

@Suite("A ClientHello offers what each version needs. RFC 5246 §7.4.1.2, RFC 9846 §4.2.2")
struct ClientHello12Tests {
    private func hello(_ change: (inout TestSettings) -> Void = { _ in }) throws -> ClientHello {
        var settings = TestSettings()
        change(&settings)
        return try settings.hello()
    }

    @Test("TLS 1.2 alone")
    func only12() throws {
        let hello = try hello {
            $0.suites = [.TLS_AES_128_GCM_SHA256] + $0.suites
            $0.groups = [.x25519MLKEM768, .x25519, .secp256r1, .ffdhe2048]
        }
        #expect(hello.legacyVersion == .tls12 && hello.legacyCompressionMethods == [0])
        #expect(hello.legacySessionID.isEmpty)
        #expect(
            hello.cipherSuites
                == [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256])
        let offer = hello.extensions
        #expect(offer.supportedVersions == nil && offer.keyShare == nil && offer.pskKeyExchangeModes == nil)
        // RFC 8422 §5.1.1, RFC 7919 §3: those that the suites use.
        #expect(offer.supportedGroups == [.x25519, .secp256r1] && offer.pointFormats == [0])
        #expect(offer.signatureAlgorithms == TestSettings().schemes)
        #expect(offer.extendedMasterSecret != nil && offer.encryptThenMAC == nil)
        #expect(offer.renegotiationInfo == [] && offer.sessionTicket == [])
        // RFC 8449 §4.
        #expect(offer.recordSizeLimit == 16_384)
        #expect(offer.statusRequest == nil && offer.signedCertificateTimestamps == nil)
        #expect(offer.maximumFragmentLength == nil && offer.earlyData == nil && offer.preSharedKey == nil)
    }

    @Test("Both versions at once: the lists of TLS 1.3, and behind them what TLS 1.2 has besides")
    func both() throws {
        let suites: [CipherSuite] = [.TLS_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA]
        let hello = try hello {
            $0.clientVersions = [.tls13, .tls12]
            $0.suites = suites
            $0.groups = [.x25519MLKEM768, .x25519]
            $0.schemes = [.ed25519]
            $0.clientEnabled12 = Enabled12(
                cipherSuites: suites, groups: [.secp384r1, .x25519], signatureSchemes: [.rsaPKCS1SHA1, .ed25519])
        }
        let offer = hello.extensions
        #expect(hello.cipherSuites == suites && hello.legacySessionID.count == 32)
        #expect(offer.supportedVersions == [.tls13, .tls12])
        #expect(offer.supportedGroups == [.x25519MLKEM768, .x25519, .secp384r1])
        #expect(offer.keyShare?.map(\.group) == [.x25519MLKEM768])
        #expect(offer.signatureAlgorithms == [.ed25519, .rsaPKCS1SHA1])
        #expect(offer.extendedMasterSecret != nil && offer.encryptThenMAC != nil && offer.pointFormats == [0])
        #expect(offer.recordSizeLimit == 16_385)
    }

    @Test("TLS 1.3 alone says nothing of TLS 1.2")
    func only13() throws {
        let hello = try hello {
            $0.clientVersions = [.tls13]
            $0.suites = [.TLS_AES_128_GCM_SHA256]
        }
        let order = Set(hello.extensions.order)
        #expect(
            order == [
                .serverName, .supportedVersions, .supportedGroups, .signatureAlgorithms, .keyShare, .recordSizeLimit,
                .pskKeyExchangeModes,
            ])
    }

    @Test("Suites without curves need no groups; DHE names its own. RFC 7919 §3")
    func withoutCurves() throws {
        var hello = try hello { $0.suites = [.TLS_RSA_WITH_AES_128_GCM_SHA256] }
        #expect(hello.extensions.supportedGroups == nil && hello.extensions.pointFormats == nil)
        hello = try self.hello {
            $0.suites = [.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256]
            $0.groups = [.x25519, .ffdhe3072]
        }
        #expect(hello.extensions.supportedGroups == [.ffdhe3072] && hello.extensions.pointFormats == nil)
    }

    @Test("Without signature schemes the extension is not sent. RFC 5246 §7.4.1.4.1")
    func withoutSchemes() throws {
        let hello = try hello { $0.schemes = [] }
        #expect(hello.extensions.signatureAlgorithms == nil)
    }

    @Test("What options ask for")
    func options() throws {
        let hello = try hello {
            $0.client.wishedStatements.status = true
            $0.client.wishedStatements.timestamps = true
            $0.client.maximumFragmentLength = MaximumFragmentLength(rawValue: 3)
            $0.client.isFallback = true
            $0.client.wantsSessions = false
            $0.client.recordSizeLimit = nil
        }
        let offer = hello.extensions
        #expect(offer.statusRequest == .anyOCSP && offer.signedCertificateTimestamps != nil)
        #expect(offer.maximumFragmentLength == MaximumFragmentLength(rawValue: 3))
        #expect(offer.sessionTicket == nil && offer.recordSizeLimit == nil)
        // RFC 7507 §4: behind all suites.
        #expect(hello.cipherSuites.last == .TLS_FALLBACK_SCSV && hello.cipherSuites.count == 3)
    }

    @Test("Reserved values stand where there is a place for them. RFC 8701 §3.1")
    func reserved() throws {
        let hello = try hello { $0.client.offersReservedValues = true }
        func isReserved(_ number: UInt16) -> Bool { number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff }
        #expect(isReserved(hello.cipherSuites[0].rawValue))
        #expect(isReserved(try #require(hello.extensions.supportedGroups?.first).rawValue))
        #expect(hello.extensions.supportedVersions == nil && hello.extensions.keyShare == nil)
        #expect(hello.extensions.order.filter { isReserved($0.rawValue) }.count == 2)
    }

    @Test("No extension stands twice, whatever is on")
    func noDuplicates() throws {
        for versions in [[.tls12], [.tls13, .tls12]] as [[ProtocolVersion]] {
            let hello = try hello {
                $0.clientVersions = versions
                $0.suites.append(.TLS_AES_128_GCM_SHA256)
                $0.client.wishedStatements.status = true
                $0.client.wishedStatements.timestamps = true
                $0.client.certificateCompressors = [.zlib]
                $0.client.applicationProtocols = [[1]]
            }
            #expect(Set(hello.extensions.order).count == hello.extensions.order.count)
        }
    }
}
