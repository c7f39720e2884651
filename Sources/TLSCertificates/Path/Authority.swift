extension CertificateFacts {
    /// Whether the key may sign certificates. RFC 5280 §6.1.4(k), (n).
    func checkAuthority() throws(PathFault) {
        // RFC 5280 §4.2.1.9: without the extension, or without cA, the key signs no certificates.
        guard let basicConstraints, basicConstraints.isAuthority else {
            throw PathFault(.notAuthority, "it has issued a certificate, but its basicConstraints make it no authority")
        }
        try checkUse(.keyCertSign, "certificates")
    }

    /// RFC 5280 §4.2.1.3: where there is a keyUsage, it lists the use.
    func checkUse(_ use: KeyUsage, _ what: String) throws(PathFault) {
        guard keyUsage?.contains(use) ?? true else {
            throw PathFault(.notAuthority, "its keyUsage does not allow signing \(what)")
        }
    }

    /// How many certificates that are not self-issued may follow between it and the end entity. RFC 5280 §4.2.1.9.
    var pathLength: Int? { basicConstraints?.pathLength }
}

/// Counts the certificates of a path against what each authority allows. RFC 5280 §6.1.4(l), (m).
struct PathLength {
    private var remaining: Int

    init(_ maximum: Int) {
        remaining = min(max(0, maximum), Limits.intermediatesAtMost)
    }

    /// What an anchor allows.
    mutating func limit(to pathLength: Int?) {
        if let pathLength { remaining = min(remaining, pathLength) }
    }

    /// Passes an intermediate authority, nearest to the anchor first.
    ///
    /// - Returns: whether another may stand there.
    mutating func pass(isSelfIssued: Bool, pathLength: Int?) -> Bool {
        if !isSelfIssued {
            guard remaining > 0 else { return false }
            remaining -= 1
        }
        limit(to: pathLength)
        return true
    }
}
