import TLSMessages

/// Lists of suites in the form that the suite's tests give: names, kinds, and groups of equals in brackets.
enum CipherList {
    /// What BoringSSL speaks of TLS 1.2 where it is told nothing, best first.
    static let standard: [CipherSuite] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        .TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_RSA_WITH_AES_128_CBC_SHA, .TLS_RSA_WITH_AES_256_CBC_SHA,
    ]

    static func suites(_ list: String) throws(ShimFailure) -> [CipherSuite] {
        // One equal to others stands where it is named: there are no groups of equals.
        let parts = list.split { ":[|]".contains($0) }.map(String.init)
        var suites: [CipherSuite] = []
        for part in parts {
            switch part {
            case "DEFAULT": suites += standard
            case "3DES": suites.append(.TLS_RSA_WITH_3DES_EDE_CBC_SHA)
            case "AES128": suites += standard.filter { "\($0)".contains("AES_128") }
            case "!AES": suites.removeAll { "\($0)".contains("AES") }
            default:
                guard let suite = CipherSuite(named: part) else { throw .unimplemented("the cipher list \(list)") }
                suites.append(suite)
            }
        }
        return suites
    }
}
