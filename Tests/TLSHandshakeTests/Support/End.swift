import TLSMessages
import TLSPrimitives
import Testing

@testable import TLSHandshake

/// One end of a connection without records.
protocol End: AnyObject {
    var sink: MemorySink { get set }
    var fault: HandshakeFault? { get set }
    /// Takes one thing that has come.
    func take(_ content: Wire.Content)
}

extension End {
    /// Takes what has come, which must be under the keys that this end reads with.
    func give(_ wire: Wire, sourceLocation: SourceLocation = #_sourceLocation) {
        guard fault == nil else { return }
        // That of TLS 1.3 is never protected. RFC 9846 §5.
        if wire.content != .changeCipherSpec || sink.speaksTLS12Records {
            #expect(wire.keys == sink.reading, "\(wire)", sourceLocation: sourceLocation)
        }
        take(wire.content)
    }
}

/// A client's handshake and what it has sent.
final class ClientEnd: End {
    private(set) var state: ClientState = .failed(.aborted)
    var sink: MemorySink
    var fault: HandshakeFault?
    var warnings: [AlertDescription] = []
    /// What the application says of the server's chain: nil accepts it.
    var refusal: HandshakeFault?
    /// Whether the verdict is given at once.
    var judges = true

    init(_ settings: ClientSettings, now: UnixTime?) {
        sink = MemorySink(now: now)
        do throws(HandshakeFault) { state = try Client13.start(settings, into: &sink) } catch { fault = error }
    }

    var isEstablished: Bool { state.isEstablished }
    var awaitsVerdict: Bool { state.question == .peerCertificates }

    func take(_ content: Wire.Content) {
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) { state = try next(current, content) } catch { fault = error }
        if judges { judge() }
    }

    private func next(
        _ state: consuming ClientState, _ content: Wire.Content
    ) throws(HandshakeFault) -> ClientState {
        switch content {
        case .message(let message): return try state.handle(message, into: &sink)
        case .changeCipherSpec where sink.toleratesChangeCipherSpec && !sink.speaksTLS12Records: return state
        case .changeCipherSpec: return try state.changeCipherSpec(into: &sink)
        case .warning(let alert):
            warnings.append(alert)
            return state
        }
    }

    /// Gives the verdict, if one is awaited.
    func judge() {
        guard awaitsVerdict, fault == nil else { return }
        if let refusal {
            fault = refusal
            state = .failed(refusal)
            return
        }
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) { state = try accepted(current) } catch { fault = error }
    }

    private func accepted(_ state: consuming ClientState) throws(HandshakeFault) -> ClientState {
        switch consume state {
        case .verdict12(let waiting): try waiting.accept(into: &sink)
        case .sessionVerdict12(let waiting): waiting.accept()
        case .verdict13(let waiting): waiting.accept()
        default: throw .aborted
        }
    }

    func export(_ label: String, count: Int = 32) throws -> [UInt8] {
        switch state {
        case .established12(let state):
            try state.traffic.export(label: Array(label.utf8), context: [1], count: count).copied
        case .established13(let state):
            try state.traffic.export(label: Array(label.utf8), context: [1], count: count).copied
        default: throw HandshakeFault.aborted
        }
    }
}

/// A server's handshake and what it has sent.
final class ServerEnd: End {
    private(set) var state: ServerState
    var sink: MemorySink
    var fault: HandshakeFault?
    var warnings: [AlertDescription] = []
    var judges = true

    init(_ settings: ServerSettings, now: UnixTime?) {
        sink = MemorySink(now: now)
        state = .readHello(ReadClientHello(settings))
    }

    var isEstablished: Bool { state.isEstablished }

    func take(_ content: Wire.Content) {
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) { state = try next(current, content) } catch { fault = error }
        if judges { judge() }
    }

    /// Takes a hello in the form of SSL 2. RFC 5246 §E.2.
    func takeSSL2Hello(_ bytes: [UInt8]) {
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) { state = try current.ssl2Hello(bytes, into: &sink) } catch { fault = error }
    }

    private func next(
        _ state: consuming ServerState, _ content: Wire.Content
    ) throws(HandshakeFault) -> ServerState {
        switch content {
        case .message(let message): return try state.handle(message, into: &sink)
        case .changeCipherSpec where sink.toleratesChangeCipherSpec && !sink.speaksTLS12Records: return state
        case .changeCipherSpec: return try state.changeCipherSpec(into: &sink)
        case .warning(let alert):
            warnings.append(alert)
            return state
        }
    }

    func judge() {
        guard state.question == .peerCertificates, fault == nil else { return }
        let current = exchange(&state, with: .failed(.aborted))
        do throws(HandshakeFault) { state = try accepted(current) } catch { fault = error }
    }

    private func accepted(_ state: consuming ServerState) throws(HandshakeFault) -> ServerState {
        switch consume state {
        case .verdict12(let waiting): waiting.accept()
        case .sessionVerdict12(let waiting): waiting.accept()
        case .verdict13(let waiting): try waiting.accept()
        default: throw .aborted
        }
    }

    func export(_ label: String, count: Int = 32) throws -> [UInt8] {
        switch state {
        case .established12(let state):
            try state.traffic.export(label: Array(label.utf8), context: [1], count: count).copied
        case .established13(let state):
            try state.traffic.export(label: Array(label.utf8), context: [1], count: count).copied
        default: throw HandshakeFault.aborted
        }
    }
}
