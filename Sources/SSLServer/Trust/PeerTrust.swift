import Logging
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

/// Whom a server or client believes, as its configuration says.
extension SSLServer.Configuration {
    /// By whom clients are vouched for.
    ///
    /// The system's authorities, which are those of the web, vouch for clients only by certificates that are for clients.
    func clientTrust() throws(SSLError) -> TLSTrust {
        if let peerTrust { return peerTrust }
        return try makeTrust(own: sslClientCACerts, named: "SSLClientCACerts", system: .rfc5280)
    }

    /// The names that clients are told: those of one's own authorities. The system's would be a hundred and more.
    func clientAuthorityNames() throws(SSLError) -> [[UInt8]] {
        var certificates =
            sslClientCACerts.isEmpty ? [] : try Certificate.certificates(pem: sslClientCACerts, "SSLClientCACerts")
        for file in authorityFiles { certificates += try Self.certificates(inFile: file) }
        var names: [[UInt8]] = []
        for certificate in certificates where !names.contains(certificate.subject.derBytes) {
            names.append(certificate.subject.derBytes)
        }
        return names
    }

    /// By whom servers are vouched for.
    func serverTrust() throws(SSLError) -> TLSTrust {
        if let peerTrust { return peerTrust }
        return try makeTrust(own: sslServerCACerts, named: "SSLServerCACerts", system: .webPKI)
    }

    /// What `clientTrust` and `serverTrust` are made of, as far as the configuration says it.
    var trustSource: TrustSource {
        TrustSource(
            texts: [sslClientCACerts, sslServerCACerts, sslCRLs], files: [authorityFiles, revocationListFiles],
            trustsSystem: trustsSystemAuthorities, flags: sslSecurityFlags,
            whole: peerTrustMark)
    }

    private func makeTrust(
        own: String, named name: String, system profile: CertificateProfile
    ) throws(SSLError) -> TLSTrust {
        var certificates = own.isEmpty ? [] : try Certificate.certificates(pem: own, name)
        for file in authorityFiles { certificates += try Self.certificates(inFile: file) }
        // An authority of one's own makes certificates with many tools: they are held to what makes a path, and no more.
        var store = TrustStore(certificates, profile: .pathOnly)
        if trustsSystemAuthorities { store = store.adding(systemStore(profile)) }
        var trust = TLSTrust(store)
        trust.unsafelyIgnoring = sslSecurityFlags.ignoredRules
        let lists = try revocationLists()
        if !lists.isEmpty { trust.revocation = RevocationRequirements(lists: RevocationLists(lists)) }
        trust.revocation.allowsUnknownEndEntity = sslSecurityFlags.contains(.unknownRevocation)
        trust.revocation.allowsUnknownAuthorities = sslSecurityFlags.contains(.unknownAuthorityRevocation)
        return trust
    }

    /// A system without authorities is no reason to fail: peers are then vouched for by the others, or by nobody.
    private func systemStore(_ profile: CertificateProfile) -> TrustStore {
        do {
            return try SystemAuthorities.store(profile, logger: logger)
        } catch {
            logger.warning("the system's authorities are not trusted", metadata: ["reason": "\(error)"])
            return TrustStore([])
        }
    }

    private func revocationLists() throws(SSLError) -> [CertificateRevocationList] {
        var lists: [CertificateRevocationList] = []
        if !sslCRLs.isEmpty { lists += try Self.lists(in: Array(sslCRLs.utf8), "SSLCRLs") }
        for file in revocationListFiles {
            do {
                lists += try CertificateRevocationList.revocationLists(file: file)
            } catch {
                throw SSLError(.cannotOpenCertificateStore, escapeForLog("\(file): \(error)"))
            }
        }
        return lists
    }

    /// Refuses what cannot be read, whether or not it is needed now.
    func checkTrust() throws(SSLError) {
        if !sslClientCACerts.isEmpty { _ = try Certificate.certificates(pem: sslClientCACerts, "SSLClientCACerts") }
        if !sslCRLs.isEmpty { _ = try Self.lists(in: Array(sslCRLs.utf8), "SSLCRLs") }
    }

    private static func lists(in bytes: [UInt8], _ name: String) throws(SSLError) -> [CertificateRevocationList] {
        do {
            return try CertificateRevocationList.revocationLists(in: bytes)
        } catch {
            throw SSLError(.cannotOpenCertificateStore, escapeForLog("\(name): \(error)"))
        }
    }

    private static func certificates(inFile file: String) throws(SSLError) -> [X509Certificate] {
        do {
            return try X509Certificate.certificates(in: try FileBytes.read(path: file, limit: KeyStoreLimits.fileSize))
        } catch {
            throw SSLError(.cannotOpenCertificateStore, escapeForLog("\(file): \(error)"))
        }
    }
}

/// What tells one trust from another.
struct TrustSource: Hashable, Sendable {
    let texts: [String]
    let files: [[String]]
    let trustsSystem: Bool
    let flags: SSLSecurityFlags
    let whole: TrustMark?

    /// Whether files are read, which may say something else the next time.
    var readsFiles: Bool { !files.allSatisfy(\.isEmpty) }
}

/// Tells a trust from the one that was there before, by its identity alone.
final class TrustMark: Hashable, Sendable {
    static func == (left: TrustMark, right: TrustMark) -> Bool { left === right }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension TLSTrust {
    /// Whether another, of the same configuration, has the same authorities and lists.
    func believesTheSame(as other: TLSTrust) -> Bool {
        verifier.store.anchors == other.verifier.store.anchors
            && revocation.lists.lists == other.revocation.lists.lists
    }
}

extension SSLError {
    /// Why nobody vouches for a peer.
    init(_ failure: PathFailure, advice: String?) {
        let code: SSLErrorCode =
            switch failure.code {
            case .unknownAuthority, .pathBudgetExceeded: .cannotVerifyChain
            default: .certificateRefused
            }
        self.init(code, escapeForLog(failure.description) + (advice.map { "; \($0)" } ?? ""))
    }
}
