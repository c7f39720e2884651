import Glibc

/// A failed system call.
struct SocketError: Error, CustomStringConvertible {
    let call: String
    let number = errno

    var description: String { "\(call): \(String(cString: strerror(number)))" }
}

/// A TCP socket on 127.0.0.1, at a port that the system chooses.
struct BlockingListener {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            guard let address else { return false }
            return bind(descriptor, address, size) == 0 && listen(descriptor, 16) == 0
                && getsockname(descriptor, address, &size) == 0
        }
        guard isListening else { throw SocketError(call: "listen") }
        port = UInt16(bigEndian: address.sin_port)
    }

    func accept() throws -> BlockingSocket {
        let connection = Glibc.accept(descriptor, nil, nil)
        guard connection >= 0 else { throw SocketError(call: "accept") }
        return BlockingSocket(descriptor: connection)
    }
}

/// An accepted connection.
struct BlockingSocket {
    fileprivate let descriptor: Int32

    /// What has arrived; waits for it. Nil when the peer has ended the connection.
    func read() throws -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw SocketError(call: "recv") }
        return count == 0 ? nil : Array(bytes.prefix(count))
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw SocketError(call: "send") }
            rest = rest.dropFirst(count)
        }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
