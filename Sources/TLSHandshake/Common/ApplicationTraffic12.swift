package import TLSPrimitives

/// What an established connection of TLS 1.2 still needs of its secrets, whichever side it is: there are no other keys to
/// come, but exporters. RFC 5705 §4.
package struct ApplicationTraffic12: ~Copyable {
    private let master: MasterSecret12
    private let randoms: HelloRandoms

    init(master: consuming MasterSecret12, randoms: HelloRandoms) {
        self.master = master
        self.randoms = randoms
    }

    /// - Parameter context: nil is not the same as an empty one.
    package borrowing func export(label: [UInt8], context: [UInt8]?, count: Int) throws(HandshakeFault) -> Secret {
        try master.export(label: label, context: context, count: count, randoms)
    }
}
