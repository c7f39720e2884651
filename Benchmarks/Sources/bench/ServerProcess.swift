import Foundation
import Glibc

/// A server program on processor 0 and a port of its own, ended with this value's `end`.
struct ServerProcess {
    let port: Int
    private let process = Process()

    var identifier: Int32 { process.processIdentifier }

    /// - Parameter arguments: the program and its arguments, for the port it is given.
    init(_ arguments: (_ port: Int) -> [String]) throws {
        port = try freePort()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/taskset")
        process.arguments = ["-c", "0"] + arguments(port)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try waitUntilListening()
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    private func waitUntilListening() throws {
        for _ in 0..<500 {
            guard process.isRunning else { break }
            if isListening(port) { return }
            usleep(20_000)
        }
        end()
        throw BenchError("\(process.arguments?.dropFirst(2).first ?? "the server") does not listen")
    }
}

private func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return address
}

/// Calls `body` with a new socket and the address as the system wants it.
private func withSocket<Result>(
    _ port: Int, _ body: (Int32, UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Result
) throws -> Result {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw BenchError("no socket") }
    defer { close(socket) }
    var address = address(port)
    return try withUnsafeMutablePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            try body(socket, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

private func isListening(_ port: Int) -> Bool {
    (try? withSocket(port) { socket, address, count in connect(socket, address, count) == 0 }) ?? false
}

/// A port that the system has just found free.
private func freePort() throws -> Int {
    try withSocket(0) { socket, address, count in
        var count = count
        guard bind(socket, address, count) == 0, getsockname(socket, address, &count) == 0 else {
            throw BenchError("no free port")
        }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int($0.pointee.sin_port.bigEndian) }
    }
}
