package import TLSMessages
import TLSWire

/// What a scripted client offers; a script may also change the ClientHello made of it.
package struct ClientOffer: Sendable {
    package var versions: [ProtocolVersion] = [.tls13]
    package var suites: [CipherSuite] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
    ]
    package var groups: [NamedGroup] = [.x25519, .secp256r1]
    package var shareGroups: [NamedGroup] = [.x25519]
    package var schemes: [SignatureScheme] = .everyScheme
    package var serverName: String?
    package var protocols: [String]?
    package var recordSizeLimit: UInt16?
    /// TLS 1.2's; nil leaves it out.
    package var sessionTicket: [UInt8]?
    /// TLS 1.2's.
    package var extendsMasterSecret = false
    /// Not empty: middlebox compatibility. RFC 9846 §E.4.
    package var sessionID = [UInt8](repeating: 0x5e, count: 32)

    package init() {}

    /// What a client of TLS 1.2 alone offers.
    package static let tls12: ClientOffer = {
        var offer = ClientOffer()
        offer.versions = [.tls12]
        offer.suites = [.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]
        offer.shareGroups = []
        offer.sessionID = []
        offer.extendsMasterSecret = true
        return offer
    }()

    /// Offers one group, with a share for it.
    package mutating func use(_ group: NamedGroup) {
        groups = [group]
        shareGroups = [group]
    }

    func hello(random: [UInt8], shares: [KeyShareEntry]) -> ClientHello {
        var extensions = ClientHelloExtensions()
        extensions.supportedVersions = versions
        extensions.supportedGroups = groups
        extensions.signatureAlgorithms = schemes
        extensions.keyShare = versions.contains(.tls13) ? shares : nil
        extensions.sessionTicket = sessionTicket
        if extendsMasterSecret { extensions.extendedMasterSecret = Empty() }
        extensions.serverName = serverName.map { Array($0.utf8) }
        extensions.applicationProtocols = protocols?.map { Array($0.utf8) }
        extensions.recordSizeLimit = recordSizeLimit
        return ClientHello(
            random: random, legacySessionID: sessionID, cipherSuites: suites, extensions: extensions)
    }
}

extension [SignatureScheme] {
    /// Every scheme that TLS 1.3 signs handshakes with.
    package static let everyScheme: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512, .rsaPSSRSAESHA256, .rsaPSSRSAESHA384,
        .rsaPSSRSAESHA512, .ed25519, .ed448, .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
    ]
}
