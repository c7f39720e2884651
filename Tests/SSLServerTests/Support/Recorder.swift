import NIOConcurrencyHelpers
import SSLServer

/// Writes events down as lines, and lets a test wait for them.
final class Recorder: Sendable {
    private struct State {
        var lines: [String] = []
        var data: [String: [UInt8]] = [:]
        var waiters: [(id: Int, isMet: @Sendable ([String]) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
            []
        var nextWaiter = 0
    }

    private let state = NIOLockedValueBox(State())

    var lines: [String] { state.withLockedValue { $0.lines } }

    func record(_ line: String) {
        let met = state.withLockedValue { state in
            state.lines.append(line)
            let lines = state.lines
            let met = state.waiters.filter { $0.isMet(lines) }
            state.waiters.removeAll { waiter in met.contains { $0.id == waiter.id } }
            return met
        }
        for waiter in met { waiter.continuation.resume() }
    }

    func record(data: [UInt8], of connectionId: String) {
        state.withLockedValue { $0.data[connectionId, default: []] += data }
    }

    func data(of connectionId: String) -> [UInt8] {
        state.withLockedValue { $0.data[connectionId] ?? [] }
    }

    /// Waits until the lines so far are as wanted.
    func wait(_ isMet: @escaping @Sendable ([String]) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLockedValue { state in
                if isMet(state.lines) { return true }
                state.nextWaiter += 1
                state.waiters.append((state.nextWaiter, isMet, continuation))
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// Waits until a line begins with this.
    func wait(for prefix: String, count: Int = 1) async {
        await wait { lines in lines.count { $0.hasPrefix(prefix) } >= count }
    }

    /// Writes down every event of a server.
    func attach(to server: SSLServer) {
        server.onConnected = { [self] event in
            record("Connected \(event.connectionId) \(event.statusCode) \(event.description)")
        }
        server.onConnectionRequest = { [self] event in record("ConnectionRequest \(event.address) \(event.accept)") }
        server.onDataIn = { [self] event in
            record(data: event.textB, of: event.connectionId)
            record("DataIn \(event.connectionId) \(event.text) \(event.eol)")
        }
        server.onDisconnected = { [self] event in
            record("Disconnected \(event.connectionId) \(event.statusCode) \(event.description)")
        }
        server.onError = { [self] event in record("Error \(event.connectionId) \(event.errorCode)") }
        server.onReadyToSend = { [self] event in record("ReadyToSend \(event.connectionId)") }
        server.onSSLStatus = { [self] event in record("SSLStatus \(event.connectionId) \(event.message)") }
    }
}
