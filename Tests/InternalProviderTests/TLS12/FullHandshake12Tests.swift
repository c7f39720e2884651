import HandshakeBench
import InternalProvider
import TLSMessages
import TLSNegotiation
import TLSProvider
import TLSWire
import Testing

@Suite("Both ends of TLS 1.2 are ours. RFC 5246 §7.3")
struct FullHandshake12Tests {
    @Test("Every suite of the table completes, and carries data both ways", arguments: CipherSuiteTable12.rows)
    func suite(_ row: CipherSuiteRow12) throws {
        let pair = try ClientSetup.tls12(row.suite).established()
        for end in [pair.client, pair.server] {
            let agreed = try #require(end.completed)
            #expect(agreed.version == .tls12 && agreed.cipherSuite == row.suite && !agreed.isResumed)
            #expect(agreed.usesExtendedMasterSecret && agreed.encryptsThenMACs == row.usesBlockCipher)
            #expect((agreed.signatureScheme == nil) == !row.keyExchange.isEphemeral)
            #expect(agreed.group == group(row))
            #expect(agreed.serverName == "a.example" && !agreed.isHelloRetried && agreed.ticketAge == nil)
        }
        #expect(pair.client.completed?.peerCertificates.count == 1)
        #expect(pair.client.completed?.signatureScheme == pair.server.completed?.signatureScheme)
        try pair.echo()
        let exported = try pair.client.session.exportKeyingMaterial(label: "x", context: [1], count: 40)
        #expect(exported == (try pair.server.session.exportKeyingMaterial(label: "x", context: [1], count: 40)))
    }

    private func group(_ row: CipherSuiteRow12) -> NamedGroup? {
        switch row.keyExchange.groups {
        case .none: nil
        case .finiteField: .ffdhe2048
        case .ellipticCurve: .x25519
        case .certificate: .secp256r1
        }
    }

    @Test("Handshake records go in the clear up to each side's change_cipher_spec, and under keys from there on")
    func records() throws {
        let pair = try ClientSetup.tls12().established()
        #expect(recordTypes(pair.fromClient) == [22, 22, 20, 22])
        #expect(recordTypes(pair.fromServer) == [22, 20, 22])
        // The hello says TLS 1.0 for old servers, all else TLS 1.2.
        #expect(Array(pair.fromClient[..<3]) == [22, 3, 1] && Array(pair.fromServer[..<3]) == [22, 3, 3])
    }

    @Test("In pieces of any size it is the same handshake", arguments: [1, 2, 5, 6, 100])
    func pieces(_ count: Int) throws {
        let pair = try ClientSetup.tls12(.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA).pair()
        pair.pieceCount = count
        pair.exchange()
        #expect(pair.client.isEstablished && pair.server.isEstablished)
        try pair.echo()
    }

    @Test("A server that speaks both takes TLS 1.3 from who can, and TLS 1.2 from who cannot. RFC 9846 §4.2.3")
    func versionPreference() throws {
        for versions in [[.tls12], [.tls13], [.tls12, .tls13]] as [[ProtocolVersion]] {
            var setup = try ClientSetup()
            setup.client.versions = versions
            let expected: ProtocolVersion = versions.contains(.tls13) ? .tls13 : .tls12
            #expect(try setup.established().server.completed?.version == expected)
        }
    }

    @Test("Keys of TLS 1.2 cannot be updated, and asking harms nothing")
    func noKeyUpdate() throws {
        let pair = try ClientSetup.tls12().established()
        for end in [pair.client, pair.server] {
            #expect(throws: TLSError(.wrongState, "")) { try end.session.updateKeys(requestingPeer: true) }
        }
        try pair.echo()
    }

    @Test("encrypt-then-MAC is offered and answered for each block cipher, and for nothing else. RFC 7366 §3")
    func encryptThenMAC() throws {
        for row in CipherSuiteTable12.rows where row.keyExchange == .ecdheECDSA {
            let setup = try ClientSetup.tls12(row.suite)
            let offered = try ScriptedPair(setup).server.hello.extensions.encryptThenMAC
            #expect((offered != nil) == row.usesBlockCipher)
        }
        // One suite with a block cipher and one without are on offer: what is chosen decides.
        var setup = try ClientSetup.tls12()
        setup.client.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
        setup.server.cipherSuites = setup.client.cipherSuites.reversed()
        #expect(try setup.established().client.completed?.encryptsThenMACs == false)
        setup.server.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA]
        #expect(try setup.established().client.completed?.encryptsThenMACs == true)
    }

    @Test("A client without encrypt_then_mac gets MAC-then-encrypt. RFC 7366 §3")
    func withoutEncryptThenMAC() throws {
        let suite = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA
        let setup = try ClientSetup.tls12(suite)
        for offers in [true, false] {
            let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, suite: suite)
            try client.complete { $0.extensions.encryptThenMAC = offers ? Empty() : nil }
            try client.expectEstablished()
            #expect(client.bench.completed?.encryptsThenMACs == offers)
        }
    }

    @Test("Whoever has a finite field, curve or scheme in common with nobody is told so")
    func nothingInCommon() throws {
        var setup = try ClientSetup.tls12()
        setup.server.tls12Groups = [.secp521r1]
        setup.client.tls12Groups = [.x25519]
        var pair = try setup.shaken()
        #expect(pair.server.error?.alert == .handshakeFailure && pair.client.error?.alert == .handshakeFailure)
        setup = try ClientSetup.tls12()
        setup.client.tls12SignatureSchemes = [.rsaPSSRSAESHA256]
        pair = try setup.shaken()
        #expect(pair.server.error?.alert == .handshakeFailure && pair.client.error?.code == .alertReceived)
    }
}
