import CReferenceCertificate
import FuzzBodies
import TLSCertificates

/// What libFuzzer calls with each input: the body, then the comparison with libcrypto.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count))
    FuzzTarget.path.run(bytes)
    if let input = PathInput(bytes) { compare(input) }
    return 0
}

/// We may refuse what libcrypto takes, and never the other way round, but for what the body names.
private func compare(_ input: PathInput) {
    guard case .success(let path) = input.verdict, !input.isKnown(path) else { return }
    let asked = input.requirements
    let certificates = path.chain.map(\.derBytes)
    let sizes = certificates.map(\.count)
    let policies = asked.policies.map { $0.acceptable.map(\.description).joined(separator: ",") }
    var error: CInt = 0
    let isValid = (asked.host ?? "").withCString { host in
        (policies ?? "").withCString { policies in
            var reference = reference_path()
            reference.time = asked.time.secondsSinceEpoch
            reference.purpose = input.comparablePurpose(path)
            reference.host = asked.host == nil ? nil : host
            reference.is_address = asked.host.map { IPAddress($0) != nil ? 1 : 0 } ?? 0
            reference.checks_policies = asked.policies == nil ? 0 : 1
            reference.policies = policies
            reference.requires_policy = asked.policies?.requiresExplicitPolicy ?? false ? 1 : 0
            reference.inhibits_mapping = asked.policies?.inhibitsMapping ?? false ? 1 : 0
            reference.inhibits_any_policy = asked.policies?.inhibitsAnyPolicy ?? false ? 1 : 0
            return reference_path_is_valid(Array(certificates.joined()), sizes, sizes.count, &reference, &error)
        }
    }
    precondition(isValid == 1, "libcrypto refuses a path of ours: \(error)")
}
