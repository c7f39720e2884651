/// What a server sends beside its certificate: the words of others on it, none of them checked.
public struct TLSCertificateStatements: Hashable, Sendable {
    /// The issuer's OCSP response, DER. RFC 6960.
    public var ocspResponse: [UInt8]?
    /// Signed certificate timestamps of logs. RFC 6962 §3.2.
    public var signedCertificateTimestamps: [[UInt8]]
    /// Whether they came when a session began that is now resumed: what they say may be out of date.
    public var isOfEarlierHandshake = false

    /// Makes the statements; without arguments, none.
    public init(ocspResponse: [UInt8]? = nil, signedCertificateTimestamps: [[UInt8]] = []) {
        self.ocspResponse = ocspResponse
        self.signedCertificateTimestamps = signedCertificateTimestamps
    }
}
