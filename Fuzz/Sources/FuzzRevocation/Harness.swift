import CReferenceRevocation
import FuzzBodies
import TLSCertificates

/// What libFuzzer calls with each input: the body, then the comparison with libcrypto.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    if let verdict = RevocationVerdict(of: RawSpan(_unsafeBytes: UnsafeRawBufferPointer(input))) { compare(verdict) }
    return 0
}

/// We may refuse what libcrypto takes, and never the other way round; what both take must say the same. What is good for us
/// is good for libcrypto.
private func compare(_ verdict: RevocationVerdict) {
    switch verdict.content {
    case .list(let ours): compare(ours)
    case .response(let ours): compare(ours)
    }
    guard case .good? = verdict.status, let signed = verdict.signedBytes else { return }
    let (leaf, authority) = (verdict.certificate.derBytes, verdict.authority.derBytes)
    switch verdict.content {
    case .list(let list):
        // libcrypto looks whose key signed by its identifier as well; we ask the signature alone.
        guard names(list, verdict.authority) else { return }
        let error = reference_list_verdict(
            signed, signed.count, leaf, leaf.count, authority, authority.count, verdict.time)
        precondition(error == 0, "libcrypto does not find good what we do: error \(error)")
    case .response(let response):
        // libcrypto wants to know the issuers of all answers; we pass over those that are not about the certificate.
        guard haveOneIssuer(response.answers.map(\.certificateID)) else { return }
        precondition(
            reference_response_is_good(
                signed, signed.count, leaf, leaf.count, authority, authority.count, verdict.time) == 1,
            "libcrypto does not find good what we do")
    }
}

private func names(_ list: CertificateRevocationList, _ authority: X509Certificate) -> Bool {
    guard let identifier = OID("2.5.29.35"), let found = list.extension(identifier) else { return true }
    return found.value == authority.extension(identifier)?.value
}

private func haveOneIssuer(_ identifiers: [OCSPCertificateID]) -> Bool {
    guard let first = identifiers.first else { return true }
    return identifiers.allSatisfy {
        $0.hashAlgorithm == first.hashAlgorithm && $0.issuerNameHash == first.issuerNameHash
            && $0.issuerKeyHash == first.issuerKeyHash
    }
}

private func compare(_ ours: CertificateRevocationList) {
    let input = ours.derBytes
    var theirs = reference_list()
    precondition(reference_list_read(input, input.count, &theirs) == 1, "libcrypto refuses the list that we take")
    defer { reference_list_free(&theirs) }
    precondition(theirs.length == input.count, "libcrypto sees another end")
    precondition(theirs.version + 1 == ours.version, "the versions differ")
    precondition(theirs.entry_count == ours.entryCount, "the numbers of entries differ")
    precondition(theirs.extension_count == ours.extensions.count, "the numbers of extensions differ")
    precondition(theirs.this_update == ours.thisUpdate.secondsSinceEpoch, "the starts differ")
    precondition((theirs.has_next_update == 1) == (ours.nextUpdate != nil), "only one has an end")
    if let next = ours.nextUpdate { precondition(theirs.next_update == next.secondsSinceEpoch, "the ends differ") }
    precondition(
        Array(UnsafeBufferPointer(start: theirs.issuer, count: theirs.issuer_size)) == ours.issuer.derBytes,
        "the issuers differ")
}

private func compare(_ ours: OCSPResponse) {
    let input = ours.derBytes
    var theirs = reference_response()
    precondition(
        reference_response_read(input, input.count, &theirs) == 1, "libcrypto refuses the response that we take")
    precondition(theirs.length == input.count, "libcrypto sees another end")
    precondition(theirs.status == CInt(ours.responseStatus.rawValue), "the statuses differ")
    precondition(theirs.answer_count == ours.answers.count, "the numbers of answers differ")
    precondition(theirs.certificate_count == ours.certificates.count, "the numbers of certificates differ")
}
