import CLibsslBench
import TLSKeyStores

/// The identities of a run, made once.
struct Identities {
    let ecdsa = Identity(bench_key_p256, names: 1)
    let rsa = Identity(bench_key_rsa2048, names: 1)
    /// One whose certificate has about 1.3 KB.
    let long = Identity(bench_key_rsa2048, names: 14)

    func of(_ key: bench_key) -> Identity {
        key == bench_key_rsa2048 ? rsa : ecdsa
    }
}

/// A certificate and its key, made by libcrypto.
struct Identity {
    let handle: UnsafeMutablePointer<bench_identity>
    let certificate: [UInt8]
    let pem: [UInt8]

    init(_ kind: bench_key, names: Int32) {
        handle = bench_identity_new(kind, names)
        let made = handle.pointee
        certificate = Array(UnsafeBufferPointer(start: made.der, count: made.der_count))
        pem = Array(UnsafeRawBufferPointer(start: made.pem, count: made.pem_count))
    }

    /// The same certificate and key, read by our own readers.
    func ours() throws -> TLSIdentity {
        try TLSIdentity(pem: pem)
    }
}
