public import TLSCertificates
import TLSPrimitives

/// Certificates, what of them is trusted, and what is asked: a path is found or it is not, whatever the order in which the
/// certificates came and wherever the helpers among them came from. A path that is found keeps the rules that can be said in a
/// few lines.
///
/// The harness puts each path that we accept to libcrypto (`X509_verify_cert` with `X509_V_FLAG_PARTIAL_CHAIN`), which has to
/// accept it too. It is given that path alone: it does not look for others as we do. With these differences:
/// - A key identifier that does not fit is no reason for us to pass an issuer by (RFC 4158 §3.5.12).
/// - `anyExtendedKeyUsage` stands for every purpose (RFC 5280 §4.2.1.12), which libcrypto has not for TLS, and what an end
///   entity's keyUsage allows is asked when its key is used, so that libcrypto is not asked for purposes of such.
/// - What an anchor's own certificate says counts for us as `TrustAnchor.Constraints` says. Only where all of it counts
///   is libcrypto asked.
/// - Critical extensions that are understood here and not by libcrypto: key identifiers, issuerAltName, freshestCRL, access to
///   information, TLS features, timestamps (profiles refuse those that must not be critical).
/// - The last second of a certificate's validity is part of it (RFC 5280 §4.1.2.5).
/// - The policy mappings of an anchor count for us, and those of an end entity do not, which maps nothing.
/// - A certificate that looks as if it had signed itself ends libcrypto's path: those that do not are compared.
///
/// We are stricter in these: SHA-1, MD5, DSA and small RSA keys; the number of authorities; profiles; purposes where they are
/// asked for strictly; policies that a certificate requires though nobody asked; the syntax of names, also in constraints, and
/// of all extensions that are known; certificates in themselves, as the target `certificate` tells.
package func fuzzPath(_ bytes: RawSpan) {
    guard let input = PathInput(bytes) else { return }
    let verdict = input.verdict
    if case .success(let path) = verdict { input.checkPlainly(path) }
    if case .failure(let failure) = verdict {
        precondition(failure.candidates.count <= 16, "too many candidates are shown")
        precondition(failure.description.utf8.count <= 4096, "a failure says too much")
    }
    input.checkOrder(verdict)
}

extension PathInput {
    /// The verdict of a verifier that knows nothing yet.
    public var verdict: Result<VerifiedPath, PathFailure> { verdict(PathVerifier(store), chain) }

    private func verdict(
        _ verifier: PathVerifier, _ chain: [X509Certificate]
    ) -> Result<VerifiedPath, PathFailure> {
        do {
            return .success(try verifier.verify(chain, requirements))
        } catch {
            return .failure(error)
        }
    }

    /// The same certificates in another order, and from another place, come to the same end, unless there were too many.
    fileprivate func checkOrder(_ verdict: Result<VerifiedPath, PathFailure>) {
        let verifier = PathVerifier(store)
        let first = self.verdict(verifier, chain)
        precondition(first == verdict, "the verdict is another the second time")
        precondition(self.verdict(verifier, chain) == verdict, "what was proved changes the verdict")
        guard let leaf = chain.first, chain.count > 1 else { return }
        let reversed = [leaf] + chain.dropFirst().reversed()
        let others = [
            self.verdict(verifier, reversed),
            self.verdict(PathVerifier(store, intermediates: Array(reversed.dropFirst())), [leaf]),
        ]
        for other in others where !other.isExhausted && !verdict.isExhausted {
            precondition(other.isAccepted == verdict.isAccepted, "the order of the certificates changes the verdict")
        }
    }

