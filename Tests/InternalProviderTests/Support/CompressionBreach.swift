import HandshakeBench
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider

/// One way to send a CompressedCertificate that breaks a rule, whichever side sends it. RFC 8879 §4, §5.
struct CompressionBreach: Sendable {
    let fault: Misbehaviour
    let alert: AlertDescription
    let name: String
    let change: @Sendable (inout CompressedChain) throws -> Void

    init(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String,
        _ change: @escaping @Sendable (inout CompressedChain) throws -> Void
    ) {
        self.fault = fault
        self.alert = alert
        self.name = name
        self.change = change
    }

    /// What inflates to 16 MiB of zeros.
    private static let bomb = Result { try CompressedChain.deflate([UInt8](repeating: 0, count: 0xff_ffff)) }

    static let all: [CompressionBreach] = [
        CompressionBreach(.compressedWithUnofferedAlgorithm, .illegalParameter, "brotli") {
            $0.algorithm = CertificateCompression(rawValue: 2)
        },
        CompressionBreach(.compressedWithUnofferedAlgorithm, .illegalParameter, "algorithm 0") {
            $0.algorithm = CertificateCompression(rawValue: 0)
        },
        CompressionBreach(.compressedCertificateTooLong, .illegalParameter, "one byte") { $0.length = 102_401 },
        CompressionBreach(.compressedCertificateTooLong, .illegalParameter, "all bytes") { $0.length = 0xff_ffff },
        CompressionBreach(.compressedCertificateOfOtherLength, .badCertificate, "one byte less") { $0.length -= 1 },
        CompressionBreach(.compressedCertificateOfOtherLength, .badCertificate, "one byte more") { $0.length += 1 },
        CompressionBreach(.compressedCertificateOfOtherLength, .badCertificate, "none") { $0.length = 0 },
        CompressionBreach(.compressedCertificateOfOtherLength, .badCertificate, "16 KiB that grow to 16 MiB") {
            $0.stream = try bomb.get()
            $0.length = 102_400
        },
        CompressionBreach(.compressedCertificateTooLong, .illegalParameter, "16 KiB that claim to be 16 MiB") {
            $0.stream = try bomb.get()
            $0.length = 0xff_ffff
        },
        CompressionBreach(.compressedCertificateCorrupt, .badCertificate, "no stream") { $0.stream = [1, 2, 3] },
        CompressionBreach(.compressedCertificateCorrupt, .badCertificate, "cut") { $0.stream.removeLast(5) },
        CompressionBreach(.compressedCertificateCorrupt, .badCertificate, "a wrong checksum") {
            $0.stream[$0.stream.count - 1] ^= 1
        },
        CompressionBreach(.compressedCertificateCorrupt, .badCertificate, "a byte behind it") { $0.stream.append(0) },
        CompressionBreach(.compressedCertificateCorrupt, .badCertificate, "a second stream behind it") {
            $0.stream += $0.stream
        },
    ]
}

extension Breach {
    /// A CompressedCertificate that is changed before it is sent.
    private static func compressed(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String, isOffered: Bool = true, limit: Int? = nil,
        _ change: @escaping @Sendable (inout CompressedChain) throws -> Void
    ) -> Breach {
        Breach(
            fault, alert, name,
            prepare: {
                $0.configuration.clientAuthentication = .request
                $0.configuration.compressesCertificates = isOffered
                if let limit { $0.configuration.limits.maximumCertificateMessage = limit }
            }
        ) { pair in
            try pair.sendHello()
            let chain = try Identities.ofClient().certificateChain.map(\.derBytes)
            try pair.send(
                try pair.client.record(try pair.client.compressedCertificateMessage(chain, change: change)))
        }
    }

    static let compressedCertificates: [Breach] =
        CompressionBreach.all.map { compressed($0.fault, $0.alert, $0.name, $0.change) } + [
            compressed(.unexpectedMessage, .unexpectedMessage, "compressed unasked", isOffered: false) { _ in },
            compressed(.compressedCertificateTooLong, .illegalParameter, "above a lower limit", limit: 5000) {
                $0.length = 5001
            },
        ]
}

extension ServerBreach {
    private static let compressing: @Sendable (inout ClientSetup) throws -> Void = {
        $0.client.compressesCertificates = true
    }

    /// A CompressedCertificate that is changed before it is sent.
    private static func compressed(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String,
        prepare: @escaping @Sendable (inout ClientSetup) throws -> Void = compressing,
        _ change: @escaping @Sendable (inout CompressedChain) throws -> Void
    ) -> ServerBreach {
        ServerBreach(fault, alert, name, prepare: prepare) { pair in
            try pair.send(try pair.server.sendServerHello())
            try pair.send(
                pair.server.encryptedExtensionsMessage(),
                try pair.server.compressedCertificateMessage(change: change))
        }
    }

    static let compressedCertificates: [ServerBreach] =
        CompressionBreach.all.map { compressed($0.fault, $0.alert, $0.name, $0.change) } + [
            compressed(.unexpectedMessage, .unexpectedMessage, "compressed unasked", prepare: { _ in }, { _ in }),
            compressed(
                .compressedCertificateTooLong, .illegalParameter, "above a lower limit",
                prepare: {
                    $0.client.compressesCertificates = true
                    $0.client.limits.maximumCertificateMessage = 5000
                }, { $0.length = 5001 }),
            .answers(
                .extensionInWrongMessage, .illegalParameter, "compress_certificate", prepare: compressing,
                RawExtension(type: .compressCertificate, body: [2, 0, 1])),
        ]
}
