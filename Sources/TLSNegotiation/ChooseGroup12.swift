package import TLSMessages
package import TLSPrimitives

/// The curve of an ECDHE suite: our first that the client supports. RFC 8422 §5.1.1, §5.4.
///
/// Hybrids are for TLS 1.3 only. A client that names no groups leaves the choice to us: P-256, which all have. RFC 8422 §4.
package func chooseCurve12(_ offer: ClientHelloExtensions, enabled: [NamedGroup]) -> NamedGroup? {
    guard takesUncompressedPoints(offer) else { return nil }
    let supported = offer.supportedGroups ?? [.secp256r1]
    return enabled.first { GroupTable.isCurve12($0) && supported.contains($0) }
}

/// The group of a DHE suite: our first that the client supports; only those of RFC 7919, from 2048 bits on.
///
/// A client that names no such group has never heard of them, and takes what it gets. RFC 7919 §4.
package func chooseFiniteFieldGroup12(_ offer: ClientHelloExtensions, enabled: [NamedGroup]) -> NamedGroup? {
    let ours = enabled.filter(GroupTable.isFiniteField)
    guard let named = offer.supportedGroups?.filter({ GroupTable.finiteFieldRange.contains($0.rawValue) }),
        !named.isEmpty
    else { return ours.first }
    return ours.first { named.contains($0) }
}

/// Whether the client takes points as they are sent; it must, if it names formats at all. RFC 8422 §5.1.2.
package func takesUncompressedPoints(_ offer: ClientHelloExtensions) -> Bool {
    offer.pointFormats?.contains(PointFormat.uncompressed) ?? true
}

/// Whether the client takes a certificate with a key on this curve. RFC 8422 §5.1.1, §5.3.
package func takesCurve12(_ curve: EllipticCurve, _ offer: ClientHelloExtensions) -> Bool {
    takesUncompressedPoints(offer) && offer.supportedGroups?.contains(GroupTable.group(of: curve)) ?? true
}
