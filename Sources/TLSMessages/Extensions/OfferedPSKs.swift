package import TLSWire

/// One key that a client offers: a ticket, or the name of a key established elsewhere. RFC 9846 §4.3.11.
package struct PSKIdentity: Hashable, Sendable {
    package let identity: [UInt8]
    /// The ticket's age in milliseconds plus the ticket's `ageAdd`; of no meaning for other keys.
    package let obfuscatedTicketAge: UInt32

    package init(identity: [UInt8], obfuscatedTicketAge: UInt32) {
        self.identity = identity
        self.obfuscatedTicketAge = obfuscatedTicketAge
    }

    package static let codec = record(
        PSKIdentity.init,
        field(\.identity, .opaque(.u16, 1...65535)),
        field(\.obfuscatedTicketAge, .uint32))
}

/// The body of a ClientHello's pre_shared_key. RFC 9846 §4.3.11.
package struct OfferedPSKs: Hashable, Sendable {
    package let identities: [PSKIdentity]
    /// One for each identity: an HMAC over all that stands before this list.
    package var binders: [[UInt8]]

    package init(identities: [PSKIdentity], binders: [[UInt8]]) {
        self.identities = identities
        self.binders = binders
    }

    package static let codec = record(
        OfferedPSKs.init,
        field(\.identities, .list(PSKIdentity.codec, .u16, 7...65535, "identities")),
        field(\.binders, .list(.opaque(.u8, 32...255), .u16, 33...65535, "binders")))

    /// The bytes at the end of the hello that the binders do not cover: their list, with its length.
    package var bindersLength: Int {
        binders.reduce(2) { $0 + 1 + $1.count }
    }
}

/// How a key shared before is used. RFC 9846 §4.3.9.
package enum PSKKeyExchangeMode {
    /// By itself.
    package static let pskOnly: UInt8 = 0
    /// Together with a key exchange.
    package static let pskWithKeyExchange: UInt8 = 1
}
