import TLSMessages
package import TLSProvider

/// A server session with a test for its transport and its application.
package final class ServerBench {
    package let session: any TLSSession
    package private(set) var events: [TLSEvent] = []
    package private(set) var data: [UInt8] = []
    /// Data that came with the hello, or right behind it. RFC 9846 §2.3.
    package private(set) var earlyData: [UInt8] = []
    package private(set) var error: TLSError?
    /// How many errors were thrown by calls that had bytes to read.
    package private(set) var errorCount = 0
    /// The most bytes that waited for a record to become whole.
    package private(set) var mostPending = 0
    private var pending: [UInt8] = []

    /// The application's answer to a hello; nil leaves the session paused.
    package var helloDecision: ((ClientHelloInfo) -> ClientHelloDecision?) = { _ in .proceed }
    /// The application's verdict over a chain; nil leaves the session paused.
    package var verdict: PeerVerdict? = .accept

    package init(_ session: any TLSSession) {
        self.session = session
    }

    package convenience init(_ context: any TLSServerContext) {
        self.init(context.makeSession())
    }

    /// Gives bytes to the session and lets it go as far as it can.
    package func give(_ bytes: [UInt8]) {
        pending += bytes
        run()
    }

    /// Goes on with what was given, after an answer by hand.
    package func run() {
        do throws(TLSError) {
            while error == nil, try receiveOne() {}
        } catch {
            errorCount += 1
            self.error = error
        }
        takeEvents()
        mostPending = max(mostPending, pending.count)
    }

    /// - Returns: whether the session went on.
    private func receiveOne() throws(TLSError) -> Bool {
        takeEvents()
        if try answer() { return true }
        guard !session.isPaused, !pending.isEmpty else { return false }
        var input = exchange(&pending, with: [])
        let received = try receive(&input)
        if received.isEarly {
            earlyData += input[received.applicationData]
        } else {
            data += input[received.applicationData]
        }
        input.removeFirst(received.consumed)
        pending = input
        return received.consumed > 0
    }

    private func receive(_ input: inout [UInt8]) throws(TLSError) -> ReceivedRecord {
        var span = input.mutableSpan
        return try session.receive(&span)
    }

    private func answer() throws(TLSError) -> Bool {
        guard session.isPaused else { return false }
        switch events.last {
        case .clientHello(let info):
            guard let decision = helloDecision(info) else { return false }
            try session.resume(with: decision)
        case .peerCertificates:
            guard let verdict else { return false }
            try session.resume(with: verdict)
        default: return false
        }
        return true
    }

    private func takeEvents() {
        while let event = session.nextEvent() { events.append(event) }
    }

    /// What the session wants sent.
    package func take() -> [UInt8] { session.takeOutgoing() }

    package func endTransport() {
        do throws(TLSError) {
            try session.receiveEndOfTransport()
        } catch {
            self.error = self.error ?? error
        }
    }

    package var isEstablished: Bool { session.isEstablished }

    package var completed: NegotiatedParameters? {
        for case .handshakeCompleted(let parameters) in events { return parameters }
        return nil
    }

    /// What was said of early data; nil when nothing was.
    package var isEarlyDataAccepted: Bool? {
        for case .earlyData(let isAccepted) in events { return isAccepted }
        return nil
    }

    package var closeNotifies: Int {
        events.count { if case .closeNotify = $0 { true } else { false } }
    }

    package var clientHellos: [ClientHelloInfo] {
        events.compactMap { if case .clientHello(let info) = $0 { info } else { nil } }
    }

    /// How often keys were updated, in the peer's direction and in ours.
    package var keyUpdates: (received: Int, sent: Int) {
        var counts = (received: 0, sent: 0)
        for case .keysUpdated(let received) in events {
            if received { counts.received += 1 } else { counts.sent += 1 }
        }
        return counts
    }
}
