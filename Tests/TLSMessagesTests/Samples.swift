import TLSMessages
import TLSWire

/// A sample of every message, written once as a value and once as bytes.
enum Samples {
    static let all: [CodecCase] =
        [clientHello, oldClientHello, serverHello, helloRetryRequest, encryptedExtensions, noEncryptedExtensions]
        + [certificateRequest, certificate, noCertificate, certificateVerify, keyUpdate, keyUpdateRequest]
        + [keyShareEntry, serverName, newSessionTicket, compressedCertificate]
        + all12

    static let random = [UInt8](0xa0...0xbf)

    static let clientHello = CodecCase("ClientHello", ClientHello.codec, helloValue(), wholePrefixes: [79]) { wire in
        writeHelloStart(&wire)
        wire.vector(2) { wire in
            for part in helloExtensions { wire.ext(part.type, part.body) }
        }
    }

    /// A hello of TLS 1.2 and before may end without extensions. RFC 5246 §7.4.1.2.
    static let oldClientHello: CodecCase = {
        var value = helloValue()
        value.extensions = ClientHelloExtensions()
        return CodecCase("ClientHello with an empty list", ClientHello.codec, value, wholePrefixes: [79]) { wire in
            writeHelloStart(&wire)
            wire.vector(2, [])
        }
    }()

    private static func writeHelloStart(_ wire: inout WireSample) {
        wire.raw([3, 3] + random)
        wire.vector(1, [UInt8](repeating: 0x5a, count: 32))
        wire.vector(2) {
            for suite: UInt16 in [0x1301, 0x1303, 0x1302, 0x0a0a] { $0.u16(suite) }
        }
        wire.vector(1, [0])
    }

    /// The extensions of a ClientHello, in the order they are written: each with its body.
    static let helloExtensions: [ExtensionSample] = [
        ExtensionSample(0) {
            $0.vector(2) {
                $0.raw([0])
                $0.vector(2, Array("a.example".utf8))
            }
        },
        ExtensionSample(10) {
            $0.vector(2) {
                $0.u16(0x001d, 0x0017)
            }
        },
        ExtensionSample(13) {
            $0.vector(2) {
                $0.u16(0x0403, 0x0804)
            }
        },
        ExtensionSample(50) { $0.vector(2) { $0.u16(0x0401) } },
        ExtensionSample(16) {
            $0.vector(2) {
                $0.vector(1, Array("h2".utf8))
                $0.vector(1, Array("http/1.1".utf8))
            }
        },
        ExtensionSample(27) {
            $0.vector(1) {
                $0.u16(0x0001, 0x0002)
            }
        },
        ExtensionSample(28) { $0.u16(0x4001) },
        ExtensionSample(43) {
            $0.vector(1) {
                $0.u16(0x0304, 0x0303)
            }
        },
        ExtensionSample(47) { $0.vector(2) { $0.vector(2, [0x30, 0x00]) } },
        ExtensionSample(44) { $0.vector(2, [0xc0, 0x0c]) },
        ExtensionSample(45) { $0.vector(1, [1]) },
        ExtensionSample(51) {
            $0.vector(2) {
                $0.u16(0x001d)
                $0.vector(2, [UInt8](repeating: 0x77, count: 32))
                $0.u16(0x0017)
                $0.vector(2, [UInt8](repeating: 0x88, count: 65))
            }
        },
        ExtensionSample(42) { _ in },
        ExtensionSample(23) { _ in },
        ExtensionSample(0xff01) { $0.vector(1, [0xcc]) },
        ExtensionSample(11) { $0.vector(1, [0]) },
        ExtensionSample(35) { $0.raw([0x71, 0x72]) },
        ExtensionSample(22) { _ in },
        ExtensionSample(5) {
            $0.raw([1])
            $0.vector(2, [])
            $0.vector(2, [])
        },
        ExtensionSample(18) { _ in },
        ExtensionSample(1) { $0.raw([3]) },
        ExtensionSample(41) {
            $0.vector(2) {
                $0.vector(2, [0xaa, 0xbb])
                $0.raw([1, 2, 3, 4])
            }
            $0.vector(2) { $0.vector(1, [UInt8](repeating: 0xb1, count: 32)) }
        },
    ]

