import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOTLSHandlers
import TLSProvider

/// What connections tell the server as they come and go.
extension ServerCore {
    /// Counts a new socket in.
    ///
    /// - Returns: what to make the connection with; nil when there are too many, or the server listens no more.
    func admit() -> ServerSnapshot? {
        box.withLockedValue { state in
            guard let listener = state.listener, let snapshot = state.snapshot,
                state.liveTransports < listener.limit
            else { return nil }
            state.liveTransports += 1
            return snapshot
        }
    }

    /// A socket that was counted in is closed.
    func transportClosed() {
        box.withLockedValue { $0.liveTransports -= 1 }
    }

    /// A connection begins: from now on its end will be told.
    func makeConnection(_ channel: any Channel, _ snapshot: ServerSnapshot) -> ConnectionState {
        let state = ConnectionState(
            connectionId: String(nextNumber()), channel: channel, core: self, configuration: snapshot.configuration,
            snapshot: snapshot)
        box.withLockedValue { $0.all[state.connectionId] = state }
        return state
    }

    /// A connection's handshake is complete.
    func established(_ state: ConnectionState, _ parameters: NegotiatedParameters) {
        let connection = SSLServer.Connection(connectionId: state.connectionId, state: state)
        box.withLockedValue { $0.connections[state.connectionId] = connection }
        if wantsStatus { state.post(.status(NegotiatedSettings.status(parameters))) }
    }

    /// A connection's end is about to be told: its id means nothing any more.
    func forget(_ connection: ConnectionState) {
        box.withLockedValue { $0.connections[connection.connectionId] = nil }
    }

    /// A connection's end has been told.
    func endTold(_ connection: ConnectionState) {
        let waiters = box.withLockedValue { state in
            state.all[connection.connectionId] = nil
            return state.all.isEmpty ? exchange(&state.endWaiters, with: []) : []
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until the end of every connection has been told.
    func waitForEnds() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isDone = box.withLockedValue { state in
                if !state.all.isEmpty { state.endWaiters.append(continuation) }
                return state.all.isEmpty
            }
            if isDone { continuation.resume() }
        }
    }

    /// Closes every connection, in the handshake too.
    func closeAll(linger: Bool?, within time: TimeAmount) {
        for connection in box.withLockedValue({ Array($0.all.values) }) {
            connection.shutDown(linger: linger ?? connection.linger, within: time)
        }
    }

    /// Cuts what is left.
    ///
    /// - Returns: how many connections were.
    func cutAll() -> Int {
        let left = box.withLockedValue { Array($0.all.values) }.filter { $0.isOnTransport }
        for connection in left { connection.onLoop { $0.cut() } }
        return left.count
    }
}

extension ConnectionState {
    var isOnTransport: Bool { shared { $0.link != nil } }

    /// Closes on behalf of the server, with what is queued if it lingers. A connection that closes already gets the new
    /// deadline. Data that the application holds back is thrown away: nobody will ask for it, and the end comes behind it.
    func shutDown(linger: Bool, within time: TimeAmount) {
        shared { shared in
            if !shared.acceptsData {
                shared.mailbox.dropData()
                shared.splitter.removeAll()
                shared.acceptsData = true
            }
            if shared.stage == .open || shared.stage == .handshaking { shared.stage = .closing }
        }
        wakeWaiters(.closed)
        onLoop { $0.close(linger: linger, within: time, reason: nil) }
        schedule()
    }
}
