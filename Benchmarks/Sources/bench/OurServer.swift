import CLibsslBench
import InternalProvider
import TLSProvider

/// Our server joined to libssl's client by a link, driven as a channel handler drives it: received bytes are opened
/// where they lie, and what is to be sent is written where the peer reads it.
struct OurServer {
    let context: any TLSServerContext
    let client: OpaquePointer
    let link: Link

    init(_ parameters: Parameters, _ identities: Identities, _ link: Link) throws {
        var configuration = TLSServerConfiguration(identities: [try identities.of(parameters.key).ours()])
        configuration.groups = [parameters.group]
        configuration.cipherSuites = [parameters.suite]
        context = try InternalProvider().makeServerContext(configuration)
        client = bench_client_context(parameters.groupName, parameters.suiteToken)
        self.link = link
    }

    /// One full handshake; what our side spent, from the session's making to its end, is added to `spent`.
    func handshake(_ spent: inout bench_reading) throws {
        link.reset()
        let client = bench_client_new(client, link.handle)
        var clientIsDone = bench_client_handshake(client) == 1
        var before = bench_read_meter()
        var session: (any TLSSession)? = context.makeSession()
        var serverIsDone = try step(session)
        spent += bench_read_meter() - before
        while !clientIsDone || !serverIsDone {
            if !clientIsDone { clientIsDone = bench_client_handshake(client) == 1 }
            before = bench_read_meter()
            if !serverIsDone { serverIsDone = try step(session) }
            spent += bench_read_meter() - before
        }
        bench_client_free(client)
        before = bench_read_meter()
        session = nil
        spent += bench_read_meter() - before
    }

    /// A handshake whose two ends are kept.
    func connect() throws -> (session: any TLSSession, client: OpaquePointer) {
        link.reset()
        guard let client = bench_client_new(client, link.handle) else { throw BenchError("no client") }
        let session = context.makeSession()
        while true {
            let clientIsDone = bench_client_handshake(client) == 1
            if try step(session), clientIsDone { return (session, client) }
        }
    }

    /// Takes what has come, reports, answers. Whether the handshake is complete.
    private func step(_ session: (any TLSSession)?) throws -> Bool {
        guard let session else { return false }
        _ = try receive(session)
        while session.nextEvent() != nil {}
        if session.outgoingCount > 0 { link.write { session.drainOutgoing(into: &$0) } }
        return session.isEstablished
    }

    /// Opens every whole record on the link. How many bytes of application data it held.
    func receive(_ session: any TLSSession) throws -> Int {
        var bytes = 0
        while link.hasInput {
            let taken = try link.read { input throws(TLSError) in
                let received = try session.receive(&input)
                bytes += received.applicationData.count
                return received.consumed
            }
            guard taken > 0 else { break }
        }
        return bytes
    }
}

/// A run that cannot go on.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
