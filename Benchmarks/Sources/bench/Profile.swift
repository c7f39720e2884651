import CLibsslBench

/// One job of our side, many times over, for a profiler: nothing else runs but the peer's part.
enum Profile: String, CaseIterable {
    case handshake, handshakeRSA = "handshake-rsa", seal, open, certificate

    func run(_ settings: Settings, _ identities: Identities) throws {
        switch self {
        case .handshake: try handshakes(Parameters(), settings, identities)
        case .handshakeRSA: try handshakes(Parameters(key: bench_key_rsa2048), settings, identities)
        case .seal:
            try records(settings, identities) { side in
                try side.seal()
                side.peerOpens()
            }
        case .open:
            try records(settings, identities) { side in
                side.peerSeals()
                try side.open()
            }
        case .certificate: _ = try CertificateParsing(settings: settings, identities: identities).rows()
        }
    }

    private func handshakes(_ parameters: Parameters, _ settings: Settings, _ identities: Identities) throws {
        let links = (0..<Handshakes.crowd).map { _ in Link() }
        let client = parameters.makeClientContext()
        let server = try OurServer(parameters, identities)
        for _ in 0..<settings.rounds { _ = try server.handshakes(client, on: links) }
    }

    private func records(
        _ settings: Settings, _ identities: Identities, _ job: (OurRecords) throws -> Void
    ) throws {
        let shape = RecordShape(count: 64, burst: 64)
        let side = try OurRecords(
            OurServer(Parameters(), identities), Parameters().makeClientContext(), shape.makeLink(), shape)
        for _ in 0..<settings.rounds { try job(side) }
    }
}
