/// What the names on the page mean, a sentence each.
enum Explanations {
    static func version(_ name: String) -> String {
        switch name {
        case "TLS 1.3": "The newest version: one round trip, and everything after the first two messages is encrypted."
        case "TLS 1.2": "The version before the newest: two round trips, and certificates go in the clear."
        default: "The version of the protocol both ends speak."
        }
    }

    static func provider(_ name: String) -> String {
        switch name {
        case "internal": "SSLServer's own TLS"
        case "platform": "the system's libssl"
        default: name
        }
    }

    static func cipherSuite(_ name: String) -> String {
        let kind =
            if name.contains("CHACHA20") {
                "ChaCha20 with Poly1305: fast wherever there are no instructions for AES."
            } else if name.contains("AES_128_GCM") {
                "AES with 128-bit keys in Galois/Counter Mode: encrypts each record and proves it untouched."
            } else if name.contains("AES_256_GCM") {
                "AES with 256-bit keys in Galois/Counter Mode: encrypts each record and proves it untouched."
            } else {
                "How each record is encrypted and protected from change."
            }
        return kind
    }

    static func group(_ name: String?) -> String {
        guard let name else { return "The keys come from an earlier session alone." }
        return switch name.lowercased() {
        case "x25519mlkem768": "Curve25519 and ML-KEM-768 together: holds against quantum computers too."
        case "secp256r1mlkem768": "NIST P-256 and ML-KEM-768 together: holds against quantum computers too."
        case "secp384r1mlkem1024": "NIST P-384 and ML-KEM-1024 together: holds against quantum computers too."
        case "mlkem768": "ML-KEM-768 alone: holds against quantum computers, with nothing beside it."
        case "mlkem1024": "ML-KEM-1024 alone: holds against quantum computers, with nothing beside it."
        case "x25519": "Diffie-Hellman over Curve25519: keys are made for this connection and then forgotten."
        case "secp256r1": "Diffie-Hellman over NIST P-256: keys are made for this connection and then forgotten."
        case "secp384r1": "Diffie-Hellman over NIST P-384: keys are made for this connection and then forgotten."
        case "secp521r1": "Diffie-Hellman over NIST P-521: keys are made for this connection and then forgotten."
        case "x448": "Diffie-Hellman over Curve448: keys are made for this connection and then forgotten."
        case let name where name.hasPrefix("ffdhe"): "Diffie-Hellman over a large prime, of the standard's own set."
        default: "How both ends came by the same keys without sending them."
        }
    }

    static func signature(_ name: String?) -> String {
        guard let name else { return "None was needed: the resumed session proves the server." }
        if name.hasPrefix("ecdsa") { return "The server signed this handshake with its elliptic curve key." }
        if name.hasPrefix("rsa") { return "The server signed this handshake with its RSA key." }
        if name.hasPrefix("ed") { return "The server signed this handshake with its Edwards curve key." }
        return "How the server signed this handshake."
    }

    static func applicationProtocol(_ name: String?) -> String {
        name == nil
            ? "You offered none. ALPN settles what is spoken inside TLS."
            : "What is spoken inside TLS, settled along with the handshake."
    }

    static func serverName(_ name: String?) -> String {
        name == nil
            ? "You named no host, as clients do that were given an address."
            : "The host you asked for; a server of many names chooses its certificate by it."
    }

    static func session(isResumed: Bool) -> String {
        isResumed
            ? "You showed a ticket of an earlier visit, which spares the certificate."
            : "A full handshake with certificate and signature."
    }

    static func handshake(isHelloRetried: Bool) -> String {
        isHelloRetried
            ? "From your first message to your last. The server had to ask for another key share, which cost a round trip."
            : "From your first message to your last, as the server saw it."
    }
}
