package import TLSMessages

/// Where a server's handshake stands: one type a state, holding what that state knows. RFC 9846 §A.2.
package enum ServerState: ~Copyable {
    case readHello(ReadClientHello)
    case chooseForHello(ChooseForClientHello)
    case secondHello13(Server13.ExpectSecondClientHello)
    case certificate13(Server13.ExpectCertificate)
    case verdict13(Server13.AwaitVerdict)
    case certificateVerify13(Server13.ExpectCertificateVerify)
    case endOfEarlyData13(Server13.ExpectEndOfEarlyData)
    case finished13(Server13.ExpectFinished)
    case established13(Server13.Established)
    case failed(HandshakeFault)
}

/// A state that awaits a message.
protocol ServerPhase: ~Copyable {
    /// The message types it takes; all others are refused before `handle`.
    static var accepts: [HandshakeType] { get }

    consuming func handle<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ServerState
}

extension ServerState {
    /// Gives a message to the state and returns the next one.
    package consuming func handle<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        switch consume self {
        case .readHello(let state): try step(state, message, &sink)
        case .secondHello13(let state): try step(state, message, &sink)
        case .certificate13(let state): try step(state, message, &sink)
        case .certificateVerify13(let state): try step(state, message, &sink)
        case .endOfEarlyData13(let state): try step(state, message, &sink)
        case .finished13(let state): try step(state, message, &sink)
        case .established13(let state): try step(state, message, &sink)
        case .chooseForHello: throw .misbehaved(.unexpectedMessage)
        case .verdict13: throw .misbehaved(.unexpectedMessage)
        case .failed(let fault): throw fault
        }
    }

    /// The question that the application must answer before anything goes on.
    package var question: HandshakeQuestion? {
        switch self {
        case .chooseForHello: .clientHello
        case .verdict13: .peerCertificates
        case .readHello: nil
        case .secondHello13: nil
        case .certificate13: nil
        case .certificateVerify13: nil
        case .endOfEarlyData13: nil
        case .finished13: nil
        case .established13: nil
        case .failed: nil
        }
    }

    /// Whether application data may flow.
    package var isEstablished: Bool {
        switch self {
        case .established13: true
        case .readHello: false
        case .chooseForHello: false
        case .secondHello13: false
        case .certificate13: false
        case .verdict13: false
        case .certificateVerify13: false
        case .endOfEarlyData13: false
        case .finished13: false
        case .failed: false
        }
    }
}

/// The one place that rejects a message that a state does not await. RFC 9846 §4.
private func step<P: ServerPhase & ~Copyable, S: HandshakeSink & ~Copyable>(
    _ state: consuming P, _ message: HandshakeMessage, _ sink: inout S
) throws(HandshakeFault) -> ServerState {
    guard P.accepts.contains(message.type) else { throw .misbehaved(.unexpectedMessage) }
    return try state.handle(message, into: &sink)
}
