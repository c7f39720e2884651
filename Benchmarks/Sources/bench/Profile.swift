import CLibsslBench
import InternalProvider
import PlatformProvider
import TLSProvider

/// One job of one side, many times over, for a profiler: nothing else runs but the peer's part.
enum Profile: String, CaseIterable {
    case platformSeal = "platform-seal", platformOpen = "platform-open"
    case platformSeal16K = "platform-seal-16k", platformOpen16K = "platform-open-16k"
    case platformHandshake = "platform-handshake", platformHandshake256 = "platform-handshake-256"
    case libsslSeal = "libssl-seal", libsslOpen = "libssl-open"
    case libsslSeal16K = "libssl-seal-16k", libsslOpen16K = "libssl-open-16k"
    case libsslHandshake = "libssl-handshake", libsslHandshake256 = "libssl-handshake-256"
    case handshake12 = "handshake-12", resume12 = "resume-12"
    case mutual, libsslMutual = "libssl-mutual", path
    case libsslResume = "libssl-resume", libsslClient = "libssl-client", resume, client
    case handshake, handshakeRSA = "handshake-rsa", seal, open, seal16K = "seal-16k", open16K = "open-16k", certificate

    private static var small: RecordShape { RecordShape(count: 64, burst: 64) }
    private static var large: RecordShape { RecordShape(count: 16_384, burst: 16) }
    private static let tls12 = Parameters(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
    private static let aes256 = Parameters(suite: .TLS_AES_256_GCM_SHA384)

    func run(_ settings: Settings, _ identities: Identities) throws {
        switch self {
        case .handshake: try handshakes(OurServer(Parameters(), identities), Parameters(), settings)
        case .handshake12: try handshakes(OurServer(Self.tls12, identities), Self.tls12, settings)
        case .resume12: try resume(OurServer(Self.tls12, identities, tickets: 1), settings, Self.tls12)
        case .handshakeRSA:
            let parameters = Parameters(key: bench_key_rsa2048)
            try handshakes(OurServer(parameters, identities), parameters, settings)
        case .platformHandshake:
            try handshakes(OurServer(Parameters(), identities, PlatformProvider()), Parameters(), settings)
        case .platformHandshake256:
            try handshakes(OurServer(Self.aes256, identities, PlatformProvider()), Self.aes256, settings)
        case .libsslHandshake: try handshakes(TheirServer(Parameters(), identities), Parameters(), settings)
        case .libsslHandshake256: try handshakes(TheirServer(Self.aes256, identities), Self.aes256, settings)
        case .seal: try seals(records(Self.small, identities, InternalProvider()), settings)
        case .open: try opens(records(Self.small, identities, InternalProvider()), settings)
        case .seal16K: try seals(records(Self.large, identities, InternalProvider()), settings)
        case .open16K: try opens(records(Self.large, identities, InternalProvider()), settings)
        case .platformSeal: try seals(records(Self.small, identities, PlatformProvider()), settings)
        case .platformOpen: try opens(records(Self.small, identities, PlatformProvider()), settings)
        case .platformSeal16K: try seals(records(Self.large, identities, PlatformProvider()), settings)
        case .platformOpen16K: try opens(records(Self.large, identities, PlatformProvider()), settings)
        case .libsslSeal: try seals(theirs(Self.small, identities), settings)
        case .libsslOpen: try opens(theirs(Self.small, identities), settings)
        case .libsslSeal16K: try seals(theirs(Self.large, identities), settings)
        case .libsslOpen16K: try opens(theirs(Self.large, identities), settings)
        case .resume: try resume(OurServer(Parameters(), identities, tickets: 1), settings)
        case .libsslResume: try resume(TheirServer(Parameters(), identities, tickets: 1), settings)
        case .client: try meet(TheirServer(Parameters(), identities), OurClient(Parameters()), settings)
        case .libsslClient: try meet(TheirServer(Parameters(), identities), TheirClient(Parameters()), settings)
        case .mutual:
            let chain = ClientChain(roots: 1)
            let client = TheirClient(Parameters(), presenting: chain)
            try meet(OurServer(Parameters(), identities, asking: chain), client, settings)
        case .libsslMutual:
            let chain = ClientChain(roots: 1)
            let client = TheirClient(Parameters(), presenting: chain)
            try meet(TheirServer(Parameters(), identities, asking: chain), client, settings)
        case .path: _ = try Trust(settings: settings, identities: identities).path()
        case .certificate: _ = try CertificateParsing(settings: settings, identities: identities).rows()
        }
    }

    private func handshakes(_ server: some Party, _ parameters: Parameters, _ settings: Settings) throws {
        try meet(server, TheirClient(parameters), settings)
    }

    private func meet(_ server: some Party, _ client: some Party, _ settings: Settings) throws {
        let crowd = Crowd(server, client)
        for _ in 0..<settings.rounds { _ = try crowd.handshakes() }
    }

    private func resume(
        _ server: some Party, _ settings: Settings, _ parameters: Parameters = Parameters()
    ) throws {
        try meet(server, TheirClient(parameters, resumingWith: server), settings)
    }

    private func seals(_ side: some RecordSide, _ settings: Settings) throws {
        for _ in 0..<settings.rounds {
            try side.seal()
            try side.peerOpens()
        }
    }

    private func opens(_ side: some RecordSide, _ settings: Settings) throws {
        for _ in 0..<settings.rounds {
            try side.peerSeals()
            try side.open()
        }
    }

    private func theirs(_ shape: RecordShape, _ identities: Identities) throws -> TheirRecords {
        try TheirRecords(
            TheirServer(Parameters(), identities), TheirClient(Parameters()), shape.makeLink(), shape)
    }

    private func records(
        _ shape: RecordShape, _ identities: Identities, _ provider: any TLSProvider
    ) throws -> OurRecords {
        try OurRecords(
            OurServer(Parameters(), identities, provider), TheirClient(Parameters()), shape.makeLink(), shape)
    }
}
