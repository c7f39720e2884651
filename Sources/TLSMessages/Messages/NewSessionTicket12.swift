package import TLSWire

/// What a server lets a client resume its session of TLS 1.2 with. RFC 5077 §3.3.
package struct NewSessionTicket12: Hashable, Sendable {
    /// In seconds; 0 leaves it open.
    package let lifetimeHint: UInt32
    /// Empty when the server gives none after all.
    package let ticket: [UInt8]

    package init(lifetimeHint: UInt32, ticket: [UInt8]) {
        self.lifetimeHint = lifetimeHint
        self.ticket = ticket
    }

    package static let codec = record(
        NewSessionTicket12.init,
        field(\.lifetimeHint, .uint32),
        field(\.ticket, .opaque(.u16, 0...65535)))
}
