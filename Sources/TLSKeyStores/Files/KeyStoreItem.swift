package import TLSCertificates
package import TLSPrimitives

/// One thing found in a file of keys and certificates.
package enum KeyStoreItem: Sendable {
    case certificate(X509Certificate)
    case privateKey(PrivateKey)
    case publicKey(SubjectPublicKeyInfo)
    /// Something known that is neither key nor certificate, by its PEM label.
    case other(String)
}

/// Where one thing of a file lies, before it is decoded.
package enum KeyStoreBlock: Hashable, Sendable {
    /// A block of a PEM text.
    case pem(PEMBlock)
    /// The whole file, which is DER.
    case der(DERContent)

    /// What a file holds: PEM blocks, or one DER structure.
    package static func blocks(in bytes: Span<UInt8>) throws(KeyStoreError) -> [KeyStoreBlock] {
        guard bytes.count > 0 else { throw KeyStoreError(.malformed, reason: "there is nothing in it") }
        guard bytes.count <= KeyStoreLimits.fileSize else {
            throw KeyStoreError(.limitExceeded, reason: "it is larger than \(KeyStoreLimits.fileSize / 1_048_576) MiB")
        }
        if bytes[0] == DERTag.sequence.rawValue {
            let content = DERContent(detecting: bytes)
            if content != .unknown { return [.der(content)] }
        }
        let blocks = try PEMReader.blocks(in: bytes)
        guard !blocks.isEmpty else {
            throw KeyStoreError(
                .malformed, reason: "it is neither PEM nor the DER of a key or certificate",
                advice: "a PEM file has a line that begins with -----BEGIN")
        }
        return blocks.map { .pem($0) }
    }

    /// How errors call it.
    package var place: String {
        switch self {
        case .pem(let block): block.place
        case .der: ""
        }
    }

    /// Decodes the block. `bytes` is the file that it was found in.
    package func read(_ bytes: Span<UInt8>) throws(KeyStoreError) -> KeyStoreItem {
        switch self {
        case .pem(let block): try PEMForm.read(block, bytes)
        case .der(let content): try Self.read(content, bytes)
        }
    }

    private static func read(_ content: DERContent, _ bytes: Span<UInt8>) throws(KeyStoreError) -> KeyStoreItem {
        switch content {
        case .certificate: return .certificate(try certificate(copy(bytes)))
        case .subjectPublicKeyInfo: return .publicKey(try publicKey(copy(bytes)))
        case .privateKey(let form): return .privateKey(try PrivateKeyReader.read(bytes, as: form))
        case .pkcs12:
            throw KeyStoreError(
                .unsupported, reason: "PKCS#12 files are not supported yet",
                advice: "convert it: openssl pkcs12 -in FILE -nodes -out FILE.pem")
        case .unknown: throw KeyStoreError(.malformed, reason: "the DER is of no known form")
        }
    }

    static func certificate(_ bytes: [UInt8]) throws(KeyStoreError) -> X509Certificate {
        do { return try X509Certificate(derBytes: bytes) } catch { throw KeyStoreError(error) }
    }

    static func publicKey(_ bytes: [UInt8]) throws(KeyStoreError) -> SubjectPublicKeyInfo {
        do { return try SubjectPublicKeyInfo(derBytes: bytes) } catch { throw KeyStoreError(error) }
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        DERReader(bytes).array(0..<bytes.count)
    }
}
