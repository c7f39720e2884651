import TLSMessages
import TLSPrimitives

extension Client12 {
    /// What the server has contributed to the key exchange, and what vouches for it.
    struct ServerExchange: ~Copyable {
        let value: ServerValue
        let claim: ServerClaim
    }

    /// What the premaster secret will come from. RFC 5246 §7.4.7, RFC 8422 §2.
    enum ServerValue {
        case curve(ECDHEParameters)
        /// The group, which has been looked at, and the value in it.
        case finiteField(FiniteFieldGroup, publicValue: [UInt8])
        /// The certificate's own key.
        case certificateKey(PublicKey)
    }

    /// What vouches for the server's value.
    enum ServerClaim: ~Copyable {
        /// The chain's key signed it.
        case signature(SignatureChecked)
        /// It is the chain's key: only who holds that comes to the master secret, and to a Finished that is right.
        /// RFC 5246 §F.1.1.2.
        case byCertificateKey
    }
}
