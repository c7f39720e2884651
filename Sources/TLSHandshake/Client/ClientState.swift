package import TLSMessages

/// Where a client's handshake stands: one type a state, holding what that state knows. RFC 9846 §A.1.
package enum ClientState: ~Copyable {
    case serverHello13(Client13.ExpectServerHello)
    case secondServerHello13(Client13.ExpectSecondServerHello)
    case encryptedExtensions13(Client13.ExpectEncryptedExtensions)
    case certificateOrRequest13(Client13.ExpectCertificateOrRequest)
    case certificate13(Client13.ExpectCertificate)
    case certificateVerify13(Client13.ExpectCertificateVerify)
    case verdict13(Client13.AwaitVerdict)
    case finished13(Client13.ExpectFinished)
    case established13(Client13.Established)
    case failed(HandshakeFault)
}

/// A state that awaits a message.
protocol ClientPhase: ~Copyable {
    /// The message types it takes; all others are refused before `handle`.
    static var accepts: [HandshakeType] { get }

    consuming func handle<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ClientState
}

extension ClientState {
    /// Gives a message to the state and returns the next one.
    package consuming func handle<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        switch consume self {
        case .serverHello13(let state): try step(state, message, &sink)
        case .secondServerHello13(let state): try step(state, message, &sink)
        case .encryptedExtensions13(let state): try step(state, message, &sink)
        case .certificateOrRequest13(let state): try step(state, message, &sink)
        case .certificate13(let state): try step(state, message, &sink)
        case .certificateVerify13(let state): try step(state, message, &sink)
        case .finished13(let state): try step(state, message, &sink)
        case .established13(let state): try step(state, message, &sink)
        case .verdict13: throw .misbehaved(.unexpectedMessage)
        case .failed(let fault): throw fault
        }
    }

    /// The question that the application must answer before anything goes on.
    package var question: HandshakeQuestion? {
        switch self {
        case .verdict13: .peerCertificates
        case .serverHello13: nil
        case .secondServerHello13: nil
        case .encryptedExtensions13: nil
        case .certificateOrRequest13: nil
        case .certificate13: nil
        case .certificateVerify13: nil
        case .finished13: nil
        case .established13: nil
        case .failed: nil
        }
    }

    /// Whether application data may flow.
    package var isEstablished: Bool {
        switch self {
        case .established13: true
        case .serverHello13: false
        case .secondServerHello13: false
        case .encryptedExtensions13: false
        case .certificateOrRequest13: false
        case .certificate13: false
        case .certificateVerify13: false
        case .verdict13: false
        case .finished13: false
        case .failed: false
        }
    }
}

/// The one place that rejects a message that a state does not await. RFC 9846 §4.
private func step<P: ClientPhase & ~Copyable, S: HandshakeSink & ~Copyable>(
    _ state: consuming P, _ message: HandshakeMessage, _ sink: inout S
) throws(HandshakeFault) -> ClientState {
    guard P.accepts.contains(message.type) else { throw .misbehaved(.unexpectedMessage) }
    return try state.handle(message, into: &sink)
}
