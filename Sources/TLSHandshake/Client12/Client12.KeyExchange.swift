import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Client12 {
    /// Our part of the key exchange. RFC 5246 §7.4.7.
    struct ClientValue: ~Copyable {
        /// What is sent.
        let bytes: [UInt8]
        let premaster: Secret
    }

    /// Our value for the server's, and the secret that they make. RFC 5246 §7.4.7, §8.1, RFC 8422 §5.7, §5.10.
    static func clientValue(
        for value: ServerValue, _ context: HandshakeContext
    ) throws(HandshakeFault) -> ClientValue {
        switch value {
        case .curve(let parameters):
            return try agree(on: parameters.group, with: parameters.publicValue, context)
        case .finiteField(let group, let value):
            return try agree(in: group, with: value)
        case .certificateKey(let key):
            switch (context.suite.keyExchange, key.keyType, key.point) {
            case (.rsa, _, _):
                return try encryptPremaster(to: key, context)
            case (_, .ec(let curve), let point?):
                let group = GroupTable.group(of: curve)
                context.outcome.group = group
                return try agree(on: group, with: point, context)
            default:
                throw .misbehaved(.certificateDoesNotFitSuite)
            }
        }
    }

    /// A pair of our own, new each time, and the secret with the server's point. RFC 8422 §5.10.
    private static func agree(
        on group: NamedGroup, with point: [UInt8], _ context: HandshakeContext
    ) throws(HandshakeFault) -> ClientValue {
        guard let algorithm = GroupTable.algorithm(of: group) else { throw .misbehaved(.selectedUnofferedGroup) }
        let key = try crypto { () throws(CryptoError) in try context.settings.randomness.generate(algorithm) }
        do {
            return ClientValue(bytes: key.share, premaster: try key.sharedSecret(peerShare: point.span.bytes))
        } catch {
            switch error {
            case .invalidPeerKey: throw .misbehaved(.invalidKeyShare)
            case .crypto(let error): throw .crypto(error)
            }
        }
    }

    /// The same in a finite field: the secret has no leading zeros. RFC 5246 §8.1.2.
    private static func agree(
        in group: FiniteFieldGroup, with value: [UInt8]
    ) throws(HandshakeFault) -> ClientValue {
        do {
            let response = try group.respond(peerShare: value.span.bytes)
            return ClientValue(bytes: response.share, premaster: response.secret.copy())
        } catch {
            throw HandshakeFault(error)
        }
    }

    /// The version that we have offered and 46 random bytes, encrypted to the certificate's key. RFC 5246 §7.4.7.1.
    private static func encryptPremaster(
        to key: PublicKey, _ context: HandshakeContext
    ) throws(HandshakeFault) -> ClientValue {
        let version = context.offer.hello.legacyVersion.rawValue
        let premaster = try crypto { () throws(CryptoError) in try makePremaster(of: version) }
        let encrypted = try crypto { () throws(CryptoError) in try key.encryptPremaster(premaster.span) }
        return ClientValue(bytes: encrypted, premaster: premaster)
    }

    private static func makePremaster(of version: UInt16) throws(CryptoError) -> Secret {
        let random = try Secret(random: rsaPremasterLength - 2)
        return Secret(count: rsaPremasterLength) { output in
            output.append(UInt8(version >> 8))
            output.append(UInt8(truncatingIfNeeded: version))
            let octets = random.span.octets
            for place in octets.indices { output.append(octets[place]) }
        }
    }
}

extension HandshakeFault {
    /// What is wrong with a server's finite field, or with its value there.
    init(_ error: FiniteFieldError) {
        self =
            switch error {
            case .primeTooSmall: .incompatible(.finiteFieldTooSmall)
            case .primeTooLarge: .misbehaved(.finiteFieldTooLarge)
            case .invalidGroup: .misbehaved(.invalidFiniteField)
            case .invalidPeerKey: .misbehaved(.invalidKeyShare)
            case .crypto(let error): .crypto(error)
            }
    }
}
