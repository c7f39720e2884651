import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("A client of TLS 1.2 proves itself where it is asked to and can. RFC 5246 §7.4.4, §7.4.6, §7.4.8")
struct ClientCertificate12Tests {
    private func settings(_ wanted: ServerOptions.ClientCertificates) -> TestSettings {
        var settings = TestSettings()
        settings.server.clientCertificates = wanted
        return settings
    }

    @Test(
        "With the certificate that fits",
        arguments: [ServerOptions.ClientCertificates.requested, .required], [0, 1])
    func proves(_ wanted: ServerOptions.ClientCertificates, _ which: Int) throws {
        let key = [TestKeys.client, TestKeys.clientRSA][which]
        var settings = settings(wanted)
        settings.clientKeys = [key]
        let link = try settings.completedLink()
        try link.expectEstablished()
        #expect(link.server.sink.outcome?.peerCertificates == (try key.get().credential.certificates))
        #expect(
            link.server.sink.outcome?.clientSignatureScheme == [.ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256][which])
        #expect(
            link.sentByClient.dropFirst().map(\.type)
                == [.certificate, .clientKeyExchange, .certificateVerify, nil, .finished])
    }

    @Test("Without one it sends an empty chain, which a server may take")
    func hasNone() throws {
        var link = try settings(.requested).completedLink()
        try link.expectEstablished()
        #expect(link.server.sink.outcome?.peerCertificates == [])
        #expect(link.sentByClient.dropFirst().map(\.type) == [.certificate, .clientKeyExchange, nil, .finished])
        link = try settings(.required).completedLink()
        #expect(link.server.fault?.certificateFault == .missing && link.server.fault?.alert == .handshakeFailure)
        #expect(!link.client.isEstablished)
    }

    @Test("Also with the certificate's own key for the exchange. RFC 8422 §2")
    func withStaticKey() throws {
        var settings = settings(.required)
        settings.suites = [.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256]
        settings.keys = [TestKeys.agreeing]
        settings.clientKeys = [TestKeys.client]
        try settings.completedLink().expectEstablished()
    }

    private func request(
        _ types: [ClientCertificateType], _ schemes: [SignatureScheme], _ authorities: [[UInt8]] = []
    ) -> CertificateRequest12 {
        CertificateRequest12(
            certificateTypes: types, signatureAlgorithms: schemes, certificateAuthorities: authorities)
    }

    @Test("It chooses by types, schemes and authorities, and never a fixed key of ECDH. RFC 5246 §7.4.4, RFC 8422 §5.5")
    func chooses() throws {
        var settings = settings(.requested)
        settings.clientKeys = [TestKeys.client, TestKeys.clientRSA]
        let all = try settings.clientSettings
        let both: [ClientCertificateType] = [.rsaSign, .ecdsaSign]
        func chosen(_ request: CertificateRequest12) throws -> (UInt8?, SignatureScheme?) {
            let proof = try Client12.decideCredential(request, all)
            return (proof?.credential.certificates.first?.last, proof?.scheme.scheme)
        }
        #expect(try chosen(request(both, settings.schemes)) == (6, .ecdsaSecp256r1SHA256))
        #expect(try chosen(request([.rsaSign], settings.schemes)) == (7, .rsaPSSRSAESHA256))
        #expect(try chosen(request(both, [.rsaPKCS1SHA256])) == (7, .rsaPKCS1SHA256))
        #expect(try chosen(request(both, settings.schemes, [[0xca, 7]])) == (7, .rsaPSSRSAESHA256))
        #expect(try chosen(request(both, settings.schemes, [[0xca, 9]])) == (6, .ecdsaSecp256r1SHA256))
        // RFC 8422 §5.1.3: the hash counts, not the curve.
        #expect(try chosen(request(both, [.ecdsaSecp384r1SHA384])) == (6, .ecdsaSecp384r1SHA384))
        for types in [[.rsaFixedECDH, .ecdsaFixedECDH], [.dssSign], [ClientCertificateType(rawValue: 200)]] {
            #expect(try chosen(request(types, settings.schemes)) == (nil, nil))
        }
        #expect(try chosen(request(both, [.ecdsaSHA1, .rsaPKCS1SHA1])) == (nil, nil))
    }

    @Test("It signs with the certificate's own schemes, where it has some")
    func ownSchemes() throws {
        let key = try TestKeys.clientRSA.get()
        func settings(_ schemes: [SignatureScheme]) -> ClientSettings {
            let credential = Credential(
                certificates: [key.certificate], key: .rsa, signer: key.credential.signer, matchesName: { _ in false },
                schemes: schemes)
            return ClientSettings(
                serverName: nil, credentials: [credential], versions: [.tls12],
                cipherSuites: [.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], groups: [.x25519],
                signatureSchemes: [.rsaPSSRSAESHA256, .rsaPKCS1SHA256], peerKeyReader: TestKeys.read)
        }
        let request = request([.rsaSign], [.rsaPSSRSAESHA256, .rsaPKCS1SHA256])
        let proof = try Client12.decideCredential(request, settings([.rsaPKCS1SHA256, .rsaPSSRSAESHA256]))
        #expect(proof?.scheme.scheme == .rsaPKCS1SHA256)
        #expect(try Client12.decideCredential(request, settings([.rsaPKCS1SHA512])) == nil)
    }

    @Test("A certificate that may not sign is not shown. RFC 5280 §4.2.1.3")
    func mayNotSign() throws {
        let key = try TestKeys.client.get()
        let agreeing = Credential(
            certificates: [key.certificate], key: .ec(.p256), signer: key.credential.signer,
            matchesName: { _ in false }, uses: .keyAgreement)
        let settings = ClientSettings(
            serverName: nil, credentials: [agreeing], versions: [.tls12],
            cipherSuites: [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256], groups: [.x25519],
            signatureSchemes: [.ecdsaSecp256r1SHA256], peerKeyReader: TestKeys.read)
        #expect(try Client12.decideCredential(request([.ecdsaSign], [.ecdsaSecp256r1SHA256]), settings) == nil)
    }

    @Test("The signature is over all messages before it, with the hash that was chosen. RFC 5246 §7.4.8")
    func signed() throws {
        var settings = settings(.required)
        settings.clientKeys = [TestKeys.client]
        let link = try settings.link()
        link.changeForServer = { wire in
            guard case .message(let message) = wire.content, message.type == .certificateVerify else { return [wire] }
            let verify = try message.decode(CertificateVerify.codec, "CertificateVerify")
            let all = (link.messages(before: .certificateVerify)).flatMap(\.bytes)
            #expect(
                try TestKeys.client.get().publicKey.verify(
                    .ecdsa(.sha256), signature: verify.signature.span.bytes, of: all.span.bytes))
            return [wire]
        }
        try link.run()
        try link.expectEstablished()
    }
}

extension Link {
    /// The messages of both sides in a full handshake, up to the client's message of this type.
    func messages(before type: HandshakeType) -> [HandshakeMessage] {
        func messages(_ wires: some Sequence<Wire>) -> [HandshakeMessage] {
            wires.compactMap { if case .message(let message) = $0.content { message } else { nil } }
        }
        let ours = messages(sentByClient).prefix { $0.type != type }
        return ours.prefix(1) + messages(sentByServer) + ours.dropFirst()
    }
}
