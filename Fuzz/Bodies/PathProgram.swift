import TLSCertificates
package import TLSPrimitives

/// A small network of authorities, built as the bytes of an input say: eight bytes a certificate, of which each says one thing,
/// so that changing a byte changes a rule. Whoever signs has one of a few fixed keys, and every signature is a good one unless
/// the input wants a bad one: what is behind a signature is reached.
package enum PathProgram {
    /// Five keys that are the same in every run.
    package static let keys: [PrivateKey] = (0..<5).compactMap { index in
        let seed = [UInt8](repeating: UInt8(0x51 + index), count: 32)
        return try? PrivateKey(ed25519Seed: seed.span.bytes)
    }

    private static let names = [
        "CN=Root", "CN=One,O=Example", "CN=Two,O=Example", "CN=Three", "CN=a.example.test", "C=DE,O=Other", "CN=Mail",
        "",
    ]

    /// Seven bytes of what a certificate is, and one of what else.
    static func read(_ input: inout FuzzInput, into result: inout PathInput) {
        var number = 0
        while !input.isEmpty, number < PathInput.certificatesAtMost {
            number += 1
            let bytes = input.bytes(8)
            let codes = bytes + [UInt8](repeating: 0, count: 8 - bytes.count)
            let part = signedPart(codes, serial: number)
            var der = signed(part, key: Int(codes[1] >> 3 & 7))
            if codes[1] & 0x40 != 0, let last = der.popLast() { der.append(last ^ 1) }
            guard let certificate = try? X509Certificate(derBytes: der) else { continue }
            result.add(certificate, isRoot: codes[0] & 0x40 != 0)
        }
    }

    /// The parts to be signed of a program's certificates, for an input that gives them.
    package static func parts(_ program: [UInt8]) -> [(bytes: [UInt8], isRoot: Bool, key: Int)] {
        stride(from: 0, to: program.count - program.count % 8, by: 8).enumerated().map { number, start in
            let codes = Array(program[start..<start + 8])
            return (signedPart(codes, serial: number + 1), codes[0] & 0x40 != 0, Int(codes[1] >> 3 & 7))
        }
    }

    private static let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]

    /// What is to be signed, the algorithm and the signature.
    package static func signed(_ part: [UInt8], key: Int) -> [UInt8] {
        let signature = try? keys[key % keys.count].sign(.ed25519, part.span.bytes)
        var writer = DERWriter()
        writer.sequence { whole in
            whole.encoded(part)
            whole.encoded(algorithm)
            whole.bitString(signature ?? [])
        }
        return writer.bytes
    }

    private static func signedPart(_ codes: [UInt8], serial: Int) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { tbs in
            tbs.constructed(.contextConstructed(0)) { $0.integer(2) }
            tbs.integer(serial)
            tbs.encoded(algorithm)
            tbs.encoded(name(codes[0] >> 3 & 7, isOtherwiseWritten: codes[1] & 0x80 != 0))
            tbs.sequence { validity in
                let (start, end) = dates(codes[2] >> 5)
                validity.time(CertificateTime(secondsSinceEpoch: PathInput.now + start))
                validity.time(CertificateTime(secondsSinceEpoch: PathInput.now + end))
            }
            tbs.encoded(name(codes[0] & 7, isOtherwiseWritten: false))
            tbs.sequence { info in
                info.encoded(algorithm)
                info.bitString(keyBytes(codes[1] & 7))
            }
            tbs.constructed(.contextConstructed(3)) { wrapper in
                wrapper.sequence { PathExtensions(codes: codes).write(to: &$0) }
            }
        }
        return writer.bytes
    }

    static func keyBytes(_ number: UInt8) -> [UInt8] {
        keys[Int(number) % keys.count].publicKey.rawBytes ?? []
    }

    /// A name, or the same one in other letters and another type of string.
    private static func name(_ number: UInt8, isOtherwiseWritten: Bool) -> [UInt8] {
        let text = names[Int(number)]
        guard !text.isEmpty else { return [0x30, 0] }
        guard isOtherwiseWritten else { return (try? DistinguishedName(text: text).derBytes) ?? [0x30, 0] }
        return
            (try? DistinguishedName(text: text.replacing("Example", with: "EXAMPLE").replacing("Root", with: "ROOT")))
            .map(\.derBytes) ?? [0x30, 0]
    }

    /// From and to, in seconds from now. Half of them are good.
    private static func dates(_ number: UInt8) -> (Int64, Int64) {
        switch number {
        case 4: (-2_000_000, -1)
        case 5: (1, 2_000_000)
        case 6: (0, 2_000_000)
        case 7: (-2_000_000, 0)
        default: (-1_000_000, 40_000_000)
        }
    }
}

