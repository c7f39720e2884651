package import TLSMessages

extension OfferedPSKs {
    /// A key that no server knows.
    package static let meaningless = OfferedPSKs(
        identities: [PSKIdentity(identity: [UInt8](repeating: 0x1d, count: 40), obfuscatedTicketAge: 0)],
        binders: [[UInt8](repeating: 0xb1, count: 32)])
}
