import CLibsslBench
import Foundation
import InternalProvider
import TLSCertificates
import TLSMessages
import TLSProvider

/// Our server, driven as a channel handler drives it: received bytes are opened where they lie, and what is to be sent
/// is written where the peer reads it.
struct OurServer: Party {
    private let context: any TLSServerContext
    /// The authorities of clients, where each of these is to be judged as if nothing were known yet.
    private var forgetful: TrustStore?

    /// - Parameters:
    ///   - tickets: how many a handshake ends with, for clients that resume. The yardstick's default here is none.
    ///   - chain: clients are asked for a certificate that leads to its root.
    ///   - forgets: each client's certificate is judged as if none had been before.
    init(
        _ parameters: Parameters, _ identities: Identities, _ provider: any TLSProvider = InternalProvider(),
        tickets: Int = 0, asking chain: ClientChain? = nil, forgets: Bool = false
    ) throws {
        var configuration = TLSServerConfiguration(identities: [try identities.of(parameters.key).ours()])
        configuration.groups = parameters.groups
        configuration.versions = [parameters.version]
        configuration.cipherSuites = [parameters.suite]
        configuration.resumesSessions = tickets > 0
        configuration.ticketCount = tickets
        if let chain {
            let root = try X509Certificate(derBytes: chain.root)
            configuration.clientAuthentication = .require
            configuration.clientTrust = TLSTrust(authorities: [root])
            if forgets { forgetful = configuration.clientTrust?.verifier.store }
            configuration.clientCertificateAuthorities = [root.subject.derBytes]
        }
        context = try provider.makeServerContext(configuration)
    }

    func makeSession(_ link: Link) -> any TLSSession {
        context.configuration.resumesSessions ? context.makeSession(at: .now) : context.makeSession()
    }

    func step(_ session: any TLSSession, _ link: Link) throws -> Bool {
        try session.step(at: link.server) { chain in
            var configuration = context.configuration
            if let forgetful { configuration.clientTrust?.verifier = PathVerifier(forgetful) }
            return configuration.verdict(on: chain, at: .now) ?? .reject(.certificateUnknown, reason: "no verdict")
        }
    }

    func end(_ session: any TLSSession) {}
}

/// Our client. It believes every certificate, and checks that the server has its key.
struct OurClient: Party {
    private let context: any TLSClientContext

    init(_ parameters: Parameters, _ provider: any TLSProvider = InternalProvider()) throws {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configuration.groups = parameters.groups
        configuration.versions = [parameters.version]
        configuration.cipherSuites = [parameters.suite]
        context = try provider.makeClientContext(configuration)
    }

    func makeSession(_ link: Link) -> any TLSSession {
        context.makeSession()
    }

    func step(_ session: any TLSSession, _ link: Link) throws -> Bool {
        try session.step(at: link.client) { _ in .accept }
    }

    func end(_ session: any TLSSession) {}
}

extension TLSSession {
    /// Takes what has come and answers. Whether the handshake is complete.
    fileprivate func step(at end: Link.End, _ judge: ([X509Certificate]) -> PeerVerdict) throws -> Bool {
        var hasAnswered: Bool
        repeat {
            _ = try receive(at: end)
            hasAnswered = false
            while let event = nextEvent() {
                guard case .peerCertificates(let chain) = event else { continue }
                try resume(with: judge(chain))
                hasAnswered = true
            }
        } while hasAnswered
        if outgoingCount > 0 { end.write { drainOutgoing(into: &$0) } }
        return isEstablished
    }

    /// Opens every whole record on the link. How many bytes of application data it held.
    func receive(at end: Link.End) throws -> Int {
        var bytes = 0
        while end.hasInput {
            let taken = try end.read { input throws(TLSError) in
                let received = try receive(&input)
                bytes += received.applicationData.count
                return received.consumed
            }
            guard taken > 0 else { break }
        }
        return bytes
    }
}

extension UnixTime {
    /// The system's time.
    fileprivate static var now: UnixTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return UnixTime(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }
}
