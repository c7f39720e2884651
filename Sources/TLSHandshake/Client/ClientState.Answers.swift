package import TLSPrimitives

// What a connection asks of its state besides giving it messages.
extension ClientState {
    /// The application accepts the peer's chain.
    package consuming func acceptPeer<S: HandshakeSink & ~Copyable>(
        into sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        switch consume self {
        case .verdict13(let waiting): waiting.accept()
        case .verdict12(let waiting): try waiting.accept(into: &sink)
        case .sessionVerdict12(let waiting): waiting.accept()
        case .serverHello13: throw .aborted
        case .secondServerHello13: throw .aborted
        case .encryptedExtensions13: throw .aborted
        case .certificateOrRequest13: throw .aborted
        case .certificate13: throw .aborted
        case .certificateVerify13: throw .aborted
        case .finished13: throw .aborted
        case .established13: throw .aborted
        case .certificate12: throw .aborted
        case .statusOrKeyExchange12: throw .aborted
        case .statusOrRequest12: throw .aborted
        case .serverKeyExchange12: throw .aborted
        case .requestOrDone12: throw .aborted
        case .serverHelloDone12: throw .aborted
        case .ticket12: throw .aborted
        case .changeCipherSpec12: throw .aborted
        case .finished12: throw .aborted
        case .established12: throw .aborted
        case .failed: throw .aborted
        }
    }

    /// Works on the keys of an established connection of TLS 1.3.
    package consuming func withTraffic(
        _ body: (inout ApplicationTraffic13) throws(HandshakeFault) -> Void
    ) throws(HandshakeFault) -> ClientState {
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
        case .serverHello13: throw .aborted
        case .secondServerHello13: throw .aborted
        case .encryptedExtensions13: throw .aborted
        case .certificateOrRequest13: throw .aborted
        case .certificate13: throw .aborted
        case .certificateVerify13: throw .aborted
        case .verdict13: throw .aborted
        case .finished13: throw .aborted
        case .certificate12: throw .aborted
        case .statusOrKeyExchange12: throw .aborted
        case .statusOrRequest12: throw .aborted
        case .serverKeyExchange12: throw .aborted
        case .requestOrDone12: throw .aborted
        case .serverHelloDone12: throw .aborted
        case .verdict12: throw .aborted
        case .sessionVerdict12: throw .aborted
        case .ticket12: throw .aborted
        case .changeCipherSpec12: throw .aborted
        case .finished12: throw .aborted
        case .failed: throw .aborted
        }
    }
}