/// The extensions of a program's certificate.
private struct PathExtensions {
    let codes: [UInt8]

    func write(to list: inout DERWriter) {
        writeKeyIdentifiers(to: &list)
        writeUses(to: &list)
        writeNames(to: &list)
        writeConstraints(to: &list)
        writePolicies(to: &list)
        if codes[7] & 0xc0 == 0xc0 {
            Self.write(OID(1, 2, 3, 4), isCritical: codes[7] & 0x20 != 0, to: &list) { $0.null() }
        }
    }

    private static func write(
        _ identifier: OID, isCritical: Bool, to list: inout DERWriter, _ body: (inout DERWriter) -> Void
    ) {
        list.sequence { entry in
            entry.objectIdentifier(identifier)
            if isCritical { entry.boolean(true) }
            entry.constructed(.octetString, body)
        }
    }

    /// The identifiers are the first bytes of keys; they can be left out.
    private func writeKeyIdentifiers(to list: inout DERWriter) {
        let own = PathProgram.keyBytes(codes[1] & 7).prefix(8)
        Self.write(.subjectKeyIdentifier, isCritical: false, to: &list) { $0.value(.octetString, own) }
        guard codes[7] & 0xc0 != 0x80 else { return }
        let signer = PathProgram.keyBytes(codes[1] >> 3 & 7).prefix(8)
        Self.write(.authorityKeyIdentifier, isCritical: false, to: &list) { value in
            value.sequence { $0.value(.context(0), signer) }
        }
    }

    private func writeUses(to list: inout DERWriter) {
        let kind = codes[2] & 3
        if kind != 1 {
            Self.write(.basicConstraints, isCritical: true, to: &list) { value in
                value.sequence { fields in
                    guard kind != 2 else { return }
                    fields.boolean(true)
                    if kind == 3 { fields.integer(Int(codes[2] >> 2 & 7)) }
                }
            }
        }
        let usage = codes[3] & 15
        if usage & 1 != 0 {
            let bits: UInt8 = (usage & 2 != 0 ? 0x04 : 0) | (usage & 4 != 0 ? 0x80 : 0) | (usage & 8 != 0 ? 0x02 : 0)
            Self.write(.keyUsage, isCritical: true, to: &list) { $0.namedBits([bits]) }
        }
        let purposes = Self.purposes.enumerated().filter { codes[3] >> (4 + $0.offset) & 1 != 0 }
        guard !purposes.isEmpty else { return }
        Self.write(.extKeyUsage, isCritical: false, to: &list) { value in
            value.sequence { list in
                for purpose in purposes { list.objectIdentifier(purpose.element) }
            }
        }
    }

    private static let purposes: [OID] = [
        .serverAuthentication, .clientAuthentication, .anyExtendedKeyUsage, .codeSigning,
    ]

    /// A name of each form, a bit each.
    private func writeNames(to list: inout DERWriter) {
        let chosen = Self.alternatives.enumerated().filter { codes[5] >> $0.offset & 1 != 0 }
        guard !chosen.isEmpty else { return }
        Self.write(.subjectAltName, isCritical: codes[0] & 7 == 7, to: &list) { value in
            value.sequence { names in
                for name in chosen { Self.write(name.element, to: &names) }
            }
        }
    }

