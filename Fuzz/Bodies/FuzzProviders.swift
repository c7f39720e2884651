import HandshakeBench
import InternalProvider
import PlatformProvider
import TLSMessages
import TLSPrimitives
import TLSProvider

/// The same configurations and the same bytes through both providers' servers, each with a client of libssl's: both handshakes
/// succeed with the same outcome, or both fail.
///
/// Input: bytes that choose the configurations of server and client; then, where the last of them says so, one change to one
/// byte of what the client sends; then application data.
///
/// - Returns: whether the handshakes succeeded.
@discardableResult
package func fuzzProviders(_ bytes: RawSpan) -> Bool {
    var input = FuzzInput(bytes)
    let pairing = ProviderPairing(&input)
    let change = input.byte() & 1 == 0 ? nil : (at: input.number(), mask: input.byte())
    let data = input.bytes(600)
    let ours = pairing.run(with: InternalProvider(), change, data)
    let theirs = pairing.run(with: PlatformProvider(), change, data)
    precondition(ours == theirs, "the providers differ: \(ours) and \(theirs)")
    return ours != .failed
}

/// What a handshake came to.
private enum ProviderOutcome: Equatable {
    case failed
    case established(suite: CipherSuite, protocol: String?, group: NamedGroup?, chain: Int)
}

/// The configurations of both ends.
private struct ProviderPairing {
    private var server: TLSServerConfiguration
    private var client = TLSClientConfiguration(serverName: "a.example")
    private let acceptsClient: Bool

    init(_ input: inout FuzzInput) {
        server = TLSServerConfiguration(identities: FuzzServer.identity.map { [$0] } ?? [])
        server.cipherSuites = Self.choose(CipherSuite.allTLS13, input.byte())
        client.cipherSuites = Self.choose(CipherSuite.allTLS13, input.byte())
        let groups: [NamedGroup] = [.x25519, .secp256r1, .secp384r1, .x448]
        server.groups = Self.choose(groups, input.byte())
        client.groups = Self.choose(groups, input.byte())
        server.applicationProtocols = Self.choose(["h2", "http/1.1", "x"], input.byte())
        let protocols = input.byte()
        client.applicationProtocols = protocols & 0x80 == 0 ? [] : Self.choose(["x", "h2", "y"], protocols)
        let other = input.byte()
        server.requiresApplicationProtocol = other & 1 == 0
        server.refusesUnknownServerName = other & 2 != 0
        if other & 4 != 0 { client.serverName = "b.example" }
        server.clientAuthentication = other & 8 != 0 ? .require : other & 16 != 0 ? .request : .none
        if other & 32 != 0, let identity = FuzzServer.identity { client.identities = [identity] }
        acceptsClient = other & 64 == 0
        server.verifyClient = { _ in .accept }
        client.verifyServer = { _ in .accept }
    }

    /// Some of `values`, one at least, in an order that the byte says.
    private static func choose<Value>(_ values: [Value], _ byte: UInt8) -> [Value] {
        let chosen = values.indices.filter { byte & (1 << UInt8($0)) != 0 }.map { values[$0] }
        let some = chosen.isEmpty ? values : chosen
        return byte & 0x40 == 0 ? some : some.reversed()
    }

    func run(
        with provider: any TLSProvider, _ change: (at: Int, mask: UInt8)?, _ data: [UInt8]
    ) -> ProviderOutcome {
        guard let context = try? provider.makeServerContext(server),
            let peer = try? PlatformProvider().makeClientContext(client)
        else { preconditionFailure("a configuration was refused") }
        let ends = (server: ServerBench(context), client: ServerBench(peer.makeSession()))
        if !acceptsClient { ends.server.verdict = .reject(.badCertificate, reason: "fuzz") }
        var sent = 0
        exchange(ends, &sent, change)
        guard ends.server.isEstablished, ends.client.isEstablished, let outcome = ends.server.completed else {
            return .failed
        }
        let exported = try? ends.server.session.exportKeyingMaterial(label: "fuzz", context: [1], count: 32)
        let theirs = try? ends.client.session.exportKeyingMaterial(label: "fuzz", context: [1], count: 32)
        precondition(exported != nil && exported == theirs, "the ends export different keys")
        echo(data, ends, &sent)
        return .established(
            suite: outcome.cipherSuite, protocol: outcome.applicationProtocol, group: outcome.group,
            chain: outcome.peerCertificates.count)
    }

    private func exchange(
        _ ends: (server: ServerBench, client: ServerBench), _ sent: inout Int, _ change: (at: Int, mask: UInt8)?
    ) {
        while true {
            var bytes = ends.client.take()
            if let change, bytes.indices.contains(change.at - sent), !isVersion(change.at - sent, of: bytes) {
                bytes[change.at - sent] ^= change.mask
            }
            sent += bytes.count
            if !bytes.isEmpty { ends.server.give(bytes) }
            let answer = ends.server.take()
            if !answer.isEmpty { ends.client.give(answer) }
            if bytes.isEmpty, answer.isEmpty { return }
        }
    }

    /// Whether a byte is of a record's version, which RFC 9846 §5.1 wants ignored and libssl does not ignore.
    private func isVersion(_ index: Int, of records: [UInt8]) -> Bool {
        var start = 0
        while start + 5 <= records.count {
            if (start + 1...start + 2).contains(index) { return true }
            start += 5 + Int(records[start + 3]) << 8 + Int(records[start + 4])
        }
        return false
    }

    private func echo(_ data: [UInt8], _ ends: (server: ServerBench, client: ServerBench), _ sent: inout Int) {
        guard !data.isEmpty, let bytes = try? ends.client.session.seal(data) else { return }
        ends.server.give(bytes)
        precondition(ends.server.data == data, "the data is not what was sent")
        guard let answer = try? ends.server.session.seal(data) else { preconditionFailure("no answer can be sealed") }
        ends.client.give(answer)
        precondition(ends.client.data == data, "the answer is not what was sent")
        ends.client.session.close()
        exchange(ends, &sent, nil)
        precondition(ends.server.closeNotifies == 1, "the client's end was not told")
    }
}
