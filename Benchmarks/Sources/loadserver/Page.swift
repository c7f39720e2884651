import NIOCore

/// What both servers answer: `GET /N` gives N bytes. Everything is in memory, as it is in the server they are compared
/// with, so that what is measured is TLS and the way to the socket.
struct Page: Sendable {
    private static let end = Array("\r\n\r\n".utf8)
    private static let close = Array("onnection: close\r\n".utf8)
    private static let largest = 64 << 20

    /// Takes one request off the start of `input`; nil while its head is not complete.
    static func takeRequest(_ input: inout ByteBuffer) -> Page? {
        let bytes = input.readableBytesView
        guard let last = bytes.lastIndex(of: 10), bytes[...last].suffix(4).elementsEqual(end) else { return nil }
        var count = 0
        for byte in bytes.drop(while: { $0 != UInt8(ascii: "/") }).dropFirst() {
            guard (0x30...0x39).contains(byte), count < largest else { break }
            count = count * 10 + Int(byte - 0x30)
        }
        let isLast = input.contains(close)
        input.clear()
        return Page(count: count, isLast: isLast)
    }

    let count: Int
    /// Whether the client wants the connection closed behind the answer.
    let isLast: Bool

    /// The head, with the body behind it when that is small.
    func head(_ allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: 256)
        buffer.writeStaticString("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ")
        buffer.writeString("\(count)")
        buffer.writeStaticString("\r\n\r\n")
        if isSmall { buffer.writeRepeatingByte(0x78, count: count) }
        return buffer
    }

    var isSmall: Bool { count <= 64 }
    var bodyCount: Int { isSmall ? 0 : count }

    /// A piece of every body.
    static let piece = ByteBuffer(repeating: 0x78, count: 128 << 10)
}

extension ByteBuffer {
    fileprivate func contains(_ text: [UInt8]) -> Bool {
        let bytes = readableBytesUInt8Span
        var start = 0
        while start + text.count <= bytes.count {
            var same = 0
            while same < text.count, bytes[start + same] == text[same] { same += 1 }
            if same == text.count { return true }
            start += 1
        }
        return false
    }
}
