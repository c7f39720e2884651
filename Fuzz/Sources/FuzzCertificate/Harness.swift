import CReferenceCertificate
import FuzzBodies
import TLSCertificates

/// What libFuzzer calls with each input: the body, then the comparison with libcrypto.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    FuzzTarget.certificate.run(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(input)))
    compare(Array(input))
    return 0
}

/// We may refuse what libcrypto takes, and never the other way round; what both take must say the same.
private func compare(_ input: [UInt8]) {
    guard let ours = try? X509Certificate(derBytes: input) else { return }
    var theirs = reference_certificate()
    precondition(reference_certificate_read(input, input.count, &theirs) == 1, "libcrypto refuses what we take")
    defer { reference_certificate_free(&theirs) }
    precondition(theirs.length == input.count, "libcrypto sees another end")
    precondition(bytes(theirs.serial) == ours.serialNumber, "the serial numbers differ")
    precondition(theirs.version + 1 == ours.version, "the versions differ")
    precondition(bytes(theirs.issuer) == ours.issuer.derBytes, "the issuers differ")
    precondition(bytes(theirs.subject) == ours.subject.derBytes, "the subjects differ")
    precondition(bytes(theirs.public_key) == ours.subjectPublicKeyInfo.derBytes, "the keys differ")
    precondition(theirs.extension_count == ours.extensions.count, "the numbers of extensions differ")
    precondition(theirs.not_before == ours.notBefore.secondsSinceEpoch, "the starts of validity differ")
    precondition(theirs.not_after == ours.notAfter.secondsSinceEpoch, "the ends of validity differ")
}

private func bytes(_ part: reference_bytes) -> [UInt8] {
    Array(UnsafeBufferPointer(start: part.start, count: part.count))
}
