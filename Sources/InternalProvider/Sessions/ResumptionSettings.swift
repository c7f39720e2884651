import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

extension ServerResumption {
    /// What a configuration says of resumption; nil when it wants none.
    convenience init?(_ configuration: TLSServerConfiguration) throws(TLSError) {
        guard configuration.resumesSessions else { return nil }
        let sealing = SessionSealing(keys: configuration.ticketKeys ?? TLSTicketKeys())
        let sessions: any ServerSessions =
            if let store = configuration.sessionStore {
                StoredSessions(store: store, sealing: sealing)
            } else {
                TicketSessions(sealing: sealing)
            }
        var earlyData: EarlyDataAllowance?
        if case .accept(let limit, let filter) = configuration.earlyData, limit > 0 {
            earlyData = EarlyDataAllowance(maximum: UInt32(clamping: limit), keeper: filter)
        }
        self.init(
            sessions: sessions, binding: try sessionBinding(configuration), ticketCount: configuration.ticketCount,
            lifetime: UInt32(clamping: configuration.ticketLifetime),
            maximumAge: Int64(configuration.sessionLifetime), endOfValidity: endOfChain, earlyData: earlyData)
    }
}

/// A digest of what a session must find again: another server's sessions do not resume, nor those of this one from before
/// its rules for clients changed.
private func sessionBinding(_ configuration: TLSServerConfiguration) throws(TLSError) -> [UInt8] {
    var content = ByteWriter(reservingCapacity: 256)
    func append(_ bytes: [UInt8]) { content.vector(.u24) { $0.writeBytes(bytes) } }
    func append(_ list: [[UInt8]]) {
        append([UInt8(truncatingIfNeeded: list.count >> 8), UInt8(truncatingIfNeeded: list.count)])
        for item in list { append(item) }
    }
    append(configuration.sessionContext)
    append(configuration.applicationProtocols.map { Array($0.utf8) })
    append([configuration.requiresApplicationProtocol ? 1 : 0])
    append(Array("\(configuration.clientAuthentication)".utf8))
    append(configuration.clientCertificateAuthorities)
    do {
        return try HashAlgorithm.sha256.digest(of: content.bytes.span.bytes).bytes
    } catch {
        throw TLSError(.cryptographyFailed, "\(error)")
    }
}

/// When the client's own certificate ends; nil when it has none.
@Sendable private func endOfChain(_ chain: [[UInt8]]) -> UnixTime? {
    guard let leaf = chain.first, let certificate = readCertificate(leaf) else { return nil }
    return UnixTime(milliseconds: 0).adding(seconds: certificate.notAfter.secondsSinceEpoch)
}

/// Keys from outside of TLS, as the handshake wants them.
func externalKeys(_ keys: [TLSPreSharedKey]) throws(TLSError) -> [ExternalKey] {
    var made: [ExternalKey] = []
    for key in keys {
        do throws(CryptoError) {
            let shared = try key.key.withSecret { secret throws(CryptoError) in
                try PreSharedKey(key.isImported ? .imported : .external, hash: key.hash.algorithm, secret: secret)
            }
            made.append(ExternalKey(identity: key.identity, key: shared))
        } catch {
            throw TLSError(.cryptographyFailed, "\(error)")
        }
    }
    return made
}

/// Finds a key by its identity; nil when there are none.
func externalKeyFinder(_ keys: [TLSPreSharedKey]) throws(TLSError) -> (@Sendable ([UInt8]) -> PreSharedKey?)? {
    guard !keys.isEmpty else { return nil }
    var byIdentity: [[UInt8]: PreSharedKey] = [:]
    for key in try externalKeys(keys) { byIdentity[key.identity] = key.key }
    let known = byIdentity
    return { known[$0] }
}
