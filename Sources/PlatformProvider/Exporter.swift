internal import CLibssl
import TLSProvider

extension PlatformSession {
    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard isHandshakeComplete, let connection else {
            throw TLSError(.wrongState, "the handshake is not complete")
        }
        try ConfigurationRules.checkExporter(label: label, count: count)
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
