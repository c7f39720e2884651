import Dispatch
import Glibc
import NIOConcurrencyHelpers
import NIOCore
import SystemPackage

/// Standard output and standard error of a command that hands data through.
enum StandardStreams {
    /// Writes data as it is.
    static func write(_ data: ByteBuffer) throws {
        try FileDescriptor.standardOutput.writeAll(data.readableBytesView)
    }

    /// Writes lines for people, or for programs that read reports. One that cannot be written is lost.
    static func tell(_ lines: [String]) {
        _ = try? FileDescriptor.standardError.writeAll(lines.map { $0 + "\n" }.joined().utf8)
    }
}

/// Standard input as it comes: what is there, without waiting for more.
///
/// Read by a thread of its own, which may wait for a person for ever. The descriptor stays as it is: made non-blocking, it
/// would be so for every program that shares the terminal.
final class StandardInput: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isAtEnd = false
        var isReaderWaiting = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// How much is read ahead of a slow server.
    private static let most = 64 << 10

    private let state = NIOLockedValueBox(State())
    private let room = DispatchSemaphore(value: 0)

    init() {
        DispatchQueue(label: "standard input").async { [self] in read() }
    }

    private func read() {
        while true {
            let byte = getchar()
            let (waits, waiter) = state.withLockedValue { state in
                if let byte = UInt8(exactly: byte) { state.bytes.append(byte) } else { state.isAtEnd = true }
                state.isReaderWaiting = state.bytes.count >= Self.most
                return (state.isReaderWaiting, exchange(&state.waiter, with: nil))
            }
            waiter?.resume()
            if byte == EOF { return }
            if waits { room.wait() }
        }
    }

    /// The next bytes; nil at the end. For one caller at a time.
    func next() async -> [UInt8]? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isReady = state.withLockedValue { state in
                if !state.bytes.isEmpty || state.isAtEnd { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
        let (bytes, wakesReader) = state.withLockedValue { state in
            (exchange(&state.bytes, with: []), exchange(&state.isReaderWaiting, with: false))
        }
        if wakesReader { room.signal() }
        return bytes.isEmpty ? nil : bytes
    }
}
