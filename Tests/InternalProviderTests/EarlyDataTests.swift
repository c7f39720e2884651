import HandshakeBench
import TLSMessages
import TLSProvider
import Testing

@Suite("Early data is not accepted: it is passed over and never seen. RFC 9846 §4.3.10")
struct EarlyDataTests {
    /// A pair whose client has offered early data and got the server's flight.
    private func pair() throws -> Pair {
        let pair = try Setup().pair()
        pair.client.hello.extensions.earlyData = Empty()
        pair.client.hello.extensions.pskKeyExchangeModes = [1]
        pair.client.hello.extensions.preSharedKey = .meaningless
        try pair.send(pair.client.helloRecord())
        try #require(pair.client.flight.isFinished)
        return pair
    }

    /// A record under early keys, which the server does not have.
    private func early(_ pair: Pair, _ count: Int) -> [UInt8] {
        pair.client.plain(.applicationData, [UInt8](repeating: 0xed, count: count))
    }

    @Test("It is not answered in EncryptedExtensions, and no key is taken from the ticket")
    func notAccepted() throws {
        let flight = try pair().client.flight
        #expect(flight.encryptedExtensions?.earlyData == nil)
        #expect(flight.serverHello?.extensions.preSharedKey == nil)
    }

    @Test("Up to 16,384 bytes of it pass, in any records", arguments: [1, 17, 100, 1000, 16_384])
    func passes(_ size: Int) throws {
        let pair = try pair()
        for _ in 0..<min(100, 16_384 / size) { pair.server.give(early(pair, size)) }
        try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished && pair.server.data.isEmpty)
        try pair.send(early(pair, 100))
        try pair.expectFailure(.badRecordMAC)
    }

    @Test("Above that the connection ends", arguments: [1, 100, 16_384])
    func tooMuch(_ size: Int) throws {
        let pair = try pair()
        for _ in 0...16_384 / size where pair.server.error == nil { try pair.send(early(pair, size)) }
        try pair.expectFailure(.unexpectedMessage, .peerMisbehaved)
    }

    @Test("Where none was offered, the first record that does not open ends the connection")
    func notOffered() throws {
        let pair = try Setup().pairAfterServerFlight()
        try pair.send(early(pair, 100))
        try pair.expectFailure(.badRecordMAC, .badRecord)
    }
}
