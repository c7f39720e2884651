import TLSMessages
import TLSPrimitives

@testable import TLSHandshake

/// The keys of one direction, as bytes that can be compared.
struct KeyBytes: Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ keys: borrowing TrafficKeys12) {
        bytes = [UInt8](copying: keys.macKey) + [UInt8](copying: keys.key) + [UInt8](copying: keys.iv)
    }

    init(_ keys: borrowing TrafficKeys) {
        bytes = keys.key.copied + keys.iv.copied
    }

    var description: String { "keys \(bytes.prefix(4))" }
}

extension Secret {
    var copied: [UInt8] { withBytes { [UInt8](copying: $0) } }
}

/// Something that a handshake has sent, with the keys it is under.
struct Wire: Hashable {
    enum Content: Hashable {
        case message(HandshakeMessage)
        case changeCipherSpec
        case warning(AlertDescription)
    }

    var content: Content
    var keys: KeyBytes?

    var type: HandshakeType? {
        if case .message(let message) = content { message.type } else { nil }
    }

    /// The same under the same keys with another message in it.
    func with(_ message: HandshakeMessage) -> Wire { Wire(content: .message(message), keys: keys) }
}

/// A connection without records: what is sent is kept, under the keys that were installed.
struct MemorySink: HandshakeSink {
    var sent: [Wire] = []
    var reports: [HandshakeReport] = []
    private(set) var reading: KeyBytes?
    private(set) var writing: KeyBytes?
    private(set) var cipher: RecordCipher?
    private(set) var speaksTLS12Records = false
    private(set) var toleratesChangeCipherSpec = false
    private(set) var recordLimit: Int?
    private(set) var fragmentLimits: FragmentLimits?
    private(set) var keyLog: [KeyLogEntry] = []
    /// Whether handshake bytes are left over behind the message that is handled.
    var isAligned = true
    var now: UnixTime?
    var hasUnsentOutput: Bool { false }

    struct FragmentLimits: Hashable {
        let sending: Int
        let receiving: Int
        let inTheClear: Bool
    }

    struct KeyLogEntry: Hashable {
        let label: String
        let clientRandom: [UInt8]
        let secret: [UInt8]
    }

    mutating func send(_ message: HandshakeMessage) { sent.append(Wire(content: .message(message), keys: writing)) }

    mutating func sendChangeCipherSpec() { sent.append(Wire(content: .changeCipherSpec, keys: writing)) }

    mutating func sendWarning(_ alert: AlertDescription) { sent.append(Wire(content: .warning(alert), keys: writing)) }

    mutating func aligned() throws(HandshakeFault) -> ReadAlignment {
        guard isAligned else { throw .misbehaved(.handshakeAcrossKeyChange) }
        return ReadAlignment()
    }

    mutating func installReading(
        _ keys: consuming TrafficKeys, _ alignment: consuming ReadAlignment
    ) throws(HandshakeFault) {
        reading = KeyBytes(keys)
    }

    mutating func installWriting(_ keys: consuming TrafficKeys) throws(HandshakeFault) { writing = KeyBytes(keys) }

    mutating func speakTLS12() { speaksTLS12Records = true }

    mutating func installReading(
        _ keys: consuming TrafficKeys12, _ alignment: consuming ReadAlignment
    ) throws(HandshakeFault) {
        reading = KeyBytes(keys)
    }

    mutating func installWriting(_ keys: consuming TrafficKeys12) throws(HandshakeFault) {
        cipher = keys.cipher
        writing = KeyBytes(keys)
    }

    mutating func stopProtectingWriting() { writing = nil }

    mutating func acceptEarlyData(_ limit: UInt32) {}

    mutating func endEarlyData() {}

    mutating func openEarlyData(_ limit: UInt32) {}

    mutating func keepEarlyExporter(_ secret: consuming Secret, _ hash: HashAlgorithm) {}

    mutating func skipEarlyData(_ skips: Bool) {}

    mutating func tolerateChangeCipherSpec(_ tolerates: Bool) { toleratesChangeCipherSpec = tolerates }

    mutating func limitRecords(to recordSizeLimit: Int) { recordLimit = recordSizeLimit }

    mutating func limitFragments(sending: Int, receiving: Int, inTheClear: Bool) {
        fragmentLimits = FragmentLimits(sending: sending, receiving: receiving, inTheClear: inTheClear)
    }

    mutating func log(_ label: StaticString, clientRandom: [UInt8], _ secret: borrowing Secret) {
        keyLog.append(KeyLogEntry(label: "\(label)", clientRandom: clientRandom, secret: secret.copied))
    }

    mutating func report(_ report: HandshakeReport) { reports.append(report) }
}

extension MemorySink {
    var outcome: HandshakeOutcome? {
        for case .established(let outcome) in reports { return outcome }
        return nil
    }

    var sessions: [ClientSession] {
        reports.compactMap { if case .session(let session) = $0 { session } else { nil } }
    }

    /// What came beside the chains that were to be judged.
    var judgedStatements: [CertificateStatements] {
        reports.indices.dropLast().compactMap { place in
            guard case .peerStatements(let statements) = reports[place], case .peerCertificates = reports[place + 1]
            else { return nil }
            return statements
        }
    }

    /// The chains that a verdict was asked for.
    var judged: [[[UInt8]]] {
        reports.compactMap { if case .peerCertificates(let chain) = $0 { chain } else { nil } }
    }
}
