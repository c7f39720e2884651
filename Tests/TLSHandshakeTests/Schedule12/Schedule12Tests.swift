import TLSHandshake
import TLSMessages
import TLSPrimitives
import TestSupport
import Testing

@Suite("The key schedule of TLS 1.2 gives the values computed elsewhere. RFC 5246 §6.3, §8.1, RFC 7627, RFC 5705")
struct Schedule12Tests {
    @Test("NIST's extended master secrets and key blocks")
    func published() throws {
        let file = try CaseFile("tls12/extended-master-secret.txt")
        for vector in file.cases {
            let (secret, parts) = try extendedSchedule(vector, .aead(.chaCha20Poly1305))
            #expect(try secret == vector.bytes("master"), "\(vector)")
            let block = try vector.bytes("keyBlock")
            let expected = [[], [], Array(block[..<32]), Array(block[32..<64]), Array(block[64..<76])]
            #expect(parts == expected + [Array(block[76..<88])], "\(vector)")
        }
        #expect(file.cases.count == file.count)
    }

    @Test("Master secrets, plain and extended")
    func masterSecrets() throws {
        for vector in try cases() {
            #expect(try plainSecret(vector) == vector.bytes("plain"), "\(vector)")
            let (extended, _) = try extendedSchedule(vector, .rc4(mac: .md5))
            #expect(try extended == vector.bytes("extended"), "\(vector)")
        }
    }

    @Test("The key block is cut up in its order, for every kind of cipher")
    func keyBlock() throws {
        let ciphers: [String: RecordCipher] = [
            "aead-aes128gcm": .aead(.aes128GCM), "aead-aes256gcm": .aead(.aes256GCM),
            "aead-chacha20poly1305": .aead(.chaCha20Poly1305),
            "block-aes128-sha1": .block(.aes128, mac: .sha1, encryptsThenMACs: true),
            "block-aes256-sha384": .block(.aes256, mac: .sha384, encryptsThenMACs: false),
            "block-3des-sha1": .block(.tripleDES, mac: .sha1, encryptsThenMACs: false), "rc4-md5": .rc4(mac: .md5),
        ]
        for vector in try cases() {
            let cipher = try #require(ciphers[try vector.text("cipher")])
            let (_, parts) = try extendedSchedule(vector, cipher)
            let names = ["clientMAC", "serverMAC", "clientKey", "serverKey", "clientIV", "serverIV"]
            #expect(try parts == names.map(vector.bytes), "\(vector)")
        }
    }

    @Test("Finished of both sides; a wrong one is refused, and so is one of another length. RFC 5246 §7.4.9")
    func finished() throws {
        try each { vector, master in
            let transcript = TranscriptHash(algorithm: try hash(vector), digest: try digest(vector, "finishedHash"))
            for (sender, name) in [(FinishedSender.client, "clientFinished"), (.server, "serverFinished")] {
                let expected = try vector.bytes(name)
                let data = try master.verifyData(of: sender, transcript).bytes
                #expect(data == expected, "\(vector)")
                _ = try master.checkFinished(expected, of: sender, transcript)
                for index in expected.indices {
                    var wrong = expected
                    wrong[index] ^= 0x10
                    let fault = fault { try _ = master.checkFinished(wrong, of: sender, transcript) }
                    #expect(fault?.alert == .decryptError)
                }
                for wrong in [[], Array(expected.dropLast()), expected + [0]] {
                    let fault = fault { try _ = master.checkFinished(wrong, of: sender, transcript) }
                    #expect(fault?.alert == .decodeError)
                }
            }
        }
    }

    @Test("Exported keying material, without and with a context")
    func exporter() throws {
        try each { vector, master in
            let label = Array("EXPORTER-test".utf8), randoms = try randoms(vector)
            let bare = try master.export(label: label, context: nil, count: 70, randoms)
            let bareBytes = bytes(bare)
            #expect(try bareBytes == vector.bytes("exported"), "\(vector)")
            let bound = try master.export(
                label: label, context: try vector.bytes("context"), count: 70, randoms)
            let boundBytes = bytes(bound)
            #expect(try boundBytes == vector.bytes("exportedInContext"), "\(vector)")
        }
    }

