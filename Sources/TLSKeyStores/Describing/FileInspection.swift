public import TLSCertificates
import TLSPrimitives

/// What a file of keys and certificates holds, for people: subjects, validities, fingerprints, and which key belongs to which
/// certificate. Nothing of a private key is shown but its kind and the fingerprint of its public half.
public struct FileInspection: Sendable {
    /// One thing in the file.
    public struct Item: Sendable {
        /// What it is.
        public enum Content: Sendable {
            /// A certificate.
            case certificate(X509Certificate)
            /// A private key, of which only the public half is told.
            case privateKey(SubjectPublicKeyInfo)
            /// A public key.
            case publicKey(SubjectPublicKeyInfo)
            /// Something that is neither, by its PEM label.
            case other(String)
            /// Something that cannot be read, and why.
            case unreadable(KeyStoreError)
        }

        /// What it is.
        public let content: Content
        /// Where it is: a PEM block with its line, or empty for a file that is one DER structure.
        public let place: String
        /// What there is to say of it, a field a line, without the place.
        public let lines: [String]
    }

    /// The things in the file, in its order.
    public let items: [Item]

    /// Looks at the bytes of a file. Throws when they are neither PEM nor known DER; a part that cannot be read is an item
    /// that says so.
    public init(bytes: [UInt8]) throws(KeyStoreError) {
        try self.init(reading: bytes.span)
    }

    /// Looks at a file.
    public init(file path: String) throws(KeyStoreError) {
        let bytes = try KeyStoreFile.read(path)
        do {
            try self.init(reading: bytes.span.octets)
        } catch {
            throw error.within(path)
        }
    }

    private init(reading bytes: Span<UInt8>) throws(KeyStoreError) {
        var found: [(content: Item.Content, place: String)] = []
        for block in try KeyStoreBlock.blocks(in: bytes) {
            found.append((Self.content(of: block, bytes), block.place))
        }
        let descriptions = ItemDescriptions(found)
        items = found.map { Item(content: $0.content, place: $0.place, lines: descriptions.lines($0.content)) }
    }

    private static func content(of block: KeyStoreBlock, _ bytes: Span<UInt8>) -> Item.Content {
        do {
            return switch try block.read(bytes) {
            case .certificate(let certificate): .certificate(certificate)
            case .privateKey(let key): .privateKey(SubjectPublicKeyInfo(key.publicKey))
            case .publicKey(let key): .publicKey(key)
            case .other(let label): .other(label)
            }
        } catch {
            return .unreadable(error)
        }
    }
}

extension FileInspection: CustomStringConvertible {
    /// All items, a heading and indented fields each.
    public var description: String {
        items.map { item in
            let heading = item.place.isEmpty ? item.content.heading : "\(item.content.heading), \(item.place)"
            return ([heading] + item.lines.map { "  " + $0 }).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}

extension FileInspection.Item.Content {
    fileprivate var heading: String {
        switch self {
        case .certificate: "Certificate"
        case .privateKey: "Private key"
        case .publicKey: "Public key"
        case .other: "Not a key or certificate"
        case .unreadable: "Unreadable"
        }
    }
}
