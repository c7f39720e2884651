package import TLSWire

/// The proof that both sides saw the same handshake of TLS 1.2. RFC 5246 §7.4.9.
package enum Finished12 {
    /// `verify_data_length`: that of every suite we have.
    package static let verifyDataLength = 12

    package static let codec = Codec<[UInt8]>.fixed(verifyDataLength)
}
