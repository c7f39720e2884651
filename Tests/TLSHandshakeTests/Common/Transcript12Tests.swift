import TLSHandshake
import TLSMessages
import TLSPrimitives
import Testing

@Suite("The transcript of TLS 1.2 is hashed as it grows, and kept while a CertificateVerify may come. RFC 5246 §7.4.8")
struct Transcript12Tests {
    private static let messages = [
        HandshakeMessage(.helloRequest, Empty(), HelloRequest.codec),
        HandshakeMessage(.finished, [UInt8](repeating: 3, count: 12), Finished12.codec),
        HandshakeMessage(.newSessionTicket, NewSessionTicket12(lifetimeHint: 9, ticket: [1]), NewSessionTicket12.codec),
    ]

    @Test("The hash is that of all messages so far, kept or not", arguments: [HashAlgorithm.sha256, .sha384])
    func hash(_ algorithm: HashAlgorithm) throws {
        for keeps in [true, false] {
            let transcript = try Transcript12(algorithm, keepsMessages: keeps)
            var bytes: [UInt8] = []
            for message in Self.messages {
                try transcript.append(message)
                bytes += message.bytes
                let hash = try transcript.hash
                #expect(hash.algorithm == algorithm)
                #expect(try hash.digest == algorithm.digest(of: bytes.span.bytes))
                if keeps { #expect(try transcript.messages == bytes) }
                if !keeps { #expect(throws: HandshakeFault.self) { try transcript.messages } }
            }
        }
    }

    @Test("Messages that are no longer needed are dropped, and the hash goes on")
    func drop() throws {
        let transcript = try Transcript12(.sha256, keepsMessages: true)
        try transcript.append(Self.messages[0])
        transcript.dropMessages()
        #expect(throws: HandshakeFault.self) { try transcript.messages }
        try transcript.append(Self.messages[1])
        let bytes = Self.messages[0].bytes + Self.messages[1].bytes
        #expect(try transcript.hash.digest == HashAlgorithm.sha256.digest(of: bytes.span.bytes))
    }
}
