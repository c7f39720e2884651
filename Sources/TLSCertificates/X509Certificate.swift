/// An X.509 certificate, read strictly from DER. RFC 5280 §4.1.
public struct X509Certificate: Sendable, Hashable {
    /// The certificate's exact bytes.
    public let derBytes: [UInt8]

    package init(unchecked derBytes: [UInt8]) {
        self.derBytes = derBytes
    }
}
