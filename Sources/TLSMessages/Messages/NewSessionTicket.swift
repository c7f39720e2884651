package import TLSWire

/// What a server lets a client resume its session with. RFC 9846 §4.7.1.
package struct NewSessionTicket: Hashable, Sendable {
    /// In seconds.
    package let lifetime: UInt32
    package let ageAdd: UInt32
    package let nonce: [UInt8]
    package let ticket: [UInt8]
    package let extensions: NewSessionTicketExtensions

    package init(
        lifetime: UInt32, ageAdd: UInt32, nonce: [UInt8], ticket: [UInt8], extensions: NewSessionTicketExtensions
    ) {
        self.lifetime = lifetime
        self.ageAdd = ageAdd
        self.nonce = nonce
        self.ticket = ticket
        self.extensions = extensions
    }

    package static let codec = record(
        NewSessionTicket.init,
        field(\.lifetime, .uint32),
        field(\.ageAdd, .uint32),
        field(\.nonce, .opaque(.u8, 0...255)),
        field(\.ticket, .opaque(.u16, 1...65535)),
        field(\.extensions, NewSessionTicketExtensions.codec))
}

/// The extensions of a ticket; a client ignores those it does not know.
package struct NewSessionTicketExtensions: Hashable, Sendable {
    /// How many bytes of early data the server takes with the ticket.
    package var maximumEarlyData: UInt32?
    /// Every extension's type in the order received.
    package var order: [ExtensionType] = []

    package init() {}

    package static let codec = extensions(
        NewSessionTicketExtensions(), undeclared: .ignored, noteOrder: { $0.order = $1 },
        slot(.earlyData, \.maximumEarlyData, { $0.maximumEarlyData = $1 }, .uint32))
}
