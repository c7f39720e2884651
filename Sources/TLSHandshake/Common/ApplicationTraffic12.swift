import TLSMessages
package import TLSPrimitives

/// What an established connection of TLS 1.2 still needs of its secrets, whichever side it is: there are no other keys to
/// come, but exporters. RFC 5705 §4.
package struct ApplicationTraffic12: ~Copyable {
    private let master: MasterSecret12
    private let randoms: HelloRandoms
    private var hasRefused = false

    init(master: consuming MasterSecret12, randoms: HelloRandoms) {
        self.master = master
        self.randoms = randoms
    }

    /// The peer wants to negotiate anew, which there is not: once it is told, twice it is misbehaviour. RFC 5246 §7.4.1.1,
    /// RFC 5746 §4.4.
    mutating func refuseRenegotiation<S: HandshakeSink & ~Copyable>(into sink: inout S) throws(HandshakeFault) {
        guard !hasRefused else { throw .misbehaved(.unexpectedMessage) }
        hasRefused = true
        sink.sendWarning(.noRenegotiation)
    }

    /// - Parameter context: nil is not the same as an empty one.
    package borrowing func export(label: [UInt8], context: [UInt8]?, count: Int) throws(HandshakeFault) -> Secret {
        try master.export(label: label, context: context, count: count, randoms)
    }
}
