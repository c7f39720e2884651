import TLSMessages
import TLSNegotiation
import TLSWire

/// Server: nothing has come yet. Reads the ClientHello and chooses the version. RFC 9846 §4.2.2.
package struct ReadClientHello: ~Copyable, ServerPhase {
    static let accepts: [HandshakeType] = [.clientHello]

    private let settings: ServerSettings

    package init(_ settings: ServerSettings) {
        self.settings = settings
    }

    consuming func handle<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        try read(try decodeClientHello(message), message, into: &sink)
    }

    /// A hello in the form of SSL 2, from its type on: so the transcript has it. RFC 5246 §E.2.
    consuming func handleSSL2<S: HandshakeSink & ~Copyable>(
        _ bytes: [UInt8], into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let hello = try decoding { () throws(WireError) in
            try SSL2ClientHello.codec.decode(bytes, "ClientHello of SSL 2")
        }
        return try read(hello.clientHello, HandshakeMessage(type: .clientHello, bytes: bytes), into: &sink)
    }

    private consuming func read<S: HandshakeSink & ~Copyable>(
        _ hello: consuming ClientHello, _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        let settings = settings
        sink.tolerateChangeCipherSpec(true)
        guard settings.options.asksAboutClientHello else {
            return try answer(hello, message, settings, &sink)
        }
        let waiting = WaitingClientHello(hello, message)
        sink.report(.clientHello(waiting.hello, message))
        return .chooseForHello(ChooseForClientHello(waiting: waiting, settings: settings))
    }
}

/// Server: the application looks at the ClientHello. Left through `resume`, not through a message.
package struct ChooseForClientHello: ~Copyable {
    let waiting: WaitingClientHello
    let settings: ServerSettings

    /// Goes on with other settings, or with those it had.
    package consuming func resume<S: HandshakeSink & ~Copyable>(
        with chosen: ServerSettings?, into sink: inout S
    ) throws(HandshakeFault) -> ServerState {
        try answer(waiting.hello, waiting.message, chosen ?? settings, &sink)
    }
}

/// A hello that a state waits with: by itself in memory, as every move of a state moves room for the largest of them.
final class WaitingClientHello: Sendable {
    let hello: ClientHello
    let message: HandshakeMessage

    init(_ hello: consuming ClientHello, _ message: HandshakeMessage) {
        self.hello = hello
        self.message = message
    }
}

/// Decodes a ClientHello and checks what holds whatever the version.
func decodeClientHello(_ message: HandshakeMessage) throws(HandshakeFault) -> ClientHello {
    let hello = try decoding { () throws(WireError) in try message.decode(ClientHello.codec, "ClientHello") }
    // RFC 9846 §4.3.11: pre_shared_key covers all that stands before it, so it must be last.
    if hello.extensions.order.dropLast().contains(.preSharedKey) { throw .misbehaved(.preSharedKeyNotLast) }
    // RFC 9846 §4.3: oid_filters stands in CertificateRequest only.
    if hello.extensions.order.contains(.oidFilters) { throw .misbehaved(.oidFiltersInClientHello) }
    return hello
}

/// Chooses the version and hands over to its handshake.
private func answer<S: HandshakeSink & ~Copyable>(
    _ hello: consuming ClientHello, _ message: HandshakeMessage, _ settings: ServerSettings, _ sink: inout S
) throws(HandshakeFault) -> ServerState {
    guard let version = chooseVersion(hello, enabled: settings.versions) else {
        throw .incompatible(.noCommonVersion)
    }
    // RFC 7507 §3.
    if isInappropriateFallback(hello, version: version, enabled: settings.versions) {
        throw .incompatible(.inappropriateFallback)
    }
    switch version {
    case .tls13: return try Server13.answerFirstHello(hello, message, settings, &sink)
    case .tls12: return try Server12.answerHello(hello, message, settings, &sink)
    default: throw .incompatible(.noCommonVersion)
    }
}
