import TLSMessages
import TLSWire

/// A sample of every message of TLS 1.2, written once as a value and once as bytes.
extension Samples {
    static let all12: [CodecCase] =
        [serverHello12, certificate12, noCertificate12, certificateStatus]
        + [ecdheServerKeyExchange, dheServerKeyExchange, certificateRequest12, serverHelloDone, helloRequest]
        + [rsaClientKeyExchange, dheClientKeyExchange, ecdheClientKeyExchange, newSessionTicket12, noTicket12]
        + [finished12, statusRequest]

    /// The extensions of a ServerHello, in the order they are written: each with its body.
    static let serverHello12Extensions: [ExtensionSample] = [
        ExtensionSample(0xff01) { $0.vector(1, [0xaa, 0xbb]) },
        ExtensionSample(0) { _ in },
        ExtensionSample(1) { $0.raw([2]) },
        ExtensionSample(5) { _ in },
        ExtensionSample(10) { $0.vector(2) { $0.u16(0x001d) } },
        ExtensionSample(11) { $0.vector(1, [0, 1]) },
        ExtensionSample(35) { _ in },
        ExtensionSample(16) { $0.vector(2) { $0.vector(1, Array("h2".utf8)) } },
        ExtensionSample(18) {
            $0.vector(2) {
                $0.vector(2, [7])
                $0.vector(2, [8, 9])
            }
        },
        ExtensionSample(22) { _ in },
        ExtensionSample(23) { _ in },
        ExtensionSample(28) { $0.u16(0x4000) },
    ]

