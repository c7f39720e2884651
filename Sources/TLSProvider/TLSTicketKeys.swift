package import TLSMessages
package import TLSPrimitives

/// The keys that a server protects its tickets with. Servers that share them resume each other's sessions.
///
/// Made without arguments, they are random, known to this process alone, and replaced every six hours; a key that was
/// replaced opens tickets for six hours more. Made of files, they stay until they are replaced: put a new file in front
/// of the others, on all machines, before the oldest is taken away.
public final class TLSTicketKeys: Sendable {
    /// How long a random key protects new tickets, in seconds; it opens them for as long again.
    package static let rotation: Int64 = 6 * 3600

    private enum Keys: Sendable {
        case rotating([Dated])
        case given([TicketKey])
    }

    private struct Dated: Sendable {
        let key: TicketKey
        let madeAt: UnixTime
    }

    private let keys: Lock<Keys>

    /// Random keys, which replace themselves.
    public init() {
        keys = Lock(.rotating([]))
    }

    /// The keys of files as nginx has them (`ssl_session_ticket_key`): 48 or 80 random bytes each, such as
    /// `openssl rand 80` makes. The first protects new tickets, the others only open.
    ///
    /// - Throws: `invalidConfiguration` when there is no file, or one has another size or no randomness.
    public init(files: [[UInt8]]) throws(TLSError) {
        keys = Lock(.given(try Self.read(files)))
    }

    /// Goes on with other files; those that are not among them are forgotten. Nothing changes when it throws.
    ///
    /// - Throws: as `init(files:)`.
    public func replace(withFiles files: [[UInt8]]) throws(TLSError) {
        let read = try Self.read(files)
        keys.withLock { $0 = .given(read) }
    }

    private static func read(_ files: [[UInt8]]) throws(TLSError) -> [TicketKey] {
        guard !files.isEmpty else { throw ConfigurationRules.invalid("no file of ticket keys was given") }
        var read: [TicketKey] = []
        for file in files { read.append(try TicketKey(file: file)) }
        return read
    }

    /// The key for new tickets.
    package func sealingKey(at now: UnixTime) throws(CryptoError) -> TicketKey {
        try keys.withLock { keys throws(CryptoError) in
            switch keys {
            case .given(let given):
                guard let first = given.first else { throw CryptoError("ticket key", reason: "there is none") }
                return first
            case .rotating(let known):
                if let newest = known.first, now < newest.madeAt.adding(seconds: Self.rotation) { return newest.key }
                let fresh = Dated(key: try TicketKey(), madeAt: now)
                keys = .rotating([fresh] + known.filter { Self.opens($0, at: now) })
                return fresh.key
            }
        }
    }

    /// The key with this name, if it still opens tickets.
    package func openingKey(named name: [UInt8], at now: UnixTime) -> TicketKey? {
        keys.withLock { keys in
            switch keys {
            case .given(let given): given.first { $0.name == name }
            case .rotating(let known): known.first { $0.key.name == name && Self.opens($0, at: now) }?.key
            }
        }
    }

    private static func opens(_ dated: Dated, at now: UnixTime) -> Bool {
        now < dated.madeAt.adding(seconds: 2 * rotation)
    }
}

/// One key for tickets, and the name that tickets call it by.
package final class TicketKey: Sendable {
    package static let nameLength = 16

    package let name: [UInt8]
    package let cipher: AEADPool

    /// A random key.
    init() throws(CryptoError) {
        name = try SystemRandom().publicBytes(Self.nameLength)
        cipher = AEADPool(.aes256GCM, key: try Secret(random: 32))
    }

    /// A file's first 16 bytes name the key, and it is derived from the rest: so both sizes give one kind of key.
    init(file: [UInt8]) throws(TLSError) {
        guard file.count == 48 || file.count == 80 else {
            throw ConfigurationRules.invalid("a file of a ticket key has 48 or 80 bytes, not \(file.count)")
        }
        let material = file.span.bytes.extracting(Self.nameLength..<file.count)
        guard Set(file.dropFirst(Self.nameLength)).count > 8 else {
            throw ConfigurationRules.invalid("a file of a ticket key is not random: make one with `openssl rand 80`")
        }
        let name = Array(file.prefix(Self.nameLength))
        self.name = name
        do throws(CryptoError) {
            let info = Array("SSLServer ticket key".utf8)
            let extracted = try HKDF.extract(.sha256, salt: name.span.bytes, inputKey: material)
            let key = try HKDF.expand(.sha256, secret: extracted.span, info: info.span.bytes, count: 32)
            cipher = AEADPool(.aes256GCM, key: key)
        } catch {
            throw TLSError(.cryptographyFailed, "\(error)")
        }
    }
}
