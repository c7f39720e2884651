internal import CLibssl
import TLSCertificates

/// Certificates between libssl's objects and ours.
enum CertificateChain {
    /// - Returns: an object that is the caller's to free; nil when libssl cannot read the bytes.
    static func parse(_ derBytes: [UInt8]) -> OpaquePointer? {
        // SAFETY: the count is the buffer's; libcrypto moves its own copy of the pointer.
        unsafe derBytes.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            return unsafe d2i_X509(nil, &next, bytes.count)
        }
    }

    /// The certificates of a list that libssl holds; nil when one of them cannot be read.
    static func read(_ list: OpaquePointer?) -> [X509Certificate]? {
        var chain: [X509Certificate] = []
        // SAFETY: the indices are below the list's count.
        for index in 0..<(unsafe clibssl_chain_count(list)) {
            guard let certificate = unsafe read(certificate: clibssl_chain_at(list, index)) else { return nil }
            chain.append(certificate)
        }
        return chain
    }

    static func read(certificate: OpaquePointer?) -> X509Certificate? {
        // SAFETY: libcrypto writes as many bytes as it has said before, into an array of that length.
        let count = Int(unsafe i2d_X509(certificate, nil))
        guard count > 0 else { return nil }
        var derBytes = [UInt8](repeating: 0, count: count)
        let written = unsafe derBytes.withUnsafeMutableBufferPointer { bytes in
            var next = bytes.baseAddress
            return unsafe i2d_X509(certificate, &next)
        }
        guard Int(written) == count else { return nil }
        return try? X509Certificate(derBytes: derBytes)
    }

    /// A list of names for CertificateRequest; nil when one of them is not a DER `Name`.
    static func names(_ names: [[UInt8]]) -> OpaquePointer? {
        // SAFETY: the list owns what is appended, and is freed whole when something fails.
        guard let list = unsafe clibssl_names_new() else { return nil }
        for derBytes in names {
            let name = unsafe derBytes.withUnsafeBufferPointer { bytes in
                var next = bytes.baseAddress
                return unsafe d2i_X509_NAME(nil, &next, bytes.count)
            }
            guard let name = unsafe name, unsafe clibssl_names_append(list, name) == 1 else {
                unsafe clibssl_names_free(list)
                return nil
            }
        }
        return unsafe list
    }
}