    @Test("Nothing is exported from a master secret that is bound to no handshake. RFC 7627 §5.4")
    func exporterWithoutExtension() throws {
        try each { vector, master in
            let randoms = try randoms(vector)
            let plain = MasterSecret12(
                resuming: master.withSecret { $0.copy() }, master.hash, isExtended: false)
            let refused = fault {
                try _ = plain.export(label: Array("EXPORTER-test".utf8), context: nil, count: 32, randoms)
            }
            #expect(refused != nil)
            let resumed = MasterSecret12(
                resuming: master.withSecret { $0.copy() }, master.hash, isExtended: true)
            let exported = try resumed.export(label: Array("EXPORTER-test".utf8), context: nil, count: 70, randoms)
            let exportedBytes = bytes(exported)
            #expect(try exportedBytes == vector.bytes("exported"), "\(vector)")
        }
    }

    @Test(
        "TLS's own labels are not exported under. RFC 5705 §4",
        arguments: [
            "client finished", "server finished", "master secret", "key expansion", "extended master secret",
        ])
    func reservedLabels(_ label: String) throws {
        try each { vector, master in
            let randoms = try randoms(vector)
            let refused = fault { try _ = master.export(label: Array(label.utf8), context: nil, count: 32, randoms) }
            #expect(refused != nil)
            let long = [UInt8](repeating: 0, count: 65_536)
            let tooLong = fault { try _ = master.export(label: [0x61], context: long, count: 32, randoms) }
            #expect(tooLong != nil)
        }
    }

    @Test("A ServerKeyExchange signs both randoms and its parameters. RFC 5246 §7.4.3")
    func signedContent() {
        #expect(signedContent12(HelloRandoms(client: [1, 2], server: [3]), [4, 5]) == [1, 2, 3, 4, 5])
    }

    // MARK: Helpers

    private func cases() throws -> [VectorCase] {
        let file = try CaseFile("tls12/schedule.txt")
        #expect(file.cases.count == file.count)
        return file.cases
    }

    private func each(_ body: (VectorCase, borrowing MasterSecret12) throws -> Void) throws {
        for vector in try cases() { try body(vector, try extended(vector)) }
    }

    private func extended(_ vector: VectorCase) throws -> MasterSecret12 {
        let premaster = try premaster(vector)
        return try MasterSecret12(
            extended: premaster,
            TranscriptHash(algorithm: try hash(vector), digest: try digest(vector, "sessionHash")))
    }

    private func plainSecret(_ vector: VectorCase) throws -> [UInt8] {
        let premaster = try premaster(vector)
        let master = try MasterSecret12(premaster, try hash(vector), try randoms(vector))
        if master.isExtended { Issue.record("extended without the extension") }
        return master.withSecret { bytes($0) }
    }

    /// The extended master secret and its key block, cut up, in its order.
    private func extendedSchedule(
        _ vector: VectorCase, _ cipher: RecordCipher
    ) throws -> (master: [UInt8], parts: [[UInt8]]) {
        let master = try extended(vector)
        if !master.isExtended { Issue.record("not extended") }
        let keys = try master.keys(cipher, try randoms(vector))
        if keys.client.cipher != cipher || keys.server.cipher != cipher { Issue.record("keys for another cipher") }
        let parts = [
            [UInt8](copying: keys.client.macKey), [UInt8](copying: keys.server.macKey),
            [UInt8](copying: keys.client.key), [UInt8](copying: keys.server.key),
            [UInt8](copying: keys.client.iv), [UInt8](copying: keys.server.iv),
        ]
        return (master.withSecret { bytes($0) }, parts)
    }

    private func premaster(_ vector: VectorCase) throws -> Secret {
        let bytes = try vector.bytes("premaster")
        return Secret(copying: bytes.span.bytes)
    }

    private func bytes(_ secret: borrowing Secret) -> [UInt8] {
        [UInt8](copying: secret.span)
    }

    private func hash(_ vector: VectorCase) throws -> HashAlgorithm {
        let name = try vector.text("hash")
        return try #require(HashAlgorithm.allCases.first { "\($0)" == name })
    }

    private func digest(_ vector: VectorCase, _ name: String) throws -> Digest {
        let bytes = try vector.bytes(name)
        return Digest(copying: bytes.span.bytes)
    }

    private func randoms(_ vector: VectorCase) throws -> HelloRandoms {
        HelloRandoms(client: try vector.bytes("client"), server: try vector.bytes("server"))
    }
}

/// What `body` throws.
private func fault(_ body: () throws -> Void) -> HandshakeFault? {
    do {
        try body()
        return nil
    } catch {
        return error as? HandshakeFault
    }
}
