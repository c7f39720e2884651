/// A traditional group and ML-KEM together: as long as either holds, the secret does. RFC 10024.
///
/// Shares and secrets are the two parts joined, without lengths: ML-KEM first with X25519, the point first with the curves
/// of NIST.
struct HybridAgreement {
    let traditional: KeyAgreementAlgorithm
    let mlkem: MLKEM
    private let isMLKEMFirst: Bool

    /// nil for a group that is traditional alone.
    init?(_ algorithm: KeyAgreementAlgorithm) {
        switch algorithm {
        case .x25519MLKEM768: (traditional, mlkem, isMLKEMFirst) = (.x25519, .mlkem768, true)
        case .secp256r1MLKEM768: (traditional, mlkem, isMLKEMFirst) = (.p256, .mlkem768, false)
        case .secp384r1MLKEM1024: (traditional, mlkem, isMLKEMFirst) = (.p384, .mlkem1024, false)
        default: return nil
        }
    }

    /// The two parts of a share of either side, of which ML-KEM's has `mlkemLength` bytes.
    @_lifetime(copy share)
    private func split(_ share: RawSpan, _ mlkemLength: Int) throws(KeyAgreementError) -> Parts {
        // The lengths of both sides' shares are fixed.
        guard share.byteCount == mlkemLength + traditional.shareLength else { throw .invalidPeerKey }
        return isMLKEMFirst
            ? Parts(
                mlkem: share.extracting(first: mlkemLength), traditional: share.extracting(droppingFirst: mlkemLength))
            : Parts(
                mlkem: share.extracting(last: mlkemLength), traditional: share.extracting(droppingLast: mlkemLength))
    }

    private struct Parts: ~Escapable {
        let mlkem: RawSpan
        let traditional: RawSpan

        @_lifetime(copy mlkem, copy traditional)
        init(mlkem: RawSpan, traditional: RawSpan) {
            self.mlkem = mlkem
            self.traditional = traditional
        }
    }

    func joinShares(mlkem: [UInt8], traditional: [UInt8]) -> [UInt8] {
        isMLKEMFirst ? mlkem + traditional : traditional + mlkem
    }

    private func joinSecrets(mlkem: borrowing Secret, traditional: borrowing Secret) -> Secret {
        let (first, second) = isMLKEMFirst ? (mlkem.span, traditional.span) : (traditional.span, mlkem.span)
        return Secret(count: first.byteCount + second.byteCount) { output in
            output.append(first)
            output.append(second)
        }
    }

    // MARK: The two sides

    /// Encapsulates to the initiator's key and answers its other share.
    func respond(peerShare: RawSpan) throws(KeyAgreementError) -> KeyAgreementResponse {
        let parts = try split(peerShare, mlkem.encapsulationKeyLength)
        let encapsulation = try mlkem.encapsulate(to: parts.mlkem)
        let response = try KeyAgreement.respond(traditional, peerShare: parts.traditional)
        return KeyAgreementResponse(
            share: joinShares(mlkem: encapsulation.ciphertext, traditional: response.share),
            secret: joinSecrets(mlkem: encapsulation.secret, traditional: response.secret))
    }

    /// The initiator's secret, from the responder's share.
    func secret(
        _ key: borrowing MLKEMPrivateKey, peerShare: RawSpan,
        _ traditionalSecret: (RawSpan) throws(KeyAgreementError) -> Secret
    ) throws(KeyAgreementError) -> Secret {
        let parts = try split(peerShare, mlkem.ciphertextLength)
        let secret = try key.decapsulate(parts.mlkem)
        return joinSecrets(mlkem: secret, traditional: try traditionalSecret(parts.traditional))
    }
}