    private enum Name {
        case dns(String), address([UInt8]), mail(String), uri(String), directory(String)
    }

    private static func write(_ name: Name, to names: inout DERWriter) {
        switch name {
        case .dns(let text): names.value(.context(2), text.utf8)
        case .address(let bytes): names.value(.context(7), bytes)
        case .mail(let text): names.value(.context(1), text.utf8)
        case .uri(let text): names.value(.context(6), text.utf8)
        case .directory(let text):
            guard let name = try? DistinguishedName(text: text) else { return }
            names.constructed(.contextConstructed(4)) { $0.encoded(name.derBytes) }
        }
    }

    private static let alternatives: [Name] = [
        .dns("a.example.test"), .dns("b.sub.example.test"), .address([192, 0, 2, 1]), .mail("me@Mail.example.test"),
        .uri("https://a.example.test/x"), .directory("CN=One,O=Example"), .dns("*.example.test"),
        .address([UInt8](repeating: 0, count: 15) + [1]),
    ]

    /// Zero is none.
    private static let subtrees: [Name] = [
        .dns("example.test"), .dns("sub.example.test"), .dns("a.example.test"), .dns(".example.test"), .dns(""),
        .address([192, 0, 2, 0, 255, 255, 255, 0]), .address([10, 0, 0, 0, 255, 0, 0, 0]),
        .address([UInt8](repeating: 0, count: 32)), .mail("mail.example.test"), .mail(".example.test"),
        .mail("me@mail.example.test"), .uri("a.example.test"), .uri(".example.test"), .directory("O=Example"),
        .directory("CN=One"),
    ]

    private func writeConstraints(to list: inout DERWriter) {
        let sides = [(UInt8(0), Int(codes[4] & 15)), (1, Int(codes[4] >> 4))].filter { $0.1 > 0 }
        guard !sides.isEmpty else { return }
        Self.write(.nameConstraints, isCritical: true, to: &list) { value in
            value.sequence { fields in
                for (tag, number) in sides {
                    fields.constructed(.contextConstructed(tag)) { trees in
                        trees.sequence { Self.write(Self.subtrees[number - 1], to: &$0) }
                    }
                }
            }
        }
    }

    private func writePolicies(to list: inout DERWriter) {
        let chosen = PathInput.policies.enumerated().filter { codes[6] >> $0.offset & 1 != 0 }.map(\.element)
        if !chosen.isEmpty {
            Self.write(.certificatePolicies, isCritical: codes[6] & 0x80 != 0, to: &list) { value in
                value.sequence { policies in
                    for policy in chosen { policies.sequence { $0.objectIdentifier(policy) } }
                }
            }
        }
        let mapping = codes[6] >> 4 & 7
        if mapping > 0 {
            let pairs = [(0, 1), (1, 2), (2, 0)].enumerated().filter { mapping >> $0.offset & 1 != 0 }.map(\.element)
            Self.write(.policyMappings, isCritical: true, to: &list) { value in
                value.sequence { mappings in
                    for (from, to) in pairs {
                        mappings.sequence { pair in
                            pair.objectIdentifier(PathInput.policies[from])
                            pair.objectIdentifier(PathInput.policies[to])
                        }
                    }
                }
            }
        }
        writePolicyConstraints(to: &list)
    }

    private func writePolicyConstraints(to list: inout DERWriter) {
        let (require, inhibit) = (codes[7] & 3, codes[7] >> 2 & 3)
        if require > 0 || inhibit > 0 {
            Self.write(.policyConstraints, isCritical: true, to: &list) { value in
                value.sequence { fields in
                    if require > 0 { fields.value(.context(0), [require - 1]) }
                    if inhibit > 0 { fields.value(.context(1), [inhibit - 1]) }
                }
            }
        }
        let any = codes[7] >> 4 & 3
        if any > 0, codes[7] & 0xc0 == 0 {
            Self.write(.inhibitAnyPolicy, isCritical: true, to: &list) { $0.integer(Int(any) - 1) }
        }
    }
}
