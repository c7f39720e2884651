package import TLSPrimitives

// What a connection asks of its state besides giving it messages.
extension ServerState {
    /// The application has looked at the hello: goes on with other settings, or with those it had.
    package consuming func proceed<S: HandshakeSink & ~Copyable>(
        with chosen: ServerSettings?, into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        guard case .chooseForHello(let waiting) = consume self else { throw .aborted }
        return try waiting.resume(with: chosen, into: &sink)
    }

    /// The application accepts the peer's chain.
    package consuming func acceptPeer() throws(HandshakeFault) -> ServerState {
        switch consume self {
        case .verdict13(let waiting): try waiting.accept()
        case .verdict12(let waiting): waiting.accept()
        case .sessionVerdict12(let waiting): waiting.accept()
        case .readHello: throw .aborted
        case .chooseForHello: throw .aborted
        case .secondHello13: throw .aborted
        case .certificate13: throw .aborted
        case .certificateVerify13: throw .aborted
        case .endOfEarlyData13: throw .aborted
        case .finished13: throw .aborted
        case .established13: throw .aborted
        case .certificate12: throw .aborted
        case .clientKeyExchange12: throw .aborted
        case .certificateVerify12: throw .aborted
        case .changeCipherSpec12: throw .aborted
        case .finished12: throw .aborted
        case .established12: throw .aborted
        case .failed: throw .aborted
        }
    }

    /// Works on the keys of an established connection of TLS 1.3.
    package consuming func withTraffic(
        _ body: (inout ApplicationTraffic13) throws(HandshakeFault) -> Void
    ) throws(HandshakeFault) -> ServerState {
        guard case .established13(var established) = consume self else { throw .aborted }
        try body(&established.traffic)
        return .established13(established)
    }

    /// Keying material of an established connection. RFC 9846 §7.5, RFC 5705 §4.
    ///
    /// - Parameter context: in TLS 1.3, none is an empty one.
    package func export(label: [UInt8], context: [UInt8]?, count: Int) throws(HandshakeFault) -> Secret {
        switch self {
        case .established13(let established):
            try established.traffic.export(label: label, context: context ?? [], count: count)
        case .established12(let established):
            try established.traffic.export(label: label, context: context, count: count)
        case .readHello: throw .aborted
        case .chooseForHello: throw .aborted
        case .secondHello13: throw .aborted
        case .certificate13: throw .aborted
        case .certificateVerify13: throw .aborted
        case .endOfEarlyData13: throw .aborted
        case .finished13: throw .aborted
        case .certificate12: throw .aborted
        case .clientKeyExchange12: throw .aborted
        case .certificateVerify12: throw .aborted
        case .changeCipherSpec12: throw .aborted
        case .finished12: throw .aborted
        case .verdict13: throw .aborted
        case .verdict12: throw .aborted
        case .sessionVerdict12: throw .aborted
        case .failed: throw .aborted
        }
    }
}
