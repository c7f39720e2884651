import TLSPrimitives

/// The session's calls in terms of arrays, for transports that have no buffers of their own.
extension TLSSession {
    /// All bytes that wait to be sent.
    public func takeOutgoing() -> [UInt8] {
        [UInt8](capacity: outgoingCount) { drainOutgoing(into: &$0) }
    }

    /// Protects application data, with whatever waits to be sent in front of it.
    ///
    /// All of it, unless the keys of TLS 1.2 come to their end on the way, which `TLSEvent.keysExhausted` tells:
    /// `seal(consuming:)` also says how far they reached.
    ///
    /// - Throws: as `seal(_:into:)`.
    public func seal(_ plaintext: [UInt8]) throws(TLSError) -> [UInt8] {
        try sealAll(plaintext).sealed
    }

    /// Protects application data, with whatever waits to be sent in front of it.
    ///
    /// `plaintext` keeps what was not taken: nothing, unless the keys of TLS 1.2 come to their end on the way. The protected
    /// bytes are to be sent in any case, before close_notify, which then waits.
    ///
    /// - Throws: as `seal(_:into:)`; `plaintext` is then as it was.
    public func seal(consuming plaintext: inout [UInt8]) throws(TLSError) -> [UInt8] {
        let (sealed, taken) = try sealAll(plaintext)
        plaintext.removeFirst(taken)
        return sealed
    }

    private func sealAll(_ plaintext: [UInt8]) throws(TLSError) -> (sealed: [UInt8], taken: Int) {
        var sealed: [UInt8] = []
        var taken = 0
        repeat {
            let rest = plaintext.span.extracting(taken..<plaintext.count)
            sealed += try [UInt8](capacity: sealedCount(of: rest.count)) { output throws(TLSError) in
                taken += try seal(rest, into: &output)
            }
        } while taken < plaintext.count && !isWriteClosed
        return (sealed, taken)
    }

    /// Protects early data, with whatever waits to be sent in front of it; what `earlyDataRoom` has no room for is not taken.
    ///
    /// - Returns: the protected bytes, and how many of `plaintext` they are.
    /// - Throws: as `sealEarlyData(_:into:)`.
    public func sealEarlyData(_ plaintext: [UInt8]) throws(TLSError) -> (sealed: [UInt8], taken: Int) {
        var taken = 0
        let sealed = try [UInt8](capacity: sealedCount(of: plaintext.count)) { output throws(TLSError) in
            taken = try sealEarlyData(plaintext.span, into: &output)
        }
        return (sealed, taken)
    }

    /// Takes every whole record of `input`, which keeps what is left of it.
    ///
    /// - Returns: the application data, in order.
    /// - Throws: as `receive(_:)`; data of the records before the bad one is lost, so a transport that must deliver it
    ///   calls `receive(_:)` itself.
    public func receive(consuming input: inout [UInt8]) throws(TLSError) -> [UInt8] {
        var data: [UInt8] = []
        var done = 0
        while done < input.count {
            var span = input.mutableSpan
            var rest = span._mutatingExtracting(done..<span.count)
            let received = try receive(&rest)
            guard received.consumed > 0 else { break }
            for index in received.applicationData { data.append(rest[index]) }
            done += received.consumed
        }
        input.removeFirst(done)
        return data
    }
}
