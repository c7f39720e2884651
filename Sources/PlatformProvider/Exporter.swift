internal import CLibssl
import TLSProvider

extension PlatformSession {
    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard isHandshakeComplete, let connection else {
            throw TLSError(.wrongState, "the handshake is not complete")
        }
        // HKDF-Expand gives at most 255 hashes. RFC 5869 §2.3.
        guard (1...255 * 32).contains(count) else {
            throw TLSError(.invalidConfiguration, "exported keying material has 1 to 8160 bytes, not \(count)")
        }
        // HkdfLabel: 255 bytes with "tls13 " in front. RFC 9846 §7.1.
        guard (1...249).contains(label.utf8.count) else {
            throw TLSError(.invalidConfiguration, "an exporter's label has 1 to 249 bytes, not \(label.utf8.count)")
        }
        clibssl_clear_errors()
        var material = [UInt8](repeating: 0, count: count)
        let given = context ?? []
        // SAFETY: each count is that of the buffer beside it.
        let status = unsafe material.withUnsafeMutableBufferPointer { output in
            unsafe given.withUnsafeBufferPointer { bytes in
                unsafe SSL_export_keying_material(
                    connection.ssl, output.baseAddress, output.count, label, label.utf8.count, bytes.baseAddress,
                    bytes.count, context == nil ? 0 : 1)
            }
        }
        guard status == 1 else {
            throw TLSError(
                .cryptographyFailed, "libssl exports nothing: \(LibsslErrors.takeReason() ?? "it gives no reason")")
        }
        return material
    }
}
