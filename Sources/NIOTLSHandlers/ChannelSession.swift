import NIOCore
import NIOTLS
import TLSMessages
import TLSProvider

/// A session joined to its channel: what arrives, what is told, what is sent, how it ends.
///
/// Lives on the channel's event loop. Code behind the handler may call back into it from anything it is told, so each
/// step leaves the state in order before it tells.
final class ChannelSession {
    enum Phase {
        /// The channel is not active yet.
        case idle
        case handshaking
        case open
        /// A record did not open. The peer is not to learn of it before its time.
        case held
        /// Our close_notify is sent; the peer's is awaited.
        case closing
        /// The connection has failed and the alert is sent; what the peer still says is read and thrown away.
        case draining
        case closed
    }

    let session: any TLSSession
    let options: TLSHandlerOptions
    let callbacks: HandshakeCallbacks
    var context: ChannelHandlerContext?
    /// The channel's.
    private(set) var allocator = ByteBufferAllocator()

    var phase = Phase.idle
    var input = RecordInput()
    var output = RecordOutput()
    var pending = PendingWrites()
    /// Whether something was written to the channel and not flushed yet.
    var isFlushOwed = false
    /// Whether flushes wait for the end of what runs: of a read cycle, or of what follows an answer. So the handshake's
    /// messages, the data that answers what was read and a close_notify go out in one write.
    var holdsFlushes = false
    /// The error that every later write fails with.
    var failure: TLSError?

    /// Whether the application does not know of it yet.
    var isFailureUntold = false
    /// Whether the application closed while the connection was held, or before.
    var isCloseAsked = false

    /// Whether `close(mode: .output)` has been called, or our keys are used up.
    var isOutputClosed = false
    var outputClosePromise: EventLoopPromise<Void>?
    var closePromise: EventLoopPromise<Void>?
    var drainedCount = 0
    var timer: NIOScheduledCallback?
    /// When the handshake has taken too long.
    var deadline = NIODeadline.distantFuture
    var lastReceived = NIODeadline.distantPast
    var transportHasFailed = false
    /// Whether the peer's direction ended while the session waited for an answer, with bytes before the end unread.
    var isInputEndHeld = false
    /// Whether the peer's direction ended while the connection was held.
    var hasInputEnded = false
    /// Whether half-closure is allowed only because an answer is awaited, or the connection is held.
    private var isOutputKept = false

    private var isProcessing = false
    private var hasDelivered = false
    /// Whether the application asked for data and has got none since.
    private var isReadAsked = false
    /// Whether a read was held back because the session waits for an answer.
    private var isReadHeld = false

    init(_ session: any TLSSession, _ options: TLSHandlerOptions, _ callbacks: HandshakeCallbacks) {
        self.session = session
        self.options = options
        self.callbacks = callbacks
    }

    private var isClient: Bool {
        if case .client = callbacks { true } else { false }
    }

    /// Whether data can go out: the connection is open, or a server answers early data.
    var takesData: Bool { phase == .open || phase == .handshaking && session.canSeal }

    // MARK: Beginning

    func added(to context: ChannelHandlerContext) {
        self.context = context
        let channel = context.channel
        allocator = channel.allocator
        if channel.isActive { start() }
    }

    func start() {
        guard phase == .idle, let context else { return }
        phase = .handshaking
        startHandshakeTimer()
        // A client speaks first.
        collectOutput()
        flushOutput()
        // The handshake needs the peer's bytes whether or not the application wants data yet.
        context.read()
    }

    // MARK: Receiving

    func received(_ bytes: ByteBuffer) {
        guard let context else { return }
        switch phase {
        case .idle, .handshaking, .open, .closing:
            if phase == .handshaking, options.handshakeInactivityTimeout != nil { lastReceived = context.eventLoop.now }
            holdsFlushes = true
            // Tickets have an age, and may come at any time.
            if phase == .handshaking || isClient { session.setTime(.now) }
            var bytes = bytes
            input.append(&bytes, allocator)
            processInput()
        case .draining:
            drainedCount += bytes.readableBytes
            if drainedCount > TLSHandlerLimits.drainedAfterAlert { closeTransport() }
        case .held, .closed:
            break
        }
    }

    /// Opens and hands on all there is. A call from within only leaves its bytes to the call that runs.
    private func processInput() {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while phase == .handshaking || phase == .open || phase == .closing {
            var opened = OpenedRecords()
            input.open(with: session, options.recordObserver, into: &opened)
            collectOutput()
            guard opened.consumed > 0 || opened.failure != nil else { break }
            // Before anything is told: who answers what came in front of the bad record would send the alert with it.
            if let failure = opened.failure { hold(failure) }
            dispatch(&opened)
        }
    }

    private func dispatch(_ opened: inout OpenedRecords) {
        var peerClosed = false
        var exhausted: TLSEvent?
        for event in opened.takeEvents() {
            switch event {
            case .closeNotify: peerClosed = true
            // The record that used them up is still the application's.
            case .keysExhausted: exhausted = event
            // It came before this.
            case .handshakeCompleted:
                deliverEarly(opened.takeEarly())
                handle(event)
            default: handle(event)
            }
        }
        deliverEarly(opened.takeEarly())
        opened.forEachSlice { slice in
            guard phase == .open || isHeldOpen, let context else { return false }
            hasDelivered = true
            context.fireChannelRead(NIOAny(slice))
            return true
        }
        if let exhausted, phase == .open { handle(exhausted) }
        if let failure = opened.failure {
            fail(failure)
        } else if peerClosed {
            peerHasClosed()
        }
    }

