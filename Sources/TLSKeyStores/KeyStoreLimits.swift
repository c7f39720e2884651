/// Every bound that opening a file of keys or certificates observes, each with its reason.
package enum KeyStoreLimits {
    /// The largest file read, in bytes: room for every root of a system, and no more.
    package static let fileSize = 16 * 1024 * 1024
    /// The largest file of revocation lists, in bytes: the largest list there may be, as PEM.
    package static let revocationFileSize = 96 * 1024 * 1024
    /// PEM blocks of one file. A system's roots are about 150.
    package static let pemBlocks = 1000
    /// The bytes of a PEM label. The longest in use is `X509 CERTIFICATE` or `ENCRYPTED PRIVATE KEY`.
    package static let pemLabelSize = 64
    /// The largest private key in DER, in bytes. RSA of 8192 bits takes 4.7 KB.
    package static let privateKeySize = 16 * 1024
    /// The largest OCSP response read from a file, in bytes. One with its responder's certificate takes about 2 KB.
    package static let ocspResponseSize = 1024 * 1024
}
