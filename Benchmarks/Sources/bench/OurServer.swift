import CLibsslBench
import InternalProvider
import TLSProvider

/// Our server, driven as a channel handler drives it: received bytes are opened where they lie, and what is to be sent
/// is written where the peer reads it.
struct OurServer: Server {
    private let context: any TLSServerContext

    init(
        _ parameters: Parameters, _ identities: Identities, _ provider: any TLSProvider = InternalProvider()
    ) throws {
        var configuration = TLSServerConfiguration(identities: [try identities.of(parameters.key).ours()])
        configuration.groups = [parameters.group]
        configuration.cipherSuites = [parameters.suite]
        // The yardstick offers no tickets either.
        configuration.resumesSessions = false
        context = try provider.makeServerContext(configuration)
    }

    func makeSession(_ link: Link) -> any TLSSession {
        context.makeSession()
    }

    func step(_ session: any TLSSession, _ link: Link) throws -> Bool {
        _ = try Self.receive(session, link)
        while session.nextEvent() != nil {}
        if session.outgoingCount > 0 { link.write { session.drainOutgoing(into: &$0) } }
        return session.isEstablished
    }

    func end(_ session: any TLSSession) {}

    /// Opens every whole record on the link. How many bytes of application data it held.
    static func receive(_ session: any TLSSession, _ link: Link) throws -> Int {
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
