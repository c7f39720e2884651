import RecordReference
import TLSMessages
import TLSPrimitives
import TLSRecordLayer

/// Records of TLS 1.2 whose bytes are secret on arrival, and so everything that they decrypt to: only whether they are
/// authentic becomes public, and then their length.
struct RecordChecks {
    let cipher: BlockCipher
    let mac: HashAlgorithm
    let encryptsThenMACs: Bool

    static let all: [RecordChecks] = [false, true].flatMap { encryptsThenMACs in
        [BlockCipher.aes128, .aes256, .tripleDES].flatMap { cipher in
            [HashAlgorithm.sha1, .sha256, .sha384].map { mac in
                RecordChecks(cipher: cipher, mac: mac, encryptsThenMACs: encryptsThenMACs)
            }
        }
    }

    private var reference: ReferenceBlockRecord {
        ReferenceBlockRecord(
            cipher, mac, encryptsThenMACs: encryptsThenMACs, macKey: [UInt8](repeating: 1, count: mac.digestLength),
            key: [UInt8](0..<UInt8(cipher.keyLength)))
    }

    private var iv: [UInt8] { [UInt8](repeating: 2, count: cipher.blockLength) }

    /// A reader that is past its first record and has the keys.
    private func reader() throws -> RecordReader {
        let reader = RecordReader()
        var hello: [UInt8] = [22, 3, 3, 0, 1, 1]
        var first = hello.mutableSpan
        _ = try reader.read(&first)
        let reference = reference
        try reader.install(
            .block(cipher, mac: mac, encryptsThenMACs: encryptsThenMACs), macKey: reference.macKey.span.bytes,
            key: reference.key.span.bytes, iv: RawSpan())
        return reader
    }

    /// The content of a record of this body, all of which is secret, or of encrypt-then-MAC the MAC; nil when it is refused.
    func open(_ body: [UInt8]) throws -> [UInt8]? {
        let reader = try reader()
        var record: [UInt8] = [
            23, 3, 3, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count),
        ]
        record += body
        // The padding of an authentic record is its sender's: with encrypt-then-MAC there is no secret about it.
        let start = encryptsThenMACs ? max(5, record.count - mac.digestLength) : 5
        record.span.bytes.extracting(start..<record.count).makeSecret()
        var span = record.mutableSpan
        do throws(RecordFault) {
            guard case .record(_, let content, _) = try reader.read(&span) else { return nil }
            return Array(record[content])
        } catch {
            guard case .badMAC = error else { return nil }
            return nil
        }
    }

    /// An honest record, and every kind of wrong one.
    func run() throws -> Bool {
        let reference = reference, block = cipher.blockLength
        let content = [UInt8](repeating: 0x63, count: 100)
        guard let opened = try open(reference.seal(content, sequence: 0, type: 23, iv: iv)) else { return false }
        // Without this the silence means nothing.
        guard encryptsThenMACs || opened.span.bytes.isSecret else { return false }
        opened.span.bytes.makePublic()
        guard opened == content else { return false }
        var bodies: [[UInt8]] = []
        var changed = reference.seal(content, sequence: 0, type: 23, iv: iv)
        changed[changed.count - 1] ^= 1
        bodies.append(changed)
        bodies.append(reference.seal(content, sequence: 1, type: 23, iv: iv))
        bodies.append(reference.seal(content, sequence: 1, type: 23, iv: iv, blocks: 240 / block))
        for value in [0, 1, 15, 255] as [UInt8] {
            bodies.append(reference.encrypt([UInt8](repeating: value, count: 16 * block), iv: iv))
        }
        bodies.append([UInt8](repeating: 0, count: block))
        return try bodies.allSatisfy { try open($0) == nil }
    }

    /// A branch on what a record decrypted to, which has to be reported.
    static func leak() throws -> Bool {
        let check = RecordChecks(cipher: .aes128, mac: .sha1, encryptsThenMACs: false)
        let record = check.reference.seal([1, 2, 3], sequence: 0, type: 23, iv: check.iv)
        guard let content = try check.open(record) else { return false }
        return content.contains(2)
    }
}

/// RSA key transport of ciphertexts that are secret on arrival, and so everything that they decrypt to.
enum PremasterChecks {
    static func run() throws -> Bool {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let premaster: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 46)
        let right = try key.publicKey.encryptPremaster(premaster.span.bytes)
        let old = [3, 1] + premaster.dropFirst(2), cut = Array(premaster.dropLast())
        let otherVersion = try key.publicKey.encryptPremaster(old.span.bytes)
        let short = try key.publicKey.encryptPremaster(cut.span.bytes)
        let unpadded = [0] + [UInt8](repeating: 0x5A, count: 255)
        guard let secret = try decrypt(right, key), secret == premaster else { return false }
        for ciphertext in [otherVersion, short, unpadded] {
            guard let secret = try decrypt(ciphertext, key), secret != premaster else { return false }
        }
        return true
    }

    /// The premaster secret; nil when it is none, as nothing of it is secret.
    private static func decrypt(_ ciphertext: [UInt8], _ key: PrivateKey) throws -> [UInt8]? {
        ciphertext.span.bytes.makeSecret()
        let secret = try key.decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303)
        guard secret.span.isSecret else { return nil }
        secret.span.makePublic()
        return [UInt8](copying: secret.span)
    }

    /// A branch on a premaster secret, which has to be reported.
    static func leak() throws -> Bool {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let premaster: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 46)
        let ciphertext = try key.publicKey.encryptPremaster(premaster.span.bytes)
        ciphertext.span.bytes.makeSecret()
        let secret = try key.decryptPremaster(ciphertext.span.bytes, clientVersion: 0x0303)
        return secret.span.octets[47] == 7
    }
}
