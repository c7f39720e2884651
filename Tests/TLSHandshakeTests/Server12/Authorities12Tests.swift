import TLSMessages
import Testing

@testable import TLSHandshake

@Suite("A server of TLS 1.2 goes by the authorities that a client names. RFC 9846 §4.3.4")
struct Authorities12Tests {
    /// The last byte of the certificate that is chosen.
    private func chosen(_ authorities: [[UInt8]]?, _ change: (inout TestSettings) -> Void = { _ in }) throws -> UInt8? {
        var settings = TestSettings()
        settings.keys = [TestKeys.p256, TestKeys.client, TestKeys.rsa]
        change(&settings)
        var hello = try settings.hello()
        hello.extensions.certificateAuthorities = authorities
        let decision = try Server12.decide(hello, try settings.serverSettings, now: nil)
        guard case .certificate(let certificate) = decision.proof else { return nil }
        return certificate.credential.certificates.first?.last
    }

    @Test("A certificate of one of them before all others, whatever the suite")
    func named() throws {
        #expect(try chosen(nil) == 3)
        #expect(try chosen([[0xca, 6]]) == 6)
        #expect(try chosen([[0xca, 1]]) == 1)
        #expect(try chosen([[0xca, 1], [0xca, 6]]) == 6)
    }

    @Test("The first of all, where none is of theirs or such a one does not fit")
    func others() throws {
        #expect(try chosen([[0xca, 99]]) == 3)
        #expect(try chosen([[0xca, 1]]) { $0.suites = [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256] } == 3)
    }
}