    static let serverHello12: CodecCase = {
        var extensions = ServerHello12Extensions()
        extensions.renegotiationInfo = [0xaa, 0xbb]
        extensions.serverName = Empty()
        extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 2)
        extensions.statusRequest = Empty()
        extensions.supportedGroups = [.x25519]
        extensions.pointFormats = [0, 1]
        extensions.sessionTicket = Empty()
        extensions.applicationProtocol = [Array("h2".utf8)]
        extensions.signedCertificateTimestamps = [[7], [8, 9]]
        extensions.encryptThenMAC = Empty()
        extensions.extendedMasterSecret = Empty()
        extensions.recordSizeLimit = 0x4000
        extensions.order = serverHello12Extensions.map { ExtensionType(rawValue: $0.type) }
        let value = ServerHello12(
            random: random, sessionID: [1, 2, 3], cipherSuite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            extensions: extensions)
        return CodecCase("ServerHello of TLS 1.2", ServerHello12.codec, value, wholePrefixes: [41]) { wire in
            writeServerHello12Start(&wire)
            wire.vector(2) { wire in
                for part in serverHello12Extensions { wire.ext(part.type, part.body) }
            }
        }
    }()

    private static func writeServerHello12Start(_ wire: inout WireSample) {
        wire.raw([3, 3] + random)
        wire.vector(1, [1, 2, 3])
        wire.raw([0xc0, 0x2f, 0])
    }

    static let certificate12 = CodecCase(
        "Certificate of TLS 1.2", Certificate12.codec,
        Certificate12(certificates: [[0x30, 0x01, 0x02], [0x30, 0x00]])
    ) {
        $0.vector(3) {
            $0.vector(3, [0x30, 0x01, 0x02])
            $0.vector(3, [0x30, 0x00])
        }
    }

    static let noCertificate12 = CodecCase(
        "Certificate of TLS 1.2, empty", Certificate12.codec, Certificate12(certificates: [])
    ) {
        $0.vector(3, [])
    }

    static let certificateStatus = CodecCase(
        "CertificateStatus", CertificateStatus.codec, CertificateStatus(ocspResponse: [0x30, 0x03, 0x0a, 0x01, 0x06])
    ) {
        $0.raw([1])
        $0.vector(3, [0x30, 0x03, 0x0a, 0x01, 0x06])
    }

    private static let signature = DigitallySigned(algorithm: .rsaPKCS1SHA256, signature: [5, 6, 7])

    static let ecdheServerKeyExchange = CodecCase(
        "ServerKeyExchange, ECDHE", ServerKeyExchange<ECDHEParameters>.codec,
        ServerKeyExchange(ECDHEParameters(group: .secp256r1, publicValue: [4, 1, 2])) { _ in signature }
    ) {
        $0.raw([3])
        $0.u16(0x0017)
        $0.vector(1, [4, 1, 2])
        $0.u16(0x0401)
        $0.vector(2, [5, 6, 7])
    }

    static let dheServerKeyExchange = CodecCase(
        "ServerKeyExchange, DHE", ServerKeyExchange<DHEParameters>.codec,
        ServerKeyExchange(DHEParameters(prime: [0xff, 0xfb], generator: [2], publicValue: [0, 9])) { _ in signature }
    ) {
        $0.vector(2, [0xff, 0xfb])
        $0.vector(2, [2])
        $0.vector(2, [0, 9])
        $0.u16(0x0401)
        $0.vector(2, [5, 6, 7])
    }

    static let certificateRequest12: CodecCase = {
        let value = CertificateRequest12(
            certificateTypes: [.rsaSign, .ecdsaSign], signatureAlgorithms: [.ecdsaSecp256r1SHA256, .rsaPKCS1SHA256],
            certificateAuthorities: [[0x30, 0x00], [0x30, 0x01, 0x05]])
        return CodecCase("CertificateRequest of TLS 1.2", CertificateRequest12.codec, value) {
            $0.vector(1, [1, 64])
            $0.vector(2) { $0.u16(0x0403, 0x0401) }
            $0.vector(2) {
                $0.vector(2, [0x30, 0x00])
                $0.vector(2, [0x30, 0x01, 0x05])
            }
        }
    }()

    static let serverHelloDone = CodecCase("ServerHelloDone", ServerHelloDone.codec, Empty()) { _ in }
    static let helloRequest = CodecCase("HelloRequest", HelloRequest.codec, Empty()) { _ in }

    static let rsaClientKeyExchange = CodecCase("ClientKeyExchange, RSA", ClientKeyExchange.rsa, [1, 2, 3]) {
        $0.vector(2, [1, 2, 3])
    }

    static let dheClientKeyExchange = CodecCase("ClientKeyExchange, DHE", ClientKeyExchange.dhe, [1, 2]) {
        $0.vector(2, [1, 2])
    }

    static let ecdheClientKeyExchange = CodecCase("ClientKeyExchange, ECDHE", ClientKeyExchange.ecdhe, [4, 1, 2]) {
        $0.vector(1, [4, 1, 2])
    }

    static let newSessionTicket12 = CodecCase(
        "NewSessionTicket of TLS 1.2", NewSessionTicket12.codec,
        NewSessionTicket12(lifetimeHint: 0x0102_0304, ticket: [9, 8])
    ) {
        $0.raw([1, 2, 3, 4])
        $0.vector(2, [9, 8])
    }

    static let noTicket12 = CodecCase(
        "NewSessionTicket of TLS 1.2, empty", NewSessionTicket12.codec, NewSessionTicket12(lifetimeHint: 0, ticket: [])
    ) {
        $0.raw([0, 0, 0, 0])
        $0.vector(2, [])
    }

    static let finished12 = CodecCase("Finished of TLS 1.2", Finished12.codec, [UInt8](1...12)) {
        $0.raw([UInt8](1...12))
    }

    static let statusRequest = CodecCase(
        "CertificateStatusRequest", CertificateStatusRequest.codec,
        .ocsp(responderIDs: [[1], [2, 3]], requestExtensions: [0x30, 0x00])
    ) {
        $0.raw([1])
        $0.vector(2) {
            $0.vector(2, [1])
            $0.vector(2, [2, 3])
        }
        $0.vector(2, [0x30, 0x00])
    }
}
