import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

/// A server's options in the terms of our configuration.
enum ServerSetup {
    /// What BoringSSL takes of early data, so much do its tests send.
    private static let earlyData = 14_336

    static func configuration(
        _ options: ShimOptions, _ shared: SharedState, _ observations: Observations
    ) throws -> TLSServerConfiguration {
        // The credentials come by the provider: `ConnectionSetup.provider`.
        var made = TLSServerConfiguration(identities: [])
        made.versions = try ConnectionSetup.versions(options)
        made.cipherSuites = CipherSuite.allTLS13 + options.cipherSuites
        if let groups = ConnectionSetup.groups(options) { made.groups = groups }
        let schemes13 = ConnectionSetup.schemes13(options)
        if !schemes13.isEmpty { made.signatureSchemes = schemes13 }
        made.tls12SignatureSchemes = ConnectionSetup.schemes12(options)
        (made.applicationProtocols, made.requiresApplicationProtocol) = applicationProtocols(options)
        made.clientAuthentication = clientAuthentication(options)
        made.clientCertificateAuthorities = try authorities(options)
        if options.maximumCertificateList > 0 {
            made.limits.maximumCertificateMessage = options.maximumCertificateList
        }
        made.acceptsSSL2Hello = true
        made.traceMessages = observations.keepMessage
        if let limit = options.maximumRecordPlaintext { made.maximumRecordPlaintext = limit }
        made.ticketKeys = shared.ticketKeys
        (made.compressesCertificates, made.certificateCompressions) = try MadeUpCompression.choices(options)
        if options.sendsNoTickets { made.ticketCount = 0 }
        // TLS 1.2 then goes by identifiers.
        if options.givesNoTickets {
            made.ticketCount = 0
            made.sessionStore = shared.store
        }
        if options.enablesEarlyData { made.earlyData = .accept(upTo: earlyData, filter: shared.replayFilter) }
        // The question of each hello is answered by `ShimConnection`.
        made.chooseForClient = { _ in .proceed }
        made.unsafelyLogSecrets = observations.keepSecret
        return made
    }

    private static func applicationProtocols(_ options: ShimOptions) -> (names: [String], areRequired: Bool) {
        if options.declinesProtocols { return ([], false) }
        // A name that no test offers.
        if options.rejectsProtocols { return (["none of these"], true) }
        return (options.selectedProtocol.map { $0.isEmpty ? [] : [$0] } ?? [], false)
    }

    private static func clientAuthentication(_ options: ShimOptions) -> ClientAuthentication {
        if options.requestsCertificate { return .request }
        return options.requiresCertificate ? .require : .none
    }

    private static func authorities(_ options: ShimOptions) throws(ShimFailure) -> [[UInt8]] {
        guard let text = options.clientAuthorities, text != "<NULL>", text != "<EMPTY>" else { return [] }
        var names: [[UInt8]] = []
        for name in text.split(separator: ",") {
            guard let bytes = [UInt8](hexadecimal: String(name)) else { throw .failed("not hexadecimal: \(name)") }
            names.append(bytes)
        }
        return names
    }
}

/// A client's options in the terms of our configuration.
enum ClientSetup {
    static func configuration(
        _ options: ShimOptions, _ shared: SharedState, _ observations: Observations, isResumption: Bool
    ) throws -> TLSClientConfiguration {
        var made = TLSClientConfiguration(serverName: options.hostName)
        made.versions = try ConnectionSetup.versions(options)
        made.cipherSuites = CipherSuite.allTLS13 + options.cipherSuites
        if let groups = ConnectionSetup.groups(options) { made.groups = groups }
        made.keyShareGroups = options.keyShares.map(ConnectionSetup.groups) ?? usualShares(made.groups)
        made.serverGroupsHint = ConnectionSetup.groups(options.serverGroupsHint)
        // Its clients give up where no credential fits.
        made.requiresFittingIdentity = true
        (made.compressesCertificates, made.certificateCompressions) = try MadeUpCompression.choices(options)
        let schemes13 = ConnectionSetup.schemes13(options)
        if !schemes13.isEmpty { made.signatureSchemes = schemes13 }
        made.tls12SignatureSchemes = ConnectionSetup.schemes12(options)
        made.applicationProtocols = try options.advertisedProtocols.map(protocols) ?? []
        if options.maximumCertificateList > 0 {
            made.limits.maximumCertificateMessage = options.maximumCertificateList
        }
        if isResumption, !options.givesNoTickets { made.session = shared.session }
        made.offersEarlyData = options.enablesEarlyData
        made.requestsOCSPResponse = options.enablesStapling
        made.requestsCertificateTimestamps = options.enablesTimestamps
        if !options.givesNoTickets {
            made.receiveSession = { session in observations.contents.withLock { $0.sessions.append(session) } }
        }
        made.unsafelyLogSecrets = observations.keepSecret
        made.traceMessages = observations.keepMessage
        if let limit = options.maximumRecordPlaintext { made.maximumRecordPlaintext = limit }
        return made
    }

    /// What BoringSSL sends where it is told nothing: a share for its first group with ML-KEM, and one for its first other.
    private static func usualShares(_ groups: [NamedGroup]) -> [NamedGroup] {
        let withMLKEM: [NamedGroup] = [.x25519MLKEM768, .mlkem1024]
        let first = groups.first(where: withMLKEM.contains), other = groups.first { !withMLKEM.contains($0) }
        return [first, other].compactMap { $0 }
    }

    /// The names of a list as it stands on the wire. RFC 7301 §3.1.
    private static func protocols(_ wire: [UInt8]) throws(ShimFailure) -> [String] {
        var names: [String] = []
        var rest = wire[...]
        while let length = rest.popFirst() {
            guard rest.count >= Int(length) else { throw .failed("a malformed list of protocols") }
            names.append(String(decoding: rest.prefix(Int(length)), as: UTF8.self))
            rest = rest.dropFirst(Int(length))
        }
        return names
    }
}

extension Observations {
    /// A message in the suite's words.
    @Sendable func keepMessage(_ message: TLSMessageTrace) {
        let kind =
            switch message.kind {
            case .handshake(let type): "hs \(type)"
            case .changeCipherSpec: "ccs"
            case .alert(let alert, let isFatal): "alert \(isFatal ? 2 : 1) \(alert.rawValue)"
            case .ssl2ClientHello: "v2clienthello"
            }
        contents.withLock { $0.messages += "\(message.isReceived ? "read" : "write") \(kind)\n" }
    }

    /// A line of the key log: label, client random, secret. RFC 9850 §2.
    @Sendable func keepSecret(_ line: String) {
        let parts = line.split(separator: " ")
        guard parts.count == 3, let secret = [UInt8](hexadecimal: String(parts[2])) else { return }
        contents.withLock { $0.secrets[String(parts[0])] = secret }
    }
}

extension [UInt8] {
    /// The bytes that hexadecimal digits stand for.
    init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
