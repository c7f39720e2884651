import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider

extension [CertificateCompressor] {
    /// What a configuration compresses by, best first; nothing where it is switched off.
    init(_ compressions: [TLSCertificateCompression], isOn: Bool) {
        self = isOn ? compressions.map(CertificateCompressor.init) : []
    }
}

extension CertificateCompressor {
    fileprivate init(_ compression: TLSCertificateCompression) {
        switch compression.code {
        case .zlib:
            self = .zlib
        case .application(let compress, let decompress):
            self.init(CertificateCompression(rawValue: compression.algorithm), compress: compress) {
                stream, count throws(HandshakeFault) in
                var isWhole = false
                let message = [UInt8](capacity: count) { isWhole = decompress(stream.span, &$0) }
                // RFC 8879 §4.
                guard isWhole else { throw .misbehaved(.compressedCertificateCorrupt) }
                guard message.count == count else { throw .misbehaved(.compressedCertificateOfOtherLength) }
                return message
            }
        }
    }
}
