package import TLSNegotiation
package import TLSPrimitives

/// The key schedule before the key exchange. RFC 9846 §7.1.
///
/// Each stage is a type of its own, so keys of a later stage cannot come out of an earlier one.
package struct EarlyStage: ~Copyable {
    let suite: CipherSuiteRow
    private let earlySecret: Secret

    /// Starts without a pre-shared key: the input is zeros.
    package init(_ suite: CipherSuiteRow) throws(HandshakeFault) {
        self.suite = suite
        let zeros = [UInt8](repeating: 0, count: suite.hash.digestLength)
        earlySecret = try crypto { () throws(CryptoError) in
            try HKDF.extract(suite.hash, salt: zeros.span.bytes, inputKey: zeros.span.bytes)
        }
    }

    /// Mixes in the shared secret of the key exchange.
    package consuming func handshakeStage(_ shared: borrowing Secret) throws(HandshakeFault) -> HandshakeStage {
        let handshakeSecret = try extractNext(suite, from: earlySecret, input: shared)
        return HandshakeStage(suite: suite, handshakeSecret: handshakeSecret)
    }
}

/// The key schedule between key exchange and Finished. RFC 9846 §7.1.
package struct HandshakeStage: ~Copyable {
    let suite: CipherSuiteRow
    private let handshakeSecret: Secret

    fileprivate init(suite: CipherSuiteRow, handshakeSecret: consuming Secret) {
        self.suite = suite
        self.handshakeSecret = handshakeSecret
    }

    /// - Parameter hellos: the hash up to ServerHello.
    package borrowing func trafficSecrets(_ hellos: TranscriptHash) throws(HandshakeFault) -> DirectionSecrets {
        try crypto { () throws(CryptoError) in
            DirectionSecrets(
                client: try handshakeSecret.deriveSecret("c hs traffic", hellos),
                server: try handshakeSecret.deriveSecret("s hs traffic", hellos))
        }
    }

    package consuming func mainStage() throws(HandshakeFault) -> MainStage {
        let zeros = [UInt8](repeating: 0, count: suite.hash.digestLength)
        let mainSecret = try extractNext(suite, from: handshakeSecret, input: Secret(copying: zeros.span.bytes))
        return MainStage(suite: suite, mainSecret: mainSecret)
    }
}

/// The key schedule after the server's Finished. RFC 9846 §7.1.
package struct MainStage: ~Copyable {
    let suite: CipherSuiteRow
    private let mainSecret: Secret

    fileprivate init(suite: CipherSuiteRow, mainSecret: consuming Secret) {
        self.suite = suite
        self.mainSecret = mainSecret
    }

    /// - Parameter throughServerFinished: the hash up to the server's Finished.
    package borrowing func trafficSecrets(
        _ throughServerFinished: TranscriptHash
    ) throws(HandshakeFault) -> DirectionSecrets {
        try crypto { () throws(CryptoError) in
            DirectionSecrets(
                client: try mainSecret.deriveSecret("c ap traffic", throughServerFinished),
                server: try mainSecret.deriveSecret("s ap traffic", throughServerFinished))
        }
    }

    package borrowing func exporterSecret(
        _ throughServerFinished: TranscriptHash
    ) throws(HandshakeFault) -> Secret {
        try crypto { () throws(CryptoError) in try mainSecret.deriveSecret("exp master", throughServerFinished) }
    }
}

/// The traffic secrets of one epoch.
package struct DirectionSecrets: ~Copyable, Sendable {
    package var client: Secret
    package var server: Secret
}

/// HKDF-Extract(Derive-Secret(from, "derived", ""), input).
private func extractNext(
    _ suite: CipherSuiteRow, from previous: borrowing Secret, input: borrowing Secret
) throws(HandshakeFault) -> Secret {
    try crypto { () throws(CryptoError) in
        let salt = try previous.deriveSecret("derived", try TranscriptHash.ofNothing(suite.hash))
        return try HKDF.extract(suite.hash, salt: salt.span, inputKey: input.span)
    }
}
