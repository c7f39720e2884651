/// What the platform's libssl can be told beyond what every provider understands. `InternalProvider` ignores it.
public struct PlatformSettings: Sendable {
    /// A folder of certificates of authorities, named by the hash of their subjects (`openssl rehash`).
    ///
    /// When a folder or a file is given, libssl checks each peer's chain against them and refuses what does not lead to
    /// one; what it lets through is then put to the application's verifier as always.
    public var certificateAuthorityDirectory: String?
    /// A file of certificates of authorities, in PEM.
    public var certificateAuthorityFile: String?
    /// The suites of TLS 1.2 and older, in the language of `openssl ciphers`. `DEFAULT` keeps what the system's
    /// configuration says. Not used when `cipherSuites` names such suites itself.
    public var cipherList = "DEFAULT"
    /// Bytes mixed into the process's random number generator, which seeds itself in any case.
    public var randomSeed: [UInt8] = []

    /// The system's defaults.
    public init() {}
}
