import TLSCertificates

/// `SSLSecurityFlags`: what a peer's certificate may lack and yet be accepted. Each makes a verification weaker.
public struct SSLSecurityFlags: OptionSet, Hashable, Sendable {
    /// The bits, as the setting has them.
    public let rawValue: UInt32

    /// Makes a set from its bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Ignores the dates of certificates.
    public static let validity = SSLSecurityFlags(rawValue: 0x1)
    /// Takes a certificate that no known authority vouches for.
    public static let unknownAuthority = SSLSecurityFlags(rawValue: 0x10)
    /// Takes a certificate that is for another purpose.
    public static let wrongUsage = SSLSecurityFlags(rawValue: 0x20)
    /// Takes a certificate of which it is not known whether it was revoked. Matters once there are revocation lists, or an
    /// OCSP response.
    public static let unknownRevocation = SSLSecurityFlags(rawValue: 0x100)
    /// The same for the authorities between it and a trusted one.
    public static let unknownAuthorityRevocation = SSLSecurityFlags(rawValue: 0x400)
    /// Takes a server's certificate that is for another host.
    public static let wrongName = SSLSecurityFlags(rawValue: 0x8000_0000)

    /// Flags of the table that mean nothing here: there are no trust lists, times are not nested, roots are not revoked, and
    /// there are no test roots.
    static let inert: SSLSecurityFlags = SSLSecurityFlags(rawValue: 0x2 | 0x4 | 0x200 | 0x800 | 0x8000 | 0x4000)
    static let known: SSLSecurityFlags = [
        .validity, .unknownAuthority, .wrongUsage, .unknownRevocation, .unknownAuthorityRevocation, .wrongName, .inert,
    ]

    /// The rules that a verifier leaves out.
    var ignoredRules: IgnoredRules {
        let pairs: [(SSLSecurityFlags, IgnoredRules)] = [
            (.validity, .validity), (.unknownAuthority, .unknownAuthority), (.wrongUsage, .purpose),
            (.wrongName, .name),
        ]
        return IgnoredRules(pairs.filter { contains($0.0) }.map(\.1))
    }
}
