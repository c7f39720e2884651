import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider

// Keying material for the application.
extension InternalSession {
    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard isHandshakeComplete else { throw TLSError(.wrongState, "the handshake is not complete") }
        try ConfigurationRules.checkExporter(label: label, count: count, in: negotiated?.version ?? .tls13)
        try checkExporter12(context)
        do throws(HandshakeFault) {
            return try core.export(label: Array(label.utf8), context: context, count: count)
                .withBytes { [UInt8](copying: $0) }
        } catch {
            throw TLSError(error)
        }
    }

    /// What TLS 1.2 cannot export.
    private func checkExporter12(_ context: [UInt8]?) throws(TLSError) {
        guard negotiated?.version == .tls12 else { return }
        // RFC 7627 §5.4: two connections could have the same.
        guard negotiated?.usesExtendedMasterSecret ?? false else {
            throw TLSError(.wrongState, "the peer does not know extended_master_secret: nothing can be exported")
        }
        // RFC 5705 §4.
        guard context?.count ?? 0 <= 0xFFFF else {
            throw ConfigurationRules.invalid("an exporter's context has at most 65535 bytes")
        }
    }

    func exportEarlyKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        if let failure { throw failure }
        guard let exporter = core.earlyExporter else {
            throw TLSError(.wrongState, "there is no early data on this connection")
        }
        try ConfigurationRules.checkExporter(label: label, count: count)
        do throws(HandshakeFault) {
            return try TLSHandshake.exportKeyingMaterial(
                exporter.secret, exporter.hash, label: Array(label.utf8), context: context ?? [], count: count
            ).withBytes { [UInt8](copying: $0) }
        } catch {
            throw TLSError(error)
        }
    }
}
