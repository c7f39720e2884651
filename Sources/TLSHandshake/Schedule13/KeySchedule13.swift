package import TLSNegotiation
package import TLSPrimitives

/// The key schedule before the key exchange. RFC 9846 §7.1.
///
/// Each stage is a type of its own, so keys of a later stage cannot come out of an earlier one.
package struct EarlyStage: ~Copyable {
    let suite: CipherSuiteRow
    /// What the early secret leads on to.
    private let derived: Secret

    /// Starts without a pre-shared key.
    package init(_ suite: CipherSuiteRow) throws(HandshakeFault) {
        self.suite = suite
        derived = try crypto { () throws(CryptoError) in
            let derived = try Self.derivedWithoutPSK(suite.hash)
            return Secret(copying: derived.span)
        }
    }

    fileprivate init(_ suite: CipherSuiteRow, derived: consuming Secret) {
        self.suite = suite
        self.derived = derived
    }

    /// Goes on without a key exchange: the pre-shared key must do. RFC 9846 §7.1.
    package consuming func handshakeStageWithoutExchange() throws(HandshakeFault) -> HandshakeStage {
        let zeros = Digest(zeros: suite.hash.digestLength)
        return try handshakeStage(Secret(copying: zeros.span))
    }

    /// Mixes in the shared secret of the key exchange.
    package consuming func handshakeStage(_ shared: borrowing Secret) throws(HandshakeFault) -> HandshakeStage {
        let handshakeSecret = try crypto { () throws(CryptoError) in
            try HKDF.extract(suite.hash, salt: derived.span, inputKey: shared.span)
        }
        return HandshakeStage(suite: suite, handshakeSecret: handshakeSecret)
    }

    /// Without a pre-shared key the input is zeros, so this is the same for everyone: computed once a hash.
    private static func derivedWithoutPSK(_ hash: HashAlgorithm) throws(CryptoError) -> Digest {
        switch hash {
        case .sha256: try sha256WithoutPSK.get()
        case .sha384: try sha384WithoutPSK.get()
        case .md5, .sha1, .sha224, .sha512: try deriveWithoutPSK(hash)
        }
    }

    private static let sha256WithoutPSK = Result { () throws(CryptoError) in try deriveWithoutPSK(.sha256) }
    private static let sha384WithoutPSK = Result { () throws(CryptoError) in try deriveWithoutPSK(.sha384) }

    private static func deriveWithoutPSK(_ hash: HashAlgorithm) throws(CryptoError) -> Digest {
        let zeros = Digest(zeros: hash.digestLength)
        let earlySecret = try HKDF.extract(hash, salt: zeros.span, inputKey: zeros.span)
        let derived = try deriveSalt(hash, from: earlySecret)
        return Digest(copying: derived.span)
    }
}

/// The key schedule of a pre-shared key before the key exchange: its binder, and early data. RFC 9846 §7.1.
extension PreSharedKey {
    /// The binder over a ClientHello without its binders. RFC 9846 §4.3.11.2.
    package func binder(_ truncatedHello: TranscriptHash) throws(HandshakeFault) -> Digest {
        let binderKey = try crypto { () throws(CryptoError) in
            try earlySecret.deriveSecret(origin.binderLabel, try TranscriptHash.ofNothing(hash))
        }
        return try finishedMAC(binderKey, truncatedHello)
    }

    /// What protects the client's early data.
    package func earlyTrafficSecret(_ hello: TranscriptHash) throws(HandshakeFault) -> Secret {
        try crypto { () throws(CryptoError) in try earlySecret.deriveSecret("c e traffic", hello) }
    }

    package func earlyExporterSecret(_ hello: TranscriptHash) throws(HandshakeFault) -> Secret {
        try crypto { () throws(CryptoError) in try earlySecret.deriveSecret("e exp master", hello) }
    }

    /// Goes on to the key exchange, with a suite of the key's hash.
    package func earlyStage(_ suite: CipherSuiteRow) throws(HandshakeFault) -> EarlyStage {
        let derived = try crypto { () throws(CryptoError) in try deriveSalt(suite.hash, from: earlySecret) }
        return EarlyStage(suite, derived: derived)
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
        let mainSecret = try crypto { () throws(CryptoError) in
            let salt = try deriveSalt(suite.hash, from: handshakeSecret)
            let zeros = Digest(zeros: suite.hash.digestLength)
            return try HKDF.extract(suite.hash, salt: salt.span, inputKey: zeros.span)
        }
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

    /// What the keys of tickets come from.
    ///
    /// - Parameter throughClientFinished: the hash up to the client's Finished.
    package borrowing func resumptionSecret(
        _ throughClientFinished: TranscriptHash
    ) throws(HandshakeFault) -> Secret {
        try crypto { () throws(CryptoError) in try mainSecret.deriveSecret("res master", throughClientFinished) }
    }
}

/// The traffic secrets of one epoch.
package struct DirectionSecrets: ~Copyable, Sendable {
    package var client: Secret
    package var server: Secret
}

/// Derive-Secret(previous, "derived", ""): the salt of the next stage.
private func deriveSalt(_ hash: HashAlgorithm, from previous: borrowing Secret) throws(CryptoError) -> Secret {
    try previous.deriveSecret("derived", try TranscriptHash.ofNothing(hash))
}
