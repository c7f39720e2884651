import HandshakeBench
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

/// The traces, replayed against the server byte for byte.
///
/// Given the trace's randomness, key, ticket and signature, everything the server sends must be what the trace has.
/// Signatures are taken from the trace, as neither RSASSA-PSS nor ECDSA repeats.
@Suite("The server says what the traces of RFC 8448 say")
struct RFC8448Tests {
    private static let sections = [3, 4, 5, 6, 7]

    @Test("Every record of the handshake is the trace's, and the ticket behind it", arguments: sections)
    func serverRecords(_ section: Int) throws {
        let trace = try TracedServer(section)
        var sent: [UInt8] = []
        for record in try trace.records("client", "handshake", "change_cipher_spec", "application_data") {
            trace.bench.give(record)
            sent += trace.bench.take()
        }
        #expect(trace.bench.error == nil)
        #expect(sent == Array(try trace.records("server", "handshake", "change_cipher_spec").joined()))
    }

    @Test("Every secret is the trace's", arguments: sections)
    func secrets(_ section: Int) throws {
        let trace = try TracedServer(section)
        for hello in try trace.records("client", "handshake").dropLast() { trace.bench.give(hello) }
        #expect(trace.secrets["CLIENT_HANDSHAKE_TRAFFIC_SECRET"] == (try trace.expanded("c hs traffic")))
        #expect(trace.secrets["SERVER_HANDSHAKE_TRAFFIC_SECRET"] == (try trace.expanded("s hs traffic")))
        #expect(trace.secrets["CLIENT_TRAFFIC_SECRET_0"] == (try trace.expanded("c ap traffic")))
        #expect(trace.secrets["SERVER_TRAFFIC_SECRET_0"] == (try trace.expanded("s ap traffic")))
        #expect(trace.secrets["EXPORTER_SECRET"] == (try trace.expanded("exp master")))
        guard section == 4 else { return }
        #expect(trace.secrets["CLIENT_EARLY_TRAFFIC_SECRET"] == (try trace.expanded("c e traffic", by: "client")))
        #expect(trace.secrets["EARLY_EXPORTER_SECRET"] == (try trace.expanded("e exp master", by: "client")))
    }

    @Test("The client's records establish the connection and bring its data", arguments: sections)
    func clientRecords(_ section: Int) throws {
        let trace = try TracedServer(section)
        let records = try trace.records("client", "handshake", "change_cipher_spec", "application_data", "alert")
        for record in records { trace.bench.give(record) }
        #expect(trace.bench.error == nil)
        let agreed = try #require(trace.bench.completed)
        #expect(agreed.cipherSuite == .TLS_AES_128_GCM_SHA256)
        #expect(agreed.group == (section == 5 ? .secp256r1 : .x25519))
        #expect(agreed.isHelloRetried == (section == 5))
        #expect(agreed.serverName == "server")
        #expect(agreed.peerCertificates.count == (section == 6 ? 1 : 0))
        #expect(trace.bench.data == (section < 5 ? try trace.payload("client", "application_data") : []))
        #expect(trace.bench.earlyData == (section == 4 ? Array("ABCDEF".utf8) : []))
        #expect(agreed.isResumed == (section == 4) && agreed.isEarlyDataAccepted == (section == 4))
        #expect(trace.bench.closeNotifies == 1)
    }

    @Test("The server's data and close_notify are the trace's", arguments: sections)
    func closeNotify(_ section: Int) throws {
        let trace = try TracedServer(section)
        for record in try trace.records("client", "handshake", "change_cipher_spec", "application_data") {
            trace.bench.give(record)
        }
        _ = trace.bench.take()
        if section < 5 {
            let record = try trace.records("server", "application_data").joined().map { $0 }
            #expect(try trace.bench.session.seal(try trace.payload("server", "application_data")) == record)
        }
        trace.bench.session.close()
        #expect(trace.bench.take() == (try trace.records("server", "alert").joined()).map { $0 })
    }

    @Test("Data is sealed under the trace's keys", arguments: sections)
    func applicationKeys(_ section: Int) throws {
        let trace = try TracedServer(section)
        for record in try trace.records("client", "handshake", "change_cipher_spec", "application_data") {
            trace.bench.give(record)
        }
        _ = trace.bench.take()
        var record = try trace.bench.session.seal([1, 2, 3])
        let keys = try trace.keys("server", "derive write traffic keys for application data")
        let opener = try AEADOpener(.aes128GCM, key: keys.key.span.bytes)
        // In section 3 a ticket goes first.
        let nonce = AEADNonce(keys.iv.span.bytes).xored(with: section == 3 ? 1 : 0)
        let end = record.count
        var span = record.mutableSpan
        var bytes = span.mutableBytes
        #expect(try opener.open(&bytes, ciphertext: 5..<end, additionalData: 0..<5, nonce: nonce))
        #expect(Array(record[5..<end - 16]) == [1, 2, 3, 23])
    }
}
