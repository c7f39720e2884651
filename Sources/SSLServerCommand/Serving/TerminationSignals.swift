import Dispatch
import Glibc

/// SIGTERM and SIGINT, as they come.
final class TerminationSignals: Sendable {
    /// The signals' numbers.
    let stream: AsyncStream<Int32>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.stream = stream
        for number in [SIGTERM, SIGINT] {
            // The default would end the process before the source sees the signal.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler holds its source: it lives as long as the process.
            source.setEventHandler { [source] in
                _ = source
                continuation.yield(number)
            }
            source.activate()
        }
        // A client that has gone away is an error of the call that writes to it, and no reason to end.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for the first signal, then runs `drain`; the second ends the process at once.
    func first(then drain: @escaping @Sendable () async -> Void) async {
        var iterator = stream.makeAsyncIterator()
        _ = await iterator.next()
        let ending = Task { await drain() }
        let watching = Task { [stream] in
            for await _ in stream { _exit(1) }
        }
        await ending.value
        watching.cancel()
    }
}
