import TLSPrimitives

/// One line of a key log: label, client random, secret. RFC 9850 §2.
///
/// The only place where a secret becomes text, and only for a configuration that asked for it.
func keyLogLine(_ label: StaticString, clientRandom: [UInt8], _ secret: borrowing Secret) -> String {
    let value = secret.withBytes { [UInt8](copying: $0) }
    return "\(label) \(hexadecimal(clientRandom)) \(hexadecimal(value))"
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