    /// Whether what came in front of a bad record is still the application's: after a close it wants no more data.
    private var isHeldOpen: Bool { phase == .held && !isCloseAsked }

    private func deliverEarly(_ pieces: [ByteBuffer]) {
        for piece in pieces where phase == .handshaking || phase == .open || isHeldOpen {
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.earlyData(piece))
        }
    }

    private func handle(_ event: TLSEvent) {
        switch event {
        case .clientHello(let info):
            ask(callbacks.choose, info) { session, decision throws(TLSError) in try session.resume(with: decision) }
        case .peerCertificates(let chain):
            let question = PeerQuestion(chain: chain, statements: session.peerStatements, time: .now)
            ask(callbacks.verify, question) { session, verdict throws(TLSError) in try session.resume(with: verdict) }
        case .handshakeCompleted(let parameters):
            handshakeCompleted(parameters)
        case .keysUpdated(let received):
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.keysUpdated(received: received))
        case .warning(let alert):
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.warning(alert))
        case .earlyData(let isAccepted):
            guard case .client = callbacks else { return }
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.earlyDataAnswered(isAccepted: isAccepted))
        case .keysExhausted(let received):
            context?.fireUserInboundEventTriggered(TLSHandlerEvent.keysExhausted(received: received))
            if !received {
                closeExhaustedOutput()
            } else if phase == .open, !session.isReadClosed {
                close(.all, nil)
            }
        case .closeNotify:
            break
        }
    }

    func handleEvents() {
        while let event = session.nextEvent() { handle(event) }
    }

    private func handshakeCompleted(_ parameters: NegotiatedParameters) {
        guard phase == .handshaking || isHeldOpen, let context else { return }
        if phase == .handshaking {
            phase = .open
            cancelTimer()
        }
        context.fireUserInboundEventTriggered(TLSHandlerEvent.handshakeCompleted(parameters))
        context.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: parameters.applicationProtocol))
        if phase == .open, pending.hasFlushed { sealFlushed() }
        if phase == .open, isOutputClosed { closeOutput(exchange(&outputClosePromise, with: nil)) }
    }

    func readCompleted() {
        guard let context else { return }
        // A handshake's next message fits where the last one was.
        if phase != .handshaking { input.releaseIfEmpty() }
        let needsMore = phase != .open || (isReadAsked && !hasDelivered)
        if hasDelivered { isReadAsked = false }
        hasDelivered = false
        context.fireChannelReadComplete()
        holdsFlushes = false
        flushOutput()
        if needsMore, !session.isPaused, phase != .closed, phase != .held { self.context?.read() }
    }

    func read() {
        isReadAsked = true
        if session.isPaused {
            isReadHeld = true
        } else if phase != .held {
            context?.read()
        }
    }

    // MARK: Answers of the application

    /// Asks, and gives the answer to the session on the event loop.
    private func ask<Question, Answer: Sendable>(
        _ ask: (Question, EventLoopPromise<Answer>) -> Void, _ question: Question,
        _ resume: @escaping (any TLSSession, Answer) throws(TLSError) -> Void
    ) {
        guard let context else { return }
        let promise = context.eventLoop.makePromise(of: Answer.self)
        keepOutput(true)
        promise.futureResult.assumeIsolated().whenComplete { [self] result in
            keepOutput(false)
            guard phase == .handshaking else { return }
            lastReceived = context.eventLoop.now
            do throws(TLSError) {
                switch result {
                case .success(let answer): try resume(session, answer)
                case .failure(let error): throw refusal(error)
                }
            } catch {
                return fail(error)
            }
            goOn()
        }
        ask(question, promise)
    }

    /// While an answer is awaited the end of the peer's direction must not take ours with it: the channel reads it in the same
    /// cycle as what came before, which is still to be answered.
    func keepOutput(_ keeps: Bool) {
        guard keeps != isOutputKept, let options = context?.channel.syncOptions else { return }
        if keeps, (try? options.getOption(.allowRemoteHalfClosure)) != false { return }
        // A channel without the option ends as a whole, as it did.
        guard (try? options.setOption(.allowRemoteHalfClosure, value: keeps)) != nil else { return }
        isOutputKept = keeps
    }

    /// The failure of a handshake whose callback threw.
    private func refusal(_ error: any Error) -> TLSError {
        let error =
            error as? TLSError
            ?? TLSError(.applicationRefused, "a callback threw \(type(of: error))", alert: .internalError)
        session.fail(error)
        return error
    }

    /// Goes on after an answer, which came outside any read.
    private func goOn() {
        let held = exchange(&holdsFlushes, with: true)
        handleEvents()
        collectOutput()
        processInput()
        if hasDelivered {
            hasDelivered = false
            isReadAsked = false
            context?.fireChannelReadComplete()
        }
        // An answer given from within a read cycle is sent at that cycle's end.
        holdsFlushes = held
        if !held { flushOutput() }
        if isReadHeld, !session.isPaused {
            isReadHeld = false
            read()
        }
        if isInputEndHeld, !session.isPaused {
            isInputEndHeld = false
            inputEnded()
        }
    }
}
