import Logging
import NIOConcurrencyHelpers
import NIOCore

@testable import SSLServerCommand

/// Takes a connection's answers for a test to look at.
final class RecordingSink: ByteSink {
    private struct State {
        var bytes: [UInt8] = []
        var largest = 0
        var isClosed = false
        var failsAfter = Int.max
    }

    private let state = NIOLockedValueBox(State())

    struct Gone: Error {}

    func send(_ buffer: ByteBuffer) async throws {
        try state.withLockedValue { state in
            guard state.bytes.count < state.failsAfter else { throw Gone() }
            state.bytes.append(contentsOf: buffer.readableBytesView)
            state.largest = max(state.largest, buffer.readableBytes)
        }
    }

    func close() async { state.withLockedValue { $0.isClosed = true } }

    func failAfter(_ count: Int) { state.withLockedValue { $0.failsAfter = count } }

    var isClosed: Bool { state.withLockedValue { $0.isClosed } }
    var largestSend: Int { state.withLockedValue { $0.largest } }
    var bytes: [UInt8] { state.withLockedValue { $0.bytes } }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The status codes of all answers.
    var statuses: [String] {
        text.components(afterEach: "HTTP/1.1 ").map { String($0.prefix(3)) }
    }
}

extension String {
    /// What follows each occurrence of a mark.
    func components(afterEach mark: String) -> [Substring] {
        ranges(of: mark).map { self[$0.upperBound...] }
    }
}

/// A connection that answers into a sink.
func connection(to sink: RecordingSink, files: FileService? = nil) -> WebConnection {
    WebConnection(
        site: Site(files: files), facts: sampleReport().facts, sink: sink,
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
}
