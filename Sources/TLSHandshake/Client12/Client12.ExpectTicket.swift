import TLSMessages
import TLSWire

extension Client12 {
    /// Client, TLS 1.2: the ticket that the ServerHello has promised is due. RFC 5077 §3.3.
    package struct ExpectTicket: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.newSessionTicket]

        let next: ExpectChangeCipherSpec

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let ticket = try decoding { () throws(WireError) in
                try message.decode(NewSessionTicket12.codec, "NewSessionTicket")
            }
            try next.context.transcript.append(message)
            next.context.ticket = ticket
            return .changeCipherSpec12(next)
        }
    }
}
