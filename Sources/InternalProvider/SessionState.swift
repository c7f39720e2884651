import TLSHandshake
import TLSMessages
import TLSPrimitives

/// The handshake of a session, whichever side it is. Only handshake messages and calls of the application get here:
/// application data passes by.
enum SessionState: ~Copyable {
    case server(ServerState)
    case client(ClientState)
    case failed(HandshakeFault)

    consuming func handle(
        _ message: HandshakeMessage, into core: inout SessionCore
    ) throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(let state): .server(try state.handle(message, into: &core))
        case .client(let state): .client(try state.handle(message, into: &core))
        case .failed(let fault): throw fault
        }
    }

    /// A hello in the form of SSL 2, which clients never get.
    consuming func ssl2Hello(
        _ bytes: [UInt8], into core: inout SessionCore
    ) throws(HandshakeFault) -> SessionState {
        guard case .server(let state) = consume self else { throw .misbehaved(.unexpectedMessage) }
        return .server(try state.ssl2Hello(bytes, into: &core))
    }

    consuming func changeCipherSpec(into core: inout SessionCore) throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(let state): .server(try state.changeCipherSpec(into: &core))
        case .client(let state): .client(try state.changeCipherSpec(into: &core))
        case .failed(let fault): throw fault
        }
    }

    var question: HandshakeQuestion? {
        switch self {
        case .server(let state): state.question
        case .client(let state): state.question
        case .failed: nil
        }
    }

    var isEstablished: Bool {
        switch self {
        case .server(let state): state.isEstablished
        case .client(let state): state.isEstablished
        case .failed: false
        }
    }

    // MARK: Answers of the application

    /// Goes on with other settings, or with those it had.
    consuming func proceed(
        with chosen: ServerSettings?, into core: inout SessionCore
    ) throws(HandshakeFault) -> SessionState {
        guard case .server(let state) = consume self else { throw .aborted }
        return .server(try state.proceed(with: chosen, into: &core))
    }

    /// What a refused peer is told: TLS 1.2 has no alert of its own for a client without a certificate. RFC 5246 §7.4.6.
    func alert(of refusal: AlertDescription) -> AlertDescription {
        guard refusal == .certificateRequired else { return refusal }
        return switch self {
        case .server(let state): state.awaitsVerdict12 ? .handshakeFailure : refusal
        case .client: refusal
        case .failed: refusal
        }
    }

    consuming func acceptPeer(into core: inout SessionCore) throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(let state): .server(try state.acceptPeer())
        case .client(let state): .client(try state.acceptPeer(into: &core))
        case .failed: throw .aborted
        }
    }

    // MARK: Once established

    /// Works on the keys of an established connection of TLS 1.3.
    consuming func withTraffic(
        _ body: (inout ApplicationTraffic13) throws(HandshakeFault) -> Void
    ) throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(let state): .server(try state.withTraffic(body))
        case .client(let state): .client(try state.withTraffic(body))
        case .failed: throw .aborted
        }
    }

    /// Keying material of an established connection. RFC 9846 §7.5, RFC 5705 §4.
    func export(label: [UInt8], context: [UInt8]?, count: Int) throws(HandshakeFault) -> Secret {
        switch self {
        case .server(let state): try state.export(label: label, context: context, count: count)
        case .client(let state): try state.export(label: label, context: context, count: count)
        case .failed: throw .aborted
        }
    }
}
