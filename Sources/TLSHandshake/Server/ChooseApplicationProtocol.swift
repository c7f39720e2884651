import TLSMessages
import TLSNegotiation

/// The protocol that is spoken above TLS, whatever its version: our first that the client offers. RFC 7301 §3.2.
func chooseApplicationProtocol(
    _ offer: ClientHelloExtensions, _ settings: ServerSettings
) throws(HandshakeFault) -> [UInt8]? {
    let ours = settings.options.applicationProtocols
    guard let offered = offer.applicationProtocols, !ours.isEmpty else { return nil }
    if let chosen = chooseProtocol(offered: offered, enabled: ours) { return chosen }
    guard settings.options.requiresApplicationProtocol else { return nil }
    throw .incompatible(.noCommonApplicationProtocol)
}
