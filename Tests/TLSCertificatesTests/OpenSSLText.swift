import TLSCertificates

/// What the openssl command line prints, in our words.
enum OpenSSLText {
    static func name(_ text: String) -> String {
        let text = text.replacing(", ST=", with: ", S=").replacing("emailAddress=", with: "E=")
            .replacing("businessCategory=", with: "2.5.4.15=")
            .replacing("jurisdictionC=", with: "1.3.6.1.4.1.311.60.2.1.3=")
            .replacing("jurisdictionST=", with: "1.3.6.1.4.1.311.60.2.1.2=")
            .replacing("serialNumber=", with: "SERIALNUMBER=")
        return text.hasPrefix("ST=") ? "S=" + text.dropFirst(3) : text
    }

    static func time(_ text: String) -> String { text.dropLast() + " UTC" }

    static func keyUsage(_ text: String) -> String {
        text.replacing("Non Repudiation", with: "Non-Repudiation").replacing(" Sign,", with: " Signing,")
            .replacing("CRL Sign", with: "CRL Signing")
            .replacing("Signinging", with: "Signing")
    }

    static func purposes(_ text: String) -> [OID] {
        text.split(separator: ", ").compactMap { name in
            switch name {
            case "TLS Web Server Authentication": .serverAuthentication
            case "TLS Web Client Authentication": .clientAuthentication
            default: OID(String(name))
            }
        }
    }

    static func signature(_ text: String) -> String {
        switch text.split(separator: " ").joined() {
        case "md5WithRSAEncryption": "md5RSA"
        case "sha1WithRSAEncryption": "sha1RSA"
        case "sha256WithRSAEncryption": "sha256RSA"
        case "sha384WithRSAEncryption": "sha384RSA"
        case "sha512WithRSAEncryption": "sha512RSA"
        case "ecdsa-with-SHA256": "sha256ECDSA"
        case "ecdsa-with-SHA384": "sha384ECDSA"
        case "ecdsa-with-SHA512": "sha512ECDSA"
        case "rsassaPss": "RSASSA-PSS"
        case "ED25519": "Ed25519"
        case "ED448": "Ed448"
        case "dsa_with_SHA256": "sha256DSA"
        default: text
        }
    }

    /// Whether a name is of a form that openssl prints plainly.
    static func hasPlainForm(_ name: GeneralName) -> Bool {
        switch name {
        case .dnsName, .ipAddress, .rfc822Name, .uniformResourceIdentifier: true
        case .directoryName, .registeredID, .other: false
        }
    }

    static func plainNames(_ text: String) -> [GeneralName] {
        text.split(separator: ", ").compactMap { entry in
            if entry.hasPrefix("DNS:") { return .dnsName(String(entry.dropFirst(4))) }
            if entry.hasPrefix("email:") { return .rfc822Name(String(entry.dropFirst(6))) }
            if entry.hasPrefix("URI:") { return .uniformResourceIdentifier(String(entry.dropFirst(4))) }
            guard entry.hasPrefix("IP Address:") else { return nil }
            return IPAddress(String(entry.dropFirst(11))).map { .ipAddress($0) }
        }
    }
}
