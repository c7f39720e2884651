internal import CLibcrypto
package import TLSPrimitives

/// HMAC in one call of libcrypto's.
package func plainHMAC(_ algorithm: HashAlgorithm, key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let digest =
        switch algorithm {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha224: "SHA224"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        }
    // SAFETY: the output takes the longest code, and the lengths are those of the arrays.
    var output = [UInt8](repeating: 0, count: 64)
    var count = 0
    let done = unsafe EVP_Q_mac(
        nil, "HMAC", nil, digest, nil, key, key.count, message, message.count, &output, output.count, &count)
    return unsafe done == nil ? [] : Array(output.prefix(count))
}
