import TLSMessages
import TLSPrimitives
import TLSRecordLayer

/// Records of TLS 1.2 between two ends that share their keys, for the benchmarks: what a session does with application
/// data, without a handshake in front.
public final class Record12Jobs {
    /// What protects the records.
    public enum Cipher {
        /// AES-128-GCM.
        case aes128GCM
        /// AES-128-CBC with HMAC-SHA-1, the MAC first.
        case aes128CBCSHA
        /// The same, the MAC last.
        case aes128CBCSHAEncryptThenMAC
    }

    private let writer = RecordWriter()
    private let reader = RecordReader()

    /// Both directions of one end, with keys.
    public init(_ cipher: Cipher) throws {
        let cipher: RecordCipher =
            switch cipher {
            case .aes128GCM: .aead(.aes128GCM)
            case .aes128CBCSHA: .block(.aes128, mac: .sha1, encryptsThenMACs: false)
            case .aes128CBCSHAEncryptThenMAC: .block(.aes128, mac: .sha1, encryptsThenMACs: true)
            }
        let macKey = [UInt8](repeating: 1, count: cipher.macKeyLength)
        let key = [UInt8](repeating: 2, count: cipher.keyLength),
            iv = [UInt8](repeating: 3, count: cipher.fixedIVLength)
        // A connection begins in the clear, and its first bytes are looked at more closely.
        var hello: [UInt8] = [22, 3, 3, 0, 1, 0]
        var first = hello.mutableSpan
        _ = try reader.read(&first)
        try writer.install(cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes)
        try reader.install(cipher, macKey: macKey.span.bytes, key: key.span.bytes, iv: iv.span.bytes)
    }

    /// Appends a record of `content`.
    public func seal(_ content: Span<UInt8>, into output: inout OutputRawSpan) throws {
        guard try writer.write(.applicationData, content.bytes, into: &output) == content.count else {
            throw CryptoError("record", reason: "not all of the content was taken")
        }
    }

    /// Opens the record that `input` begins with, in place: how long its content is, and how long the record was.
    public func open(_ input: inout MutableSpan<UInt8>) throws -> (content: Int, consumed: Int) {
        guard case .record(.applicationData, let content, let consumed) = try reader.read(&input) else {
            throw CryptoError("record", reason: "no record of application data")
        }
        return (content.count, consumed)
    }
}
