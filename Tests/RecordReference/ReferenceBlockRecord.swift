package import TLSPrimitives

/// Records of TLS 1.2 in CBC mode by the book, without any care for the time it takes: what our own is compared with, and
/// what makes records that no honest peer would. RFC 5246 §6.2.3.2, RFC 7366.
package struct ReferenceBlockRecord {
    package let cipher: BlockCipher
    package let mac: HashAlgorithm
    package let encryptsThenMACs: Bool
    package let macKey: [UInt8]
    package let key: [UInt8]

    package init(_ cipher: BlockCipher, _ mac: HashAlgorithm, encryptsThenMACs: Bool, macKey: [UInt8], key: [UInt8]) {
        self.cipher = cipher
        self.mac = mac
        self.encryptsThenMACs = encryptsThenMACs
        self.macKey = macKey
        self.key = key
    }

    private var plainCipher: PlainBlockCipher { PlainBlockCipher(cipher, key: key) }

    /// The MAC of what stands behind the 13 bytes.
    package func code(_ content: [UInt8], sequence: UInt64, type: UInt8) -> [UInt8] {
        let number = (0..<8).reversed().map { UInt8(truncatingIfNeeded: sequence >> (8 * $0)) }
        let length = [UInt8(truncatingIfNeeded: content.count >> 8), UInt8(truncatingIfNeeded: content.count)]
        return plainHMAC(mac, key: macKey, number + [type, 3, 3] + length + content)
    }

    /// The padding of an honest sender: the least there can be, and `blocks` more.
    package func padding(behind count: Int, blocks: Int = 0) -> [UInt8] {
        let length = cipher.blockLength - 1 - count % cipher.blockLength + blocks * cipher.blockLength
        return [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length + 1)
    }

    /// The record's body around whole blocks of plaintext: of whatever, for MAC-then-encrypt.
    package func encrypt(_ inner: [UInt8], iv: [UInt8]) -> [UInt8] {
        iv + plainCipher.encrypt(inner, iv: iv)
    }

    /// An honest record's body.
    package func seal(
        _ content: [UInt8], sequence: UInt64, type: UInt8, iv: [UInt8], blocks: Int = 0
    ) -> [UInt8] {
        guard encryptsThenMACs else {
            let inner = content + code(content, sequence: sequence, type: type)
            return encrypt(inner + padding(behind: inner.count, blocks: blocks), iv: iv)
        }
        let body = encrypt(content + padding(behind: content.count, blocks: blocks), iv: iv)
        return body + code(body, sequence: sequence, type: type)
    }

    /// The content of a record's body, if it is authentic.
    package func open(_ body: [UInt8], sequence: UInt64, type: UInt8) -> [UInt8]? {
        let block = cipher.blockLength
        guard encryptsThenMACs else {
            guard let inner = decrypt(body), inner.count >= mac.digestLength else { return nil }
            let content = Array(inner.dropLast(mac.digestLength))
            return code(content, sequence: sequence, type: type) == inner.suffix(mac.digestLength) ? content : nil
        }
        let encrypted = Array(body.dropLast(mac.digestLength))
        guard encrypted.count >= 2 * block, encrypted.count % block == 0,
            code(encrypted, sequence: sequence, type: type) == body.suffix(mac.digestLength)
        else { return nil }
        return decrypt(encrypted)
    }

    /// What a body holds besides its padding.
    private func decrypt(_ body: [UInt8]) -> [UInt8]? {
        let block = cipher.blockLength
        guard body.count >= 2 * block, body.count % block == 0 else { return nil }
        let inner = plainCipher.decrypt(Array(body[block...]), iv: Array(body[..<block]))
        guard let last = inner.last, inner.count > Int(last),
            inner.suffix(Int(last) + 1).allSatisfy({ $0 == last })
        else { return nil }
        return Array(inner.dropLast(Int(last) + 1))
    }
}
