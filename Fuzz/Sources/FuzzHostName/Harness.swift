import CReferenceCertificate
import FuzzBodies
import TLSCertificates

/// What libFuzzer calls with each input: the body, then the comparison with libcrypto.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count))
    FuzzTarget.hostName.run(bytes)
    compare(HostNameCase(bytes))
    return 0
}

/// We may refuse what libcrypto takes, and never the other way round.
private func compare(_ input: HostNameCase) {
    guard input.isMatch else { return }
    let certificate = input.certificate.derBytes
    let isAddress = IPAddress(input.host) != nil
    let host = input.host.hasSuffix(".") ? String(input.host.dropLast()) : input.host
    precondition(
        reference_certificate_is_for(certificate, certificate.count, host, host.utf8.count, isAddress ? 1 : 0) == 1,
        "libcrypto refuses a match of ours")
}
