package import TLSCertificates
package import TLSMessages
package import TLSProvider

/// A TLS implementation without cryptography that keeps the contract of `TLSSession` to the letter: records of five
/// bytes of header, content opened in place, a handshake that can pause, alerts, key updates, truncation.
///
/// What a client says, where no session says it, is made by `FakeClient`, and what a server says by `FakeServer`.
package struct FakeTLSProvider: TLSProvider {
    package let name = "fake"
    /// Whether the handshake waits for a second message of the client after the server's answer.
    package var awaitsFinished = false
    /// What clients that send a certificate message are said to have sent.
    package var clientChain: [X509Certificate] = []
    /// What servers are said to have sent.
    package var serverChain: [X509Certificate] = []
    /// How many bytes the server's answer has.
    package var answerSize = 32

    package init() {}

    package func makeServerContext(_ configuration: TLSServerConfiguration) throws(TLSError) -> any TLSServerContext {
        guard configuration.versions.contains(.tls13) else {
            throw TLSError(.invalidConfiguration, "TLS 1.3 is the only version here")
        }
        return FakeServerContext(configuration: configuration, provider: self)
    }

    package func makeClientContext(_ configuration: TLSClientConfiguration) throws(TLSError) -> any TLSClientContext {
        guard configuration.versions.contains(.tls13) else {
            throw TLSError(.invalidConfiguration, "TLS 1.3 is the only version here")
        }
        return FakeClientContext(configuration: configuration, provider: self)
    }
}

package struct FakeClientContext: TLSClientContext {
    package let configuration: TLSClientConfiguration
    let provider: FakeTLSProvider

    package func makeSession(at now: UnixTime?) -> any TLSSession {
        FakeSession(configuration, provider)
    }
}

package struct FakeServerContext: TLSServerContext {
    package let configuration: TLSServerConfiguration
    let provider: FakeTLSProvider

    package func makeSession(at now: UnixTime?) -> any TLSSession {
        FakeSession(configuration, provider)
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
