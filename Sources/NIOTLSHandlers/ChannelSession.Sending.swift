import NIOCore
import TLSProvider

extension ChannelSession {
    func write(_ data: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        switch phase {
        case .idle, .handshaking, .open, .held:
            if isOutputClosed {
                promise?.fail(ChannelError.outputClosed)
            } else if phase != .open, pending.byteCount + data.readableBytes > TLSHandlerLimits.queuedBeforeHandshake {
                promise?.fail(TLSError(.wrongState, "too much was written while nothing can be sent"))
            } else {
                pending.append(data, promise)
            }
        case .draining:
            promise?.fail(failure ?? TLSError(.wrongState, "the connection has failed"))
        case .closing, .closed:
            promise?.fail(ChannelError.ioOnClosedChannel)
        }
    }

    func flush() {
        pending.markFlush()
        if pending.hasFlushed, takesData { sealFlushed() }
        isFlushOwed = true
        if !holdsFlushes { flushOutput() }
    }

    /// Protects what was flushed and writes it, in buffers of many records.
    func sealFlushed() {
        guard context != nil else { return }
        var writes = pending.takeFlushed()[...]
        output.drain(session, allocator)
        output.reserve(writes.reduce(0) { $0 + $1.data.readableBytes }, session, allocator)
        while let write = writes.popFirst() {
            var data = write.data
            do throws(TLSError) {
                // Writing can fail at once and be answered by a close.
                guard takesData else { throw TLSError(.wrongState, "the connection was closed meanwhile") }
                while data.readableBytes > 0 {
                    try output.seal(&data, session, allocator)
                    if data.readableBytes > 0 { writeOutput() }
                }
                output.attach(write.promise)
                if output.isFull { writeOutput() }
            } catch {
                write.promise?.fail(error)
                for left in writes { left.promise?.fail(error) }
                if session.isWriteClosed { break }
                return phase == .open || phase == .handshaking ? fail(error) : ()
            }
        }
        // The keys of TLS 1.2 have an end, and the session has closed itself before it.
        if session.isWriteClosed, phase == .open { handleEvents() }
    }

    /// Protects early data into what goes out with the hello, or behind it.
    func sendEarlyData(_ data: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        do throws(TLSError) {
            guard phase == .idle || phase == .handshaking, context != nil else {
                throw TLSError(.wrongState, "early data goes out before the handshake is complete")
            }
            let room = session.earlyDataRoom
            guard data.readableBytes <= room else {
                throw TLSError(.wrongState, "there is room for \(room) bytes of early data, not \(data.readableBytes)")
            }
            output.drain(session, allocator)
            var data = data
            while data.readableBytes > 0 { try output.sealEarlyData(&data, session, allocator) }
        } catch {
            promise?.fail(error)
            return
        }
        output.attach(promise)
        guard phase == .handshaking else { return }
        isFlushOwed = true
        if !holdsFlushes { flushOutput() }
    }

    func updateKeys(requestingPeer: Bool, _ promise: EventLoopPromise<Void>?) {
        do throws(TLSError) {
            guard phase == .open else { throw TLSError(.wrongState, "keys are updated on an open connection only") }
            try session.updateKeys(requestingPeer: requestingPeer)
        } catch {
            promise?.fail(error)
            return
        }
        collectOutput()
        output.attach(promise)
        isFlushOwed = true
        if !holdsFlushes { flushOutput() }
    }

    /// Takes what the session has to send; it goes out with the next flush.
    func collectOutput() {
        guard session.outgoingCount > 0, context != nil else { return }
        output.drain(session, allocator)
    }

    /// Writes what is collected, without a flush.
    func writeOutput() {
        let (bytes, promise) = output.take()
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        if let observer = options.recordObserver { RecordObservation.observeSent(bytes, observer) }
        isFlushOwed = true
        context.write(NIOAny(bytes), promise: promise)
    }

    /// Writes and flushes what is collected, if anything is.
    func flushOutput() {
        guard phase != .held else { return }
        if !output.isEmpty { writeOutput() }
        guard isFlushOwed else { return }
        isFlushOwed = false
        context?.flush()
    }
}
