package import TLSMessages

/// Where a server's handshake stands: one type a state, holding what that state knows. RFC 9846 §A.2, RFC 5246 §7.3.
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
    case certificate12(Server12.ExpectCertificate)
    case verdict12(Server12.AwaitVerdict)
    case sessionVerdict12(Server12.AwaitSessionVerdict)
    case clientKeyExchange12(Server12.ExpectClientKeyExchange)
    case certificateVerify12(Server12.ExpectCertificateVerify)
    case changeCipherSpec12(Server12.ExpectChangeCipherSpec)
    case finished12(Server12.ExpectFinished)
    case established12(Server12.Established)
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
        case .certificate12(let state): try step(state, message, &sink)
        case .clientKeyExchange12(let state): try step(state, message, &sink)
        case .certificateVerify12(let state): try step(state, message, &sink)
        case .changeCipherSpec12(let state): try step(state, message, &sink)
        case .finished12(let state): try step(state, message, &sink)
        case .established12(let state): try step(state, message, &sink)
        case .chooseForHello: throw .misbehaved(.unexpectedMessage)
        case .verdict13: throw .misbehaved(.unexpectedMessage)
        case .verdict12: throw .misbehaved(.unexpectedMessage)
        case .sessionVerdict12: throw .misbehaved(.unexpectedMessage)
        case .failed(let fault): throw fault
        }
    }

    /// Gives a hello in the form of SSL 2 to the state: one alone takes it. RFC 5246 §E.2.
    package consuming func ssl2Hello<S: HandshakeSink & ~Copyable>(
        _ bytes: [UInt8], into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        guard case .readHello(let state) = consume self else { throw .misbehaved(.unexpectedMessage) }
        return try state.handleSSL2(bytes, into: &sink)
    }

    /// Gives TLS 1.2's change_cipher_spec to the state: one alone takes it. RFC 5246 §7.1.
    package consuming func changeCipherSpec<S: HandshakeSink & ~Copyable>(
        into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        guard case .changeCipherSpec12(let state) = consume self else {
            throw .misbehaved(.unexpectedChangeCipherSpec)
        }
        return try state.change(into: &sink)
    }

    /// The question that the application must answer before anything goes on.
    package var question: HandshakeQuestion? {
        switch self {
        case .chooseForHello: .clientHello
        case .verdict13: .peerCertificates
        case .verdict12: .peerCertificates
        case .sessionVerdict12: .peerCertificates
        case .readHello: nil
        case .secondHello13: nil
        case .certificate13: nil
        case .certificateVerify13: nil
        case .endOfEarlyData13: nil
        case .finished13: nil
        case .established13: nil
        case .certificate12: nil
        case .clientKeyExchange12: nil
        case .certificateVerify12: nil
        case .changeCipherSpec12: nil
        case .finished12: nil
        case .established12: nil
        case .failed: nil
        }
    }

    /// Whether the verdict that is awaited is one of TLS 1.2.
    package var awaitsVerdict12: Bool {
        switch self {
        case .verdict12: true
        case .sessionVerdict12: true
        default: false
        }
    }

    /// Whether application data may flow.
    package var isEstablished: Bool {
        switch self {
        case .established13: true
        case .established12: true
        case .readHello: false
        case .chooseForHello: false
        case .secondHello13: false
        case .certificate13: false
        case .verdict13: false
        case .certificateVerify13: false
        case .endOfEarlyData13: false
        case .finished13: false
        case .certificate12: false
        case .verdict12: false
        case .sessionVerdict12: false
        case .clientKeyExchange12: false
        case .certificateVerify12: false
        case .changeCipherSpec12: false
        case .finished12: false
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
