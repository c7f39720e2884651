import TLSMessages
import TLSNegotiation
import TLSWire

extension KeyExchange12 {
    /// The form of the client's value. RFC 5246 §7.4.7.
    var clientValueCodec: Codec<[UInt8]> {
        switch self {
        case .rsa: ClientKeyExchange.rsa
        case .dheRSA, .dheDSS: ClientKeyExchange.dhe
        case .ecdheRSA, .ecdheECDSA, .ecdhRSA, .ecdhECDSA: ClientKeyExchange.ecdhe
        }
    }

    /// Points of a curve are sent.
    var usesPoints: Bool {
        switch groups {
        case .ellipticCurve, .certificate: true
        case .none, .finiteField: false
        }
    }
}
