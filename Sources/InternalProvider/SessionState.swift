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
        guard case .server(.chooseForHello(let waiting)) = consume self else { throw .aborted }
        return .server(try waiting.resume(with: chosen, into: &core))
    }

    consuming func acceptPeer() throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(.verdict13(let waiting)): .server(try waiting.accept())
        case .client(.verdict13(let waiting)): .client(waiting.accept())
        case .server: throw .aborted
        case .client: throw .aborted
        case .failed: throw .aborted
        }
    }

    // MARK: Once established

    /// Works on the keys of an established connection.
    consuming func withTraffic(
        _ body: (inout ApplicationTraffic13) throws(HandshakeFault) -> Void
    ) throws(HandshakeFault) -> SessionState {
        switch consume self {
        case .server(.established13(var established)):
            try body(&established.traffic)
            return .server(.established13(established))
        case .client(.established13(var established)):
            try body(&established.traffic)
            return .client(.established13(established))
        case .server: throw .aborted
        case .client: throw .aborted
        case .failed: throw .aborted
        }
    }
}
