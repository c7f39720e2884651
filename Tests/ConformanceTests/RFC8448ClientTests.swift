import HandshakeBench
import TLSMessages
import TLSProvider
import TestSupport
import Testing

/// The traces, replayed against the client byte for byte.
///
/// Given the trace's offer, randomness, keys, session and signature, everything the client sends must be what the trace has.
/// What is out of reach: the second hello of section 5 is padded, which ours is not.
@Suite("The client says what the traces of RFC 8448 say")
struct RFC8448ClientTests {
    private static let sections = [3, 4, 6, 7]

    @Test("The first hello is the trace's", arguments: [3, 4, 5, 6, 7])
    func hello(_ section: Int) throws {
        let trace = try TracedClient(section)
        #expect(trace.bench.take() == (try trace.section.records("client", ["handshake"]).first))
    }

    @Test("Every record up to Finished is the trace's", arguments: sections)
    func records(_ section: Int) throws {
        let trace = try TracedClient(section)
        let hello = trace.bench.take()
        if section == 4 {
            let sent = try #require(trace.section.steps("client", "send application_data").first)
            let sealed = try trace.bench.session.sealEarlyData(try sent.bytes("payload")).sealed
            #expect(sealed == (try sent.bytes("complete record")))
        }
        try giveServersFlight(trace)
        let expected = try trace.section.records("client", ["handshake", "change_cipher_spec"])
        #expect(hello + trace.bench.take() == Array(expected.joined()))
        #expect(trace.bench.isEstablished && trace.bench.error == nil)
    }

    @Test("Every secret is the trace's", arguments: sections)
    func secrets(_ section: Int) throws {
        let trace = try TracedClient(section)
        try giveServersFlight(trace)
        for (label, name) in [
            ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "c hs traffic"), ("SERVER_HANDSHAKE_TRAFFIC_SECRET", "s hs traffic"),
            ("CLIENT_TRAFFIC_SECRET_0", "c ap traffic"), ("SERVER_TRAFFIC_SECRET_0", "s ap traffic"),
            ("EXPORTER_SECRET", "exp master"),
        ] {
            let expected = try trace.section.step("server", "derive secret \"tls13 \(name)\"").bytes("expanded")
            #expect(trace.secrets[label] == expected)
        }
        guard section == 4 else { return }
        for (label, name) in [
            ("CLIENT_EARLY_TRAFFIC_SECRET", "c e traffic"), ("EARLY_EXPORTER_SECRET", "e exp master"),
        ] {
            let expected = try trace.section.step("client", "derive secret \"tls13 \(name)\"").bytes("expanded")
            #expect(trace.secrets[label] == expected)
        }
    }

    @Test("Data, ticket and close_notify are the trace's", arguments: [3, 4])
    func data(_ section: Int) throws {
        let trace = try TracedClient(section)
        try giveServersFlight(trace)
        _ = trace.bench.take()
        for record in try trace.section.records("server", ["handshake"]).dropFirst(2) { trace.bench.give(record) }
        let sent = try trace.section.step("client", "send application_data")
        #expect(try trace.bench.session.seal(try sent.bytes("payload")) == (try sent.bytes("complete record")))
        for record in try trace.section.records("server", ["application_data", "alert"]) { trace.bench.give(record) }
        #expect(trace.bench.data == (try trace.section.step("server", "send application_data").bytes("payload")))
        #expect(trace.bench.closeNotifies == 1 && trace.bench.error == nil)
        trace.bench.session.close()
        #expect(trace.bench.take() == Array(try trace.section.records("client", ["alert"]).joined()))
    }

    /// The server's records up to Finished: two of handshake messages, with a change_cipher_spec between them in one trace.
    private func giveServersFlight(_ trace: TracedClient) throws {
        let count = trace.section.number == 7 ? 3 : 2
        for record in try trace.section.records("server", ["handshake", "change_cipher_spec"]).prefix(count) {
            trace.bench.give(record)
        }
    }
}
