import TLSMessages
import TLSWire
import Testing

/// A list of extensions as one message carries it.
private struct ListCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The extensions the message declares, each with a good body.
    let declared: [ExtensionSample]
    let takesUnknown: Bool
    /// Decodes a list of extensions, given without its length.
    let decode: @Sendable (WireSample) throws -> Void

    static let all: [ListCase] = [
        ListCase(
            testDescription: "ClientHello", declared: Samples.helloExtensions, takesUnknown: true,
            decode: { _ = try ClientHelloExtensions.codec.decode($0.bytes) }),
        ListCase(
            testDescription: "ServerHello",
            declared: [
                ExtensionSample(41) { $0.u16(0) },
                ExtensionSample(51) {
                    $0.u16(0x1d)
                    $0.vector(2, [1])
                }, ExtensionSample(43) { $0.u16(0x0304) },
            ],
            takesUnknown: false, decode: { _ = try ServerHelloExtensions.codec.decode($0.bytes) }),
        ListCase(
            testDescription: "ServerHello of TLS 1.2", declared: Samples.serverHello12Extensions, takesUnknown: false,
            decode: { _ = try ServerHello12Extensions.codec.decode($0.bytes) }),
        ListCase(
            testDescription: "HelloRetryRequest",
            declared: [
                ExtensionSample(51) { $0.u16(0x1d) },
                ExtensionSample(44) { $0.vector(2, [1]) },
                ExtensionSample(43) { $0.u16(0x0304) },
            ],
            takesUnknown: false, decode: { _ = try ServerHelloExtensions.retryCodec.decode($0.bytes) }),
        ListCase(
            testDescription: "EncryptedExtensions",
            declared: [
                ExtensionSample(10) { $0.vector(2) { $0.u16(0x1d) } },
                ExtensionSample(28) { $0.u16(64) },
                ExtensionSample(0) { _ in },
                ExtensionSample(16) { $0.vector(2) { $0.vector(1, [0x68]) } },
                ExtensionSample(42) { _ in },
            ],
            takesUnknown: false, decode: { _ = try EncryptedExtensions.codec.decode($0.bytes) }),
        ListCase(
            testDescription: "CertificateRequest",
            declared: [
                ExtensionSample(13) { $0.vector(2) { $0.u16(0x0403) } },
                ExtensionSample(50) { $0.vector(2) { $0.u16(0x0403) } },
                ExtensionSample(47) { $0.vector(2) { $0.vector(2, [0x30]) } },
            ],
            takesUnknown: true, decode: { _ = try CertificateRequestExtensions.codec.decode($0.bytes) }),
        ListCase(
            testDescription: "Certificate",
            declared: [
                ExtensionSample(5) {
                    $0.raw([1])
                    $0.vector(3, [1])
                },
                ExtensionSample(18) { $0.vector(2) { $0.vector(2, [1]) } },
            ],
            takesUnknown: false,
            decode: { _ = try CertificateEntryExtensions.codec.decode($0.bytes) }),
    ]

    func list(_ parts: [ExtensionSample]) -> WireSample {
        WireSample { wire in
            wire.vector(2) { wire in
                for part in parts { wire.ext(part.type, part.body) }
            }
        }
    }
}

@Suite("Extensions stand once, and where they may. RFC 9846 §4.3")
struct ExtensionListTests {
    @Test("A list of everything declared is taken, in any order", arguments: ListCase.all)
    private func takesDeclared(_ message: ListCase) throws {
        try message.decode(message.list(message.declared))
        try message.decode(message.list(message.declared.reversed()))
    }

    @Test("An extension that stands twice is refused, wherever the second stands", arguments: ListCase.all)
    private func refusesDuplicates(_ message: ListCase) {
        for part in message.declared {
            for place in 0...message.declared.count {
                var parts = message.declared
                parts.insert(part, at: place)
                #expect(throws: WireError(.duplicateExtension(part.type), in: "extensions")) {
                    try message.decode(message.list(parts))
                }
            }
        }
    }

    @Test(
        "An unknown extension is passed over in what a client may extend, and refused elsewhere",
        arguments: ListCase.all)
    private func unknown(_ message: ListCase) throws {
        for type: UInt16 in [0x0a0a, 15, 65_280, 65_535] {
            let list = message.list(message.declared + [ExtensionSample(type) { $0.raw([1, 2, 3]) }])
            if message.takesUnknown {
                try message.decode(list)
            } else {
                #expect(throws: WireError(.forbiddenExtension(type), in: "extensions")) { try message.decode(list) }
            }
        }
    }

    @Test("An unknown extension that stands twice is refused too", arguments: ListCase.all.filter(\.takesUnknown))
    private func unknownTwice(_ message: ListCase) {
        let list = message.list(
            message.declared + [
                ExtensionSample(0x0a0a) { _ in },
                ExtensionSample(0x1a1a) { _ in },
                ExtensionSample(0x0a0a) { $0.raw([1]) },
            ])
        #expect(throws: WireError(.duplicateExtension(0x0a0a), in: "extensions")) { try message.decode(list) }
    }

    @Test("Nothing may follow the value inside an extension", arguments: ListCase.all)
    private func trailingInside(_ message: ListCase) {
        // What has no structure of its own here cannot have trailing bytes.
        let undecoded: Set<UInt16> =
            switch message.testDescription {
            case "Certificate": [5, 18]
            // A ticket of TLS 1.2 has no form.
            case "ClientHello": [35, 41]
            default: [41]
            }
        for (index, part) in message.declared.enumerated() where !undecoded.contains(part.type) {
            var parts = message.declared
            parts[index] = ExtensionSample(part.type) {
                part.body(&$0)
                $0.raw([0])
            }
            #expect(throws: WireError.self, "extension \(part.type)") { try message.decode(message.list(parts)) }
        }
    }

    @Test("Thousands of extensions are read in one pass")
    func many() throws {
        var list = WireSample()
        list.vector(2) { list in
            for type in 0..<UInt16(16_000) { list.ext(type &+ 0x4000) { _ in } }
        }
        let extensions = try ClientHelloExtensions.codec.decode(list.bytes)
        #expect(extensions.order.count == 16_000)
    }

    @Test("The order received is kept")
    func order() throws {
        let list = WireSample {
            $0.vector(2) {
                $0.ext(0x0a0a) { _ in }
                $0.ext(42) { _ in }
                $0.ext(45) { $0.vector(1, [1]) }
            }
        }
        let extensions = try ClientHelloExtensions.codec.decode(list.bytes)
        #expect(extensions.order.map(\.rawValue) == [0x0a0a, 42, 45])
    }
}