    private static func helloValue() -> ClientHello {
        var extensions = ClientHelloExtensions()
        extensions.serverName = Array("a.example".utf8)
        extensions.supportedGroups = [.x25519, .secp256r1]
        extensions.signatureAlgorithms = [.ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256]
        extensions.signatureAlgorithmsCert = [.rsaPKCS1SHA256]
        extensions.applicationProtocols = [Array("h2".utf8), Array("http/1.1".utf8)]
        extensions.certificateCompressions = [.zlib, CertificateCompression(rawValue: 2)]
        extensions.recordSizeLimit = 0x4001
        extensions.supportedVersions = [.tls13, .tls12]
        extensions.certificateAuthorities = [[0x30, 0x00]]
        extensions.cookie = [0xc0, 0x0c]
        extensions.pskKeyExchangeModes = [1]
        extensions.keyShare = [
            KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 0x77, count: 32)),
            KeyShareEntry(group: .secp256r1, keyExchange: [UInt8](repeating: 0x88, count: 65)),
        ]
        extensions.earlyData = Empty()
        extensions.extendedMasterSecret = Empty()
        extensions.renegotiationInfo = [0xcc]
        extensions.pointFormats = [0]
        extensions.sessionTicket = [0x71, 0x72]
        extensions.encryptThenMAC = Empty()
        extensions.statusRequest = .anyOCSP
        extensions.signedCertificateTimestamps = Empty()
        extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 3)
        extensions.preSharedKey = OfferedPSKs(
            identities: [PSKIdentity(identity: [0xaa, 0xbb], obfuscatedTicketAge: 0x0102_0304)],
            binders: [[UInt8](repeating: 0xb1, count: 32)])
        extensions.order = helloExtensions.map { ExtensionType(rawValue: $0.type) }
        return ClientHello(
            random: random, legacySessionID: [UInt8](repeating: 0x5a, count: 32),
            cipherSuites: [
                .TLS_AES_128_GCM_SHA256, .TLS_CHACHA20_POLY1305_SHA256, .TLS_AES_256_GCM_SHA384,
                CipherSuite(rawValue: 0x0a0a),
            ],
            extensions: extensions)
    }

    static let serverHello: CodecCase = {
        var extensions = ServerHelloExtensions()
        extensions.preSharedKey = 1
        extensions.keyShare = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 0x99, count: 32))
        extensions.supportedVersion = .tls13
        let value = ServerHello(
            random: random, legacySessionIDEcho: [1, 2, 3], cipherSuite: .TLS_AES_256_GCM_SHA384, extensions: extensions
        )
        return CodecCase("ServerHello", ServerHello.codec, value) { wire in
            wire.raw([3, 3] + random)
            wire.vector(1, [1, 2, 3])
            wire.raw([0x13, 0x02, 0])
            wire.vector(2) {
                $0.ext(41) { $0.u16(1) }
                $0.ext(51) {
                    $0.u16(0x001d)
                    $0.vector(2, [UInt8](repeating: 0x99, count: 32))
                }
                $0.ext(43) { $0.u16(0x0304) }
            }
        }
    }()

    static let helloRetryRequest: CodecCase = {
        var extensions = ServerHelloExtensions()
        extensions.selectedGroup = .secp384r1
        extensions.cookie = [9, 8, 7]
        extensions.supportedVersion = .tls13
        let value = ServerHello(
            random: ServerHello.helloRetryRequestRandom, legacySessionIDEcho: [],
            cipherSuite: .TLS_AES_128_GCM_SHA256, extensions: extensions)
        return CodecCase("HelloRetryRequest", ServerHello.codec, value) { wire in
            wire.raw([3, 3] + ServerHello.helloRetryRequestRandom)
            wire.vector(1, [])
            wire.raw([0x13, 0x01, 0])
            wire.vector(2) {
                $0.ext(51) { $0.u16(0x0018) }
                $0.ext(44) { $0.vector(2, [9, 8, 7]) }
                $0.ext(43) { $0.u16(0x0304) }
            }
        }
    }()

    static let encryptedExtensions: CodecCase = {
        var value = EncryptedExtensions()
        value.supportedGroups = [.x25519, .secp521r1]
        value.recordSizeLimit = 1024
        value.serverName = Empty()
        value.applicationProtocol = [Array("h2".utf8)]
        value.earlyData = Empty()
        return CodecCase("EncryptedExtensions", EncryptedExtensions.codec, value) { wire in
            wire.vector(2) {
                $0.ext(10) {
                    $0.vector(2) {
                        $0.u16(0x001d, 0x0019)
                    }
                }
                $0.ext(28) { $0.u16(1024) }
                $0.ext(0) { _ in }
                $0.ext(16) { $0.vector(2) { $0.vector(1, Array("h2".utf8)) } }
                $0.ext(42) { _ in }
            }
        }
    }()

    static let noEncryptedExtensions = CodecCase(
        "EncryptedExtensions, empty", EncryptedExtensions.codec, EncryptedExtensions()
    ) { $0.vector(2, []) }

    static let certificateRequest: CodecCase = {
        var extensions = CertificateRequestExtensions()
        extensions.signatureAlgorithms = [.ed25519, .ecdsaSecp384r1SHA384]
        extensions.signatureAlgorithmsCert = [.rsaPKCS1SHA384]
        extensions.certificateCompressions = [.zlib]
        extensions.certificateAuthorities = [[0x30, 0x00], [0x30, 0x01, 0x05]]
        extensions.order = [
            .signatureAlgorithms, .signatureAlgorithmsCert, .compressCertificate, .certificateAuthorities,
        ]
        let value = CertificateRequest(context: [4, 5], extensions: extensions)
        return CodecCase("CertificateRequest", CertificateRequest.codec, value) { wire in
            wire.vector(1, [4, 5])
            wire.vector(2) {
                $0.ext(13) {
                    $0.vector(2) {
                        $0.u16(0x0807, 0x0503)
                    }
                }
                $0.ext(50) { $0.vector(2) { $0.u16(0x0501) } }
                $0.ext(27) { $0.vector(1) { $0.u16(1) } }
                $0.ext(47) {
                    $0.vector(2) {
                        $0.vector(2, [0x30, 0x00])
                        $0.vector(2, [0x30, 0x01, 0x05])
                    }
                }
            }
        }
    }()

    static let compressedCertificate: CodecCase = {
        let value = CompressedCertificate(algorithm: .zlib, uncompressedLength: 0x01_0203, message: [0x78, 0xda, 3])
        return CodecCase("CompressedCertificate", CompressedCertificate.codec, value) { wire in
            wire.u16(1)
            wire.raw([1, 2, 3])
            wire.vector(3, [0x78, 0xda, 3])
        }
    }()

    static let certificate: CodecCase = {
        var stapled = CertificateEntryExtensions()
        stapled.status = CertificateStatus(ocspResponse: [0xff])
        stapled.signedCertificateTimestamps = [[0xee]]
        let value = Certificate(
            context: [7],
            entries: [
                CertificateEntry(certificate: [0x30, 0x01, 0x02], extensions: stapled),
                CertificateEntry(certificate: [0x30, 0x00]),
            ])
        return CodecCase("Certificate", Certificate.codec, value) { wire in
            wire.vector(1, [7])
            wire.vector(3) {
                $0.vector(3, [0x30, 0x01, 0x02])
                $0.vector(2) {
                    $0.ext(5) { $0.raw([1, 0, 0, 1, 0xff]) }
                    $0.ext(18) { $0.vector(2) { $0.vector(2, [0xee]) } }
                }
                $0.vector(3, [0x30, 0x00])
                $0.vector(2, [])
            }
        }
    }()

    static let noCertificate = CodecCase(
        "Certificate, empty", Certificate.codec, Certificate(context: [], entries: [])
    ) {
        $0.vector(1, [])
        $0.vector(3, [])
    }

    static let certificateVerify = CodecCase(
        "CertificateVerify", CertificateVerify.codec,
        CertificateVerify(algorithm: .rsaPSSRSAESHA512, signature: [1, 2, 3, 4])
    ) {
        $0.u16(0x0806)
        $0.vector(2, [1, 2, 3, 4])
    }

    static let keyUpdate = CodecCase("KeyUpdate", KeyUpdate.codec, .updateNotRequested) { $0.raw([0]) }
    static let keyUpdateRequest = CodecCase("KeyUpdate, requested", KeyUpdate.codec, .updateRequested) { $0.raw([1]) }

    static let keyShareEntry = CodecCase(
        "KeyShareEntry", KeyShareEntry.codec, KeyShareEntry(group: .x448, keyExchange: [1, 2])
    ) {
        $0.u16(0x001e)
        $0.vector(2, [1, 2])
    }

    static let serverName = CodecCase("ServerName", ServerName.codec, Array("b.test".utf8)) {
        $0.vector(2) {
            $0.raw([0])
            $0.vector(2, Array("b.test".utf8))
        }
    }

    static let newSessionTicket: CodecCase = {
        var extensions = NewSessionTicketExtensions()
        extensions.maximumEarlyData = 0x0102_0304
        extensions.order = [.earlyData]
        let value = NewSessionTicket(
            lifetime: 7200, ageAdd: 0xdead_beef, nonce: [0, 1], ticket: [9, 9, 9], extensions: extensions)
        return CodecCase("NewSessionTicket", NewSessionTicket.codec, value) { wire in
            wire.u16(0, 7200, 0xdead, 0xbeef)
            wire.vector(1, [0, 1])
            wire.vector(2, [9, 9, 9])
            wire.vector(2) {
                $0.ext(42) { $0.raw([1, 2, 3, 4]) }
            }
        }
    }()
}