    /// The rules of RFC 5280 §6.1 that need few words.
    fileprivate func checkPlainly(_ path: VerifiedPath) {
        let certificates = path.certificates
        precondition(certificates.first == chain.first, "the path begins with another certificate")
        precondition(path.anchor.map { store.anchors.contains($0) } ?? false, "the path ends at no anchor")
        precondition(Set(certificates).count == certificates.count, "a certificate stands in the path twice")
        precondition(
            certificates.count <= requirements.maximumIntermediates + 1 + certificates.count(where: \.isSameName),
            "the path is too long")
        for certificate in certificates {
            precondition(certificate.notBefore <= requirements.time, "a certificate is not yet valid")
            precondition(requirements.time <= certificate.notAfter, "a certificate has expired")
        }
        for (own, issuer) in zip(path.chain, path.chain.dropFirst()) {
            precondition(own.issuer.matches(issuer.subject), "the names do not chain")
            precondition((try? own.isSigned(by: issuer.publicKeyOfOld)) ?? !own.isOfToday, "a signature is not good")
        }
        for authority in certificates.dropFirst() {
            precondition((try? authority.basicConstraints)?.isAuthority == true, "an issuer is no authority")
            let usage = try? authority.keyUsage
            precondition(usage?.contains(.keyCertSign) ?? true, "an issuer may not sign certificates")
        }
        if let host = requirements.host {
            precondition(certificates.first?.matches(serverName: host) == true, "the path is for another host")
        }
    }
}

extension X509Certificate {
    /// Whether it has a critical extension that libcrypto does not understand.
    fileprivate var hasExtensionOfOurs: Bool {
        let ours: [OID] = [
            .subjectKeyIdentifier, .authorityKeyIdentifier, .issuerAltName, .freshestCRL, .authorityInfoAccess,
            .subjectInfoAccess, .tlsFeature, .signedCertificateTimestamps, .applicationPolicies,
        ]
        return ours.contains { self.extension($0)?.isCritical ?? false }
    }

    fileprivate var isSameName: Bool { issuer.matches(subject) }

    fileprivate var publicKeyOfOld: PublicKey {
        get throws(CertificateError) { try subjectPublicKeyInfo.legacyPublicKey }
    }

    /// A DSA key can be without its parameters.
    fileprivate var isOfToday: Bool {
        !signatureAlgorithmName.hasSuffix("DSA") || signatureAlgorithmName.hasSuffix("ECDSA")
    }
}

extension Result where Success == VerifiedPath, Failure == PathFailure {
    fileprivate var isAccepted: Bool {
        if case .success = self { true } else { false }
    }

    fileprivate var isExhausted: Bool {
        guard case .failure(let failure) = self else { return false }
        return [.pathBudgetExceeded, .nameConstraintBudgetExceeded, .policyBudgetExceeded].contains(failure.code)
    }
}

// What libcrypto can be asked about a path that we accept.
extension PathInput {
    /// Whether libcrypto is known to judge the path otherwise.
    public func isKnown(_ path: VerifiedPath) -> Bool {
        guard trust.constraints == .all, let anchor = path.anchor else { return true }
        if requirements.policies != nil {
            let ends = [anchor.certificate] + path.certificates.prefix(1)
            guard ends.allSatisfy({ $0.extension(.policyMappings) == nil }) else { return true }
        }
        if path.chain.contains(where: { $0.notAfter == requirements.time }) { return true }
        if path.chain.contains(where: \.hasExtensionOfOurs) { return true }
        // Whoever looks as if it had signed itself.
        return path.chain.dropLast().contains { certificate in
            guard certificate.isSameName else { return false }
            let named = (try? certificate.authorityKeyIdentifier)?.keyIdentifier
            let own = try? certificate.subjectKeyIdentifier
            return named == nil || own == nil || named == own
        }
    }

    /// Whether libcrypto can be asked for the purpose of a path: 1 a server's, 2 a client's, 0 not.
    public func comparablePurpose(_ path: VerifiedPath) -> Int32 {
        let isForAny = path.chain.contains { certificate in
            (try? certificate.extendedKeyUsage)?.contains(.anyExtendedKeyUsage) ?? false
        }
        guard !isForAny, let wanted = requirements.purpose.identifier else { return 0 }
        if let usage = try? path.certificates.first?.keyUsage {
            guard usage.contains(.digitalSignature) || usage.contains(.keyAgreement) else { return 0 }
        }
        return wanted == .serverAuthentication ? 1 : 2
    }
}
