import CLibsslBench
import InternalProvider
import PlatformProvider
import TLSProvider

/// One job of our side, many times over, for a profiler: nothing else runs but the peer's part.
enum Profile: String, CaseIterable {
    case platformSeal = "platform-seal", platformOpen = "platform-open"
    case handshake, handshakeRSA = "handshake-rsa", seal, open, seal16K = "seal-16k", open16K = "open-16k", certificate

    func run(_ settings: Settings, _ identities: Identities) throws {
        switch self {
        case .handshake: try handshakes(Parameters(), settings, identities)
        case .handshakeRSA: try handshakes(Parameters(key: bench_key_rsa2048), settings, identities)
        case .platformSeal:
            try seals(RecordShape(count: 64, burst: 64), settings, identities, by: PlatformProvider())
        case .platformOpen:
            try opens(RecordShape(count: 64, burst: 64), settings, identities, by: PlatformProvider())
        case .seal: try seals(RecordShape(count: 64, burst: 64), settings, identities)
        case .open: try opens(RecordShape(count: 64, burst: 64), settings, identities)
        case .seal16K: try seals(RecordShape(count: 16_384, burst: 16), settings, identities)
        case .open16K: try opens(RecordShape(count: 16_384, burst: 16), settings, identities)
        case .certificate: _ = try CertificateParsing(settings: settings, identities: identities).rows()
        }
    }

    private func handshakes(_ parameters: Parameters, _ settings: Settings, _ identities: Identities) throws {
        let links = (0..<Handshakes.crowd).map { _ in Link() }
        let client = parameters.makeClientContext()
        let server = try OurServer(parameters, identities)
        for _ in 0..<settings.rounds { _ = try server.handshakes(client, on: links) }
    }

    private func seals(
        _ shape: RecordShape, _ settings: Settings, _ identities: Identities,
        by provider: any TLSProvider = InternalProvider()
    ) throws {
        let side = try records(shape, identities, provider)
        for _ in 0..<settings.rounds {
            try side.seal()
            side.peerOpens()
        }
    }

    private func opens(
        _ shape: RecordShape, _ settings: Settings, _ identities: Identities,
        by provider: any TLSProvider = InternalProvider()
    ) throws {
        let side = try records(shape, identities, provider)
        for _ in 0..<settings.rounds {
            side.peerSeals()
            try side.open()
        }
    }

    private func records(
        _ shape: RecordShape, _ identities: Identities, _ provider: any TLSProvider
    ) throws -> OurRecords {
        try OurRecords(
            OurServer(Parameters(), identities, provider), Parameters().makeClientContext(), shape.makeLink(), shape)
    }
}
