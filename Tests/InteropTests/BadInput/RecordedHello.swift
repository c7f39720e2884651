/// A ClientHello of OpenSSL 3.0 as it came over the wire: TLS 1.3 alone, X25519, AES-128-GCM, ECDSA on P-256.
enum RecordedHello {
    static let record = bytes(
        """
        16030100c0010000bc0303ef5e583aa973d0c6624d11c5a6b1a55dca8b26e128a6a633dae40e77ffcc012520bc5c834ceaa0c4b5\
        0a3d4e43d2ed862fd7984c73b6276e28a9292ddd12e19af60004130100ff0100006f00000010000e00000b7365727665722e7465\
        7374000b000403000102000a00040002001d002300000016000000170000000d000400020403002b0003020304002d0002010100\
        3300260024001d002053d2c04b7bcc186a4aa7f05587d145b900526434a802994a24016bdb734c4578
        """)

    /// The same hello without supported_versions, and so of TLS 1.2 at most.
    static let ofTLS12 = replacing(
        [0x00, 0x2b, 0x00, 0x03, 0x02, 0x03, 0x04], [0xff, 0x2b, 0x00, 0x03, 0x02, 0x03, 0x04])

    /// The same with another legacy_version, as TLS 1.0, TLS 1.1 and SSL 3 clients send it.
    static func ofOldVersion(_ minor: UInt8) -> [UInt8] {
        var hello = ofTLS12
        hello[2] = minor
        hello[10] = minor
        return hello
    }

    /// The same with a byte behind its extensions that the lengths of record and message count in.
    static let withTrailingByte: [UInt8] = {
        var hello = record + [0]
        hello[4] += 1
        hello[8] += 1
        return hello
    }()

    /// The same with an empty legacy_session_id: a client that does not want the middlebox compatibility mode.
    static let withoutSessionID: [UInt8] = {
        let place = 43
        let count = 32
        var hello = Array(record[..<place]) + [0] + record[(place + 1 + count)...]
        hello[4] -= UInt8(count)
        hello[8] -= UInt8(count)
        return hello
    }()

    /// The message alone, in records of these sizes (the last is used again and again).
    static func fragmented(_ size: Int) -> [UInt8] {
        var records: [UInt8] = []
        var rest = record[5...]
        while !rest.isEmpty {
            let part = rest.prefix(size)
            records += [22, 3, 1, UInt8(part.count >> 8), UInt8(truncatingIfNeeded: part.count)] + part
            rest = rest.dropFirst(size)
        }
        return records
    }

    private static func replacing(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
        guard let place = record.indices.first(where: { record[$0...].starts(with: old) }) else { return [] }
        return Array(record[..<place]) + new + record[(place + old.count)...]
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
