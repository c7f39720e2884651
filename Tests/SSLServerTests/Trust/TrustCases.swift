import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import Testing

/// What a peer's certificate is like, and what path validation makes of it.
enum PeerKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case good
    /// It has none.
    case none
    /// Nobody who is trusted vouches for it.
    case untrusted
    case expired, notYetValid
    /// It is for something else.
    case wrongUsage
    case revoked
    /// Its authority has no list.
    case unknownRevocation
    /// The list for the authority itself is missing.
    case unknownAuthorityRevocation

    /// Those that present a certificate with a fault.
    static let faulty = allCases.filter { $0 != .good && $0 != .none }

    var testDescription: String { rawValue }

    /// What proves it; nil for who has nothing.
    func identity() throws -> TLSIdentity? {
        let authority = try TestAuthority.shared
        switch self {
        case .none: return nil
        case .untrusted: return try TestAuthority.stranger.identity()
        case .expired: return try authority.identity { $0.notAfter = CertificateTime(secondsSinceEpoch: 1_700_000_001) }
        case .notYetValid:
            return try authority.identity { $0.notBefore = CertificateTime(secondsSinceEpoch: 3_999_999_999) }
        case .wrongUsage: return try authority.identity { $0.extendedKeyUsage = [.codeSigning] }
        case .good, .revoked, .unknownRevocation, .unknownAuthorityRevocation: return try authority.identity()
        }
    }

    /// The revocation lists to judge it by.
    func lists(_ identity: TLSIdentity?) throws -> [CertificateRevocationList] {
        let authority = try TestAuthority.shared
        switch self {
        case .none, .untrusted: return []
        case .unknownRevocation: return [try authority.rootList()]
        case .unknownAuthorityRevocation: return [try authority.list()]
        case .revoked:
            let revoked = identity.map { Array($0.certificateChain.prefix(1)) } ?? []
            return [try authority.rootList(), try authority.list(revoking: revoked)]
        case .good, .expired, .notYetValid, .wrongUsage: return [try authority.rootList(), try authority.list()]
        }
    }

    /// What the class makes of it; nil: nothing is wrong.
    var code: SSLErrorCode? {
        switch self {
        case .good: nil
        case .none: .noClientCertificate
        case .untrusted: .cannotVerifyChain
        default: .certificateRefused
        }
    }

    /// Which rule it breaks.
    var failure: PathFailure.Code? {
        switch self {
        case .good, .none: nil
        case .untrusted: .unknownAuthority
        case .expired: .expired
        case .notYetValid: .notYetValid
        case .wrongUsage: .wrongPurpose
        case .revoked: .revoked
        case .unknownRevocation, .unknownAuthorityRevocation: .revocationUnknown
        }
    }

    /// What the peer is told when it is refused, in TLS 1.3. RFC 9846 §6.2.
    var alert: AlertDescription {
        switch self {
        case .none: .certificateRequired
        case .good: .badCertificate
        case .untrusted: .unknownCA
        case .expired, .notYetValid: .certificateExpired
        case .wrongUsage: .unsupportedCertificate
        case .revoked: .certificateRevoked
        case .unknownRevocation, .unknownAuthorityRevocation: .certificateUnknown
        }
    }

    /// The flag that makes it acceptable; nil: none does.
    var flag: SSLSecurityFlags? {
        switch self {
        case .expired, .notYetValid: .validity
        case .untrusted: .unknownAuthority
        case .wrongUsage: .wrongUsage
        case .unknownRevocation: .unknownRevocation
        case .unknownAuthorityRevocation: .unknownAuthorityRevocation
        case .good, .none, .revoked: nil
        }
    }
}

extension [CertificateRevocationList] {
    /// All in PEM, as `SSLCRLs` has them.
    var pemText: String { map(\.pemText).joined() }
}

extension SSLServer.Configuration {
    /// Trusts the tests' authority alone, for clients.
    mutating func trustTestAuthority() throws(SSLError) {
        do {
            sslClientCACerts = try TestAuthority.shared.root.pemText
        } catch {
            throw SSLError(.cannotFindCertificate, "\(error)")
        }
        sslAuthenticateClients = true
        trustsSystemAuthorities = false
    }
}
