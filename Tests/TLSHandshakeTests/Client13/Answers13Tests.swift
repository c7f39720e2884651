import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("A server of TLS 1.3 answers what was asked for, and nothing else. RFC 9846 §4.4.1, §4.5.1")
struct Answers13Tests {
    private func settings() -> TestSettings {
        var settings = TestSettings()
        settings.clientVersions = [.tls13, .tls12]
        settings.serverVersions = [.tls13]
        settings.suites.append(.TLS_AES_128_GCM_SHA256)
        return settings
    }

    @Test("A certificate that may not sign is refused. RFC 9846 §4.5.1.2")
    func keyUse() throws {
        var settings = settings()
        try settings.completedLink().expectEstablished()
        settings.reader = TestKeys.reader([.keyEncipherment, .keyAgreement])
        let link = try settings.completedLink()
        #expect(link.client.fault?.certificateFault == .keyUse)
        #expect(link.client.fault?.alert == .unsupportedCertificate && link.client.sink.judged.isEmpty)
    }

    /// What the client says of EncryptedExtensions, and how long its records may be then.
    private func answered(
        _ settings: TestSettings, _ change: @escaping (inout EncryptedExtensions) -> Void
    ) throws -> (fault: HandshakeFault?, recordLimit: Int?) {
        let link = try settings.link()
        link.changeForClient = { wire in
            guard case .message(let message) = wire.content, message.type == .encryptedExtensions else {
                return [wire]
            }
            var answers = try message.decode(EncryptedExtensions.codec, "EncryptedExtensions")
            change(&answers)
            return [wire.with(HandshakeMessage(.encryptedExtensions, answers, EncryptedExtensions.codec))]
        }
        try link.run(untilClientGets: { $0.type == .certificate })
        return (link.client.fault, link.client.sink.recordLimit)
    }

    @Test("max_fragment_length is answered as it was asked for. RFC 6066 §4, RFC 8449 §5")
    func fragmentLength() throws {
        let asked = MaximumFragmentLength(rawValue: 2)
        var settings = settings()
        settings.client.recordSizeLimit = nil
        #expect(try answered(settings) { $0.maximumFragmentLength = asked }.fault?.alert == .unsupportedExtension)
        settings.client.maximumFragmentLength = asked
        let good = try answered(settings) { $0.maximumFragmentLength = asked }
        // The type inside of a record comes on top.
        #expect(good.fault == nil && good.recordLimit == 1025)
        let other = try answered(settings) { $0.maximumFragmentLength = MaximumFragmentLength(rawValue: 1) }
        #expect(other.fault?.misbehaviour == .otherMaximumFragmentLength)
        settings.client.recordSizeLimit = 2000
        let both = try answered(settings) { ($0.maximumFragmentLength, $0.recordSizeLimit) = (asked, 1000) }
        #expect(both.fault?.misbehaviour == .recordSizeLimitBesideMaximumFragmentLength)
    }
}
