import NIOCore
import NIOPosix
import SystemPackage

/// A send that waits for room.
struct SendWaiter: Sendable {
    enum Outcome: Sendable {
        case room, timedOut, interrupted, closed
    }

    let id: UInt64
    let continuation: CheckedContinuation<Outcome, Never>
}

extension ConnectionState {
    /// The size of the pieces a file is read in: large enough for few system calls, small beside the queue.
    private static let fileChunk = 128 << 10

    func send(_ data: ByteBuffer) async throws(SSLError) {
        var data = data
        let timeout = try accept(&data, waits: false)
        guard data.readableBytes > 0 else { return }
        guard timeout > 0 else { throw SSLError.wouldBlock }
        let interruptions = shared { $0.interruptions }
        while data.readableBytes > 0 {
            try await waitForRoom(timeout, interruptions)
            _ = try accept(&data, waits: true)
        }
    }

    func sendText(_ text: String) async throws(SSLError) {
        guard let bytes = core.codePage.encode(text) else {
            throw SSLError(.invalidArgument, "the text has a character that the code page lacks")
        }
        try await send(ByteBuffer(bytes: bytes))
    }

    /// Takes what there is room for.
    ///
    /// - Returns: the connection's timeout.
    private func accept(_ data: inout ByteBuffer, waits: Bool) throws(SSLError) -> Int {
        let offered = data.readableBytes
        let (timeout, schedules) = try shared { shared throws(SSLError) in
            try checkSendable(shared)
            let (taken, schedules) = shared.outbound.accept(&data)
            // A count of partial sends makes sense only where sends can be partial.
            shared.bytesSent = shared.timeout > 0 ? 0 : taken
            if taken == 0, offered > 0, !waits, shared.timeout == 0 {
                shared.isReadyToSend = false
                shared.owesReadyEvent = true
            }
            return (shared.timeout, schedules)
        }
        if schedules { onLoop { $0.writeWaiting() } }
        return timeout
    }

    private func checkSendable(_ shared: Shared) throws(SSLError) {
        switch shared.stage {
        case .open: if shared.isOutputClosed { throw SSLError(.sendAfterShutdown) }
        case .handshaking: throw SSLError(.notConnected, "the handshake is not complete")
        case .closing: throw SSLError(.sendAfterShutdown)
        case .gone: throw SSLError(.notConnected)
        case .ended: throw SSLError(.invalidConnectionId, connectionId)
        }
    }

    /// Waits until the queue has room. The timeout, in seconds, counts from the last progress; 0: for as long as it takes.
    private func waitForRoom(_ timeout: Int, _ interruptions: Int) async throws(SSLError) {
        let id = core.nextNumber()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = SendWaiter(id: id, continuation: continuation)
                let immediate: SendWaiter.Outcome? = shared { shared in
                    if shared.interruptions != interruptions || Task.isCancelled { return .interrupted }
                    if shared.stage != .open || shared.isOutputClosed { return .closed }
                    if shared.outbound.hasRoom { return .room }
                    shared.waiters.append(waiter)
                    return nil
                }
                if let immediate { return continuation.resume(returning: immediate) }
                if timeout > 0 { watch(waiter, timeout, since: shared { $0.outbound.writtenBytes }) }
            }
        } onCancel: {
            wake(id, .interrupted)
        }
        switch outcome {
        case .room: return
        case .timedOut: throw SSLError(.timedOut, "the peer took nothing for \(timeout) s")
        case .interrupted: throw SSLError(.interrupted)
        case .closed:
            try shared { shared throws(SSLError) in try checkSendable(shared) }
            throw SSLError(.notConnected)
        }
    }

    /// Ends a wait once there has been no progress for the whole of the timeout.
    private func watch(_ waiter: SendWaiter, _ timeout: Int, since written: UInt64) {
        eventLoop.scheduleTask(in: .seconds(Int64(timeout))) { [self] in
            let now = shared { $0.waiters.contains { $0.id == waiter.id } ? $0.outbound.writtenBytes : nil }
            guard let now else { return }
            if now == written { wake(waiter.id, .timedOut) } else { watch(waiter, timeout, since: now) }
        }
    }

    private func wake(_ id: UInt64, _ outcome: SendWaiter.Outcome) {
        let waiter: SendWaiter? = shared { shared in
            guard let index = shared.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return shared.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: outcome)
    }

    func wakeWaiters(_ outcome: SendWaiter.Outcome) {
        let waiters = shared { exchange(&$0.waiters, with: []) }
        for waiter in waiters { waiter.continuation.resume(returning: outcome) }
    }

    func interrupt() throws(SSLError) {
        try shared { shared throws(SSLError) in
            guard shared.stage != .ended else { throw SSLError(.invalidConnectionId, connectionId) }
            shared.interruptions += 1
        }
        wakeWaiters(.interrupted)
    }

    /// Sends what is queued, then close_notify; what the peer sends is still taken.
    func closeOutput() throws(SSLError) {
        try shared { shared throws(SSLError) in
            try checkSendable(shared)
            shared.isOutputClosed = true
            shared.isReadyToSend = false
            shared.owesReadyEvent = false
        }
        wakeWaiters(.closed)
        onLoop { $0.closeOutput() }
    }

    /// Nothing more can be sent, and what waits to be is lost.
    func outputEnded() {
        shared { shared in
            shared.isOutputClosed = true
            shared.isReadyToSend = false
            shared.owesReadyEvent = false
            shared.outbound.removeAll()
        }
        wakeWaiters(.closed)
        schedule()
        openGate()
    }

    /// The kernel has taken bytes.
    func written(_ count: Int) {
        let (madeRoom, owesReady) = shared { shared in
            let madeRoom = shared.outbound.written(count)
            guard madeRoom, shared.owesReadyEvent, shared.stage == .open else { return (madeRoom, false) }
            shared.owesReadyEvent = false
            shared.isReadyToSend = true
            return (madeRoom, true)
        }
        guard madeRoom else { return }
        wakeWaiters(.room)
        if owesReady { post(.readyToSend) }
        schedule()
        openGate()
    }

    // MARK: Files

    func sendFile(_ fileName: String) async throws(SSLError) {
        let (timeout, interruptions) = try shared { shared throws(SSLError) in
            try checkSendable(shared)
            return (shared.timeout, shared.interruptions)
        }
        let file = try await FileReader.open(fileName)
        let result = await Result { () async throws(SSLError) in
            while let chunk = try await file.next(Self.fileChunk) {
                var chunk = chunk
                while chunk.readableBytes > 0 {
                    try await waitForRoom(timeout, interruptions)
                    _ = try accept(&chunk, waits: true)
                }
            }
        }
        file.close()
        try result.get()
    }
}
