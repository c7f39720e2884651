import TLSMessages
import TLSProvider

extension ClientHelloInfo {
    /// Reads a ClientHello that libssl has found well formed: its lists in the client's order, unknown values included,
    /// which libssl does not hand out. RFC 9846 §4.2.2.
    init(message: [UInt8]) {
        self.init(rawMessage: message)
        var fields = FieldReader(message.dropFirst(4))
        let version = ProtocolVersion(rawValue: fields.number())
        fields.skip(32)
        _ = fields.vector8()
        cipherSuites = fields.vector16().numbers().map(CipherSuite.init(rawValue:))
        _ = fields.vector8()
        supportedVersions = [version]
        var list = fields.vector16()
        while !list.isAtEnd {
            let type = list.number()
            extensionTypes.append(type)
            readExtension(ExtensionType(rawValue: type), list.vector16())
        }
    }

    private mutating func readExtension(_ type: ExtensionType, _ body: FieldReader) {
        var body = body
        switch type.rawValue {
        case 0:
            var names = body.vector16()
            guard names.byte() == 0 else { return }
            serverName = names.vector16().text.lowercased()
        case 10: supportedGroups = body.vector16().numbers().map(NamedGroup.init(rawValue:))
        case 13: signatureSchemes = body.vector16().numbers().map(SignatureScheme.init(rawValue:))
        case 16:
            var names = body.vector16()
            while !names.isAtEnd { applicationProtocols.append(names.vector8().text) }
        case 43: supportedVersions = body.vector8().numbers().map(ProtocolVersion.init(rawValue:))
        case 51:
            var shares = body.vector16()
            while !shares.isAtEnd {
                keyShareGroups.append(NamedGroup(rawValue: shares.number()))
                _ = shares.vector16()
            }
        default: break
        }
    }
}

/// Reads fields from the front of bytes; what is missing reads as zero or as nothing.
private struct FieldReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    mutating func number() -> UInt16 {
        let high = UInt16(byte())
        return high << 8 | UInt16(byte())
    }

    mutating func skip(_ count: Int) { bytes = bytes.dropFirst(count) }

    mutating func vector8() -> FieldReader { take(Int(byte())) }
    mutating func vector16() -> FieldReader { take(Int(number())) }

    private mutating func take(_ count: Int) -> FieldReader {
        let taken = FieldReader(bytes.prefix(count))
        skip(count)
        return taken
    }

    func numbers() -> [UInt16] {
        var rest = self
        var numbers: [UInt16] = []
        while !rest.isAtEnd { numbers.append(rest.number()) }
        return numbers
    }
}
