package import TLSMessages

/// Where a client's handshake stands: one type a state, holding what that state knows. RFC 9846 §A.1, RFC 5246 §7.3.
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
    case certificate12(Client12.ExpectCertificate)
    case statusOrKeyExchange12(Client12.ExpectStatusOrKeyExchange)
    case statusOrRequest12(Client12.ExpectStatusOrRequest)
    case serverKeyExchange12(Client12.ExpectServerKeyExchange)
    case requestOrDone12(Client12.ExpectRequestOrDone)
    case serverHelloDone12(Client12.ExpectServerHelloDone)
    case verdict12(Client12.AwaitVerdict)
    case sessionVerdict12(Client12.AwaitSessionVerdict)
    case ticket12(Client12.ExpectTicket)
    case changeCipherSpec12(Client12.ExpectChangeCipherSpec)
    case finished12(Client12.ExpectFinished)
    case established12(Client12.Established)
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
        if message.type == .helloRequest, let requests = helloRequests {
            try requests.pass(message)
            return self
        }
        return switch consume self {
        case .serverHello13(let state): try step(state, message, &sink)
        case .secondServerHello13(let state): try step(state, message, &sink)
        case .encryptedExtensions13(let state): try step(state, message, &sink)
        case .certificateOrRequest13(let state): try step(state, message, &sink)
        case .certificate13(let state): try step(state, message, &sink)
        case .certificateVerify13(let state): try step(state, message, &sink)
        case .finished13(let state): try step(state, message, &sink)
        case .established13(let state): try step(state, message, &sink)
        case .certificate12(let state): try step(state, message, &sink)
        case .statusOrKeyExchange12(let state): try step(state, message, &sink)
        case .statusOrRequest12(let state): try step(state, message, &sink)
        case .serverKeyExchange12(let state): try step(state, message, &sink)
        case .requestOrDone12(let state): try step(state, message, &sink)
        case .serverHelloDone12(let state): try step(state, message, &sink)
        case .ticket12(let state): try step(state, message, &sink)
        case .changeCipherSpec12(let state): try step(state, message, &sink)
        case .finished12(let state): try step(state, message, &sink)
        case .established12(let state): try step(state, message, &sink)
        case .verdict13: throw .misbehaved(.unexpectedMessage)
        case .verdict12: throw .misbehaved(.unexpectedMessage)
        case .sessionVerdict12: throw .misbehaved(.unexpectedMessage)
        case .failed(let fault): throw fault
        }
    }

    /// Gives TLS 1.2's change_cipher_spec to the state: one alone takes it. RFC 5246 §7.1.
    package consuming func changeCipherSpec<S: HandshakeSink & ~Copyable>(
        into sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        guard case .changeCipherSpec12(let state) = consume self else {
            throw .misbehaved(.unexpectedChangeCipherSpec)
        }
        return try state.change(into: &sink)
    }

    /// Where HelloRequests are counted while a handshake of TLS 1.2 may be going on; nil where they are not passed over.
    private var helloRequests: PassedHelloRequests? {
        switch self {
        case .serverHello13(let state): state.sent.helloRequests
        case .certificate12(let state): state.context.helloRequests
        case .statusOrKeyExchange12(let state): state.context.helloRequests
        case .statusOrRequest12(let state): state.context.helloRequests
        case .serverKeyExchange12(let state): state.context.helloRequests
        case .requestOrDone12(let state): state.context.helloRequests
        case .serverHelloDone12(let state): state.context.helloRequests
        case .ticket12(let state): state.next.context.helloRequests
        case .changeCipherSpec12(let state): state.context.helloRequests
        case .finished12(let state): state.context.helloRequests
        case .secondServerHello13: nil
        case .encryptedExtensions13: nil
        case .certificateOrRequest13: nil
        case .certificate13: nil
        case .certificateVerify13: nil
        case .verdict13: nil
        case .finished13: nil
        case .established13: nil
        case .verdict12: nil
        case .sessionVerdict12: nil
        case .established12: nil
        case .failed: nil
        }
    }

    /// The question that the application must answer before anything goes on.
    package var question: HandshakeQuestion? {
        switch self {
        case .verdict13: .peerCertificates
        case .verdict12: .peerCertificates
        case .sessionVerdict12: .peerCertificates
        case .serverHello13: nil
        case .secondServerHello13: nil
        case .encryptedExtensions13: nil
        case .certificateOrRequest13: nil
        case .certificate13: nil
        case .certificateVerify13: nil
        case .finished13: nil
        case .established13: nil
        case .certificate12: nil
        case .statusOrKeyExchange12: nil
        case .statusOrRequest12: nil
        case .serverKeyExchange12: nil
        case .requestOrDone12: nil
        case .serverHelloDone12: nil
        case .ticket12: nil
        case .changeCipherSpec12: nil
        case .finished12: nil
        case .established12: nil
        case .failed: nil
        }
    }

    /// Whether application data may flow.
    package var isEstablished: Bool {
        switch self {
        case .established13: true
        case .established12: true
        case .serverHello13: false
        case .secondServerHello13: false
        case .encryptedExtensions13: false
        case .certificateOrRequest13: false
        case .certificate13: false
        case .certificateVerify13: false
        case .verdict13: false
        case .finished13: false
        case .certificate12: false
        case .statusOrKeyExchange12: false
        case .statusOrRequest12: false
        case .serverKeyExchange12: false
        case .requestOrDone12: false
        case .serverHelloDone12: false
        case .verdict12: false
        case .sessionVerdict12: false
        case .ticket12: false
        case .changeCipherSpec12: false
        case .finished12: false
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
