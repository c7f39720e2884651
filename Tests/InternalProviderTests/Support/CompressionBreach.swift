import HandshakeBench
import TLSHandshake
import TLSMessages

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
        CompressionBreach(.compressedCertificateOfOtherLength, .badCertificate, "1 KiB that grows to 1 MiB") {
            $0.stream = try CompressedChain.deflate([UInt8](repeating: 0, count: 1_048_576))
            $0.length = 102_400
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
