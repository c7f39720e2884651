package import TLSMessages
package import TLSProvider

/// A TLS implementation without cryptography that keeps the contract of `TLSSession` to the letter: records of five
/// bytes of header, content opened in place, a handshake that can pause, alerts, key updates, truncation.
///
/// What a client says, where no session says it, is made by `FakeClient`, and what a server says by `FakeServer`.
package struct FakeTLSProvider: TLSProvider {
    package let name = "fake"

    package init() {}

    package func makeServerContext(_ configuration: TLSServerConfiguration) throws(TLSError) -> any TLSServerContext {
        guard configuration.versions.contains(.tls13) else {
            throw TLSError(.invalidConfiguration, "TLS 1.3 is the only version here")
        }
        return FakeServerContext(configuration: configuration)
    }

    package func makeClientContext(_ configuration: TLSClientConfiguration) throws(TLSError) -> any TLSClientContext {
        guard configuration.versions.contains(.tls13) else {
            throw TLSError(.invalidConfiguration, "TLS 1.3 is the only version here")
        }
        return FakeClientContext(configuration: configuration)
    }
}

package struct FakeClientContext: TLSClientContext {
    package let configuration: TLSClientConfiguration

    package func makeSession(at now: UnixTime?) -> any TLSSession {
        FakeSession(configuration)
    }
}

package struct FakeServerContext: TLSServerContext {
    package let configuration: TLSServerConfiguration

    package func makeSession(at now: UnixTime?) -> any TLSSession {
        FakeSession(configuration)
    }
}

/// How fake records look on the wire.
enum FakeRecord {
    static let handshake: UInt8 = 22
    static let applicationData: UInt8 = 23
    static let alert: UInt8 = 21

    static let headerCount = 5
    static let maximumContent = 16384
    static let tag = [UInt8](repeating: 0xEE, count: 16)
    static let mask: UInt8 = 0x5A

    static func encode(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        [type, 3, 3, UInt8(truncatingIfNeeded: content.count >> 8), UInt8(truncatingIfNeeded: content.count)] + content
    }

    static func data(_ content: [UInt8]) -> [UInt8] {
        encode(applicationData, content.map { $0 ^ mask } + tag)
    }
}
