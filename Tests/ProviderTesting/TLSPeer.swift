package import TLSMessages
package import TLSProvider

/// A real TLS client or server without a transport: what it says is bytes, and what it hears of the other side is
/// written down.
package final class TLSPeer {
    /// Something it heard of the other side, alerts as alerts, content record by record.
    package enum Heard: Hashable, Sendable {
        case established
        case data([UInt8])
        case keysUpdated
        case alert(AlertDescription)
    }

    package let session: any TLSSession
    /// All it heard, oldest first.
    package private(set) var heard: [Heard] = []
    /// Why it failed. An alert of the other side's is in `heard` as well.
    package private(set) var error: TLSError?
    private var input: [UInt8] = []

    /// A client of a provider that trusts every server.
    package convenience init(
        _ provider: Provider, serverName: String = "localhost",
        _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSClientConfiguration(serverName: serverName)
        change(&configuration)
        self.init(try provider.tls.makeClientContext(configuration).makeSession())
    }

    /// A server of a provider, for `localhost`, that trusts every client it asks.
    package convenience init(
        serverOf provider: Provider, _ change: (inout TLSServerConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        change(&configuration)
        self.init(try provider.tls.makeServerContext(configuration).makeSession())
    }

    package init(_ session: any TLSSession) {
        self.session = session
    }

    // MARK: What it says

    /// What waits to be sent: a client's hello, its part of the handshake, answers.
    package func take() -> [UInt8] { session.takeOutgoing() }

    /// Application data, with what waits in front of it.
    package func data(_ bytes: [UInt8]) throws -> [UInt8] { try session.seal(bytes) }

    /// A record that does not authenticate.
    package func forged() throws -> [UInt8] {
        var record = try session.seal([UInt8](repeating: 0, count: 16))
        record[record.count - 1] ^= 1
        return record
    }

    /// The alert that ends its direction well.
    package func closeNotify() -> [UInt8] {
        session.close()
        return take()
    }

    /// A fatal alert.
    package func alert(_ alert: AlertDescription) -> [UInt8] {
        session.fail(TLSError(.applicationRefused, "", alert: alert))
        return take()
    }

    /// New keys for its direction, and whether it asks for the other side's.
    package func keyUpdate(requested: Bool) throws -> [UInt8] {
        try session.updateKeys(requestingPeer: requested)
        return take()
    }

    // MARK: What it hears

    /// Takes what the other side has sent.
    ///
    /// - Returns: what it heard by it.
    @discardableResult package func give(_ bytes: [UInt8]) -> [Heard] {
        let before = heard.count
        input += bytes
        do throws(TLSError) {
            while error == nil, try receiveOne() {}
        } catch {
            fail(error)
        }
        return Array(heard[before...])
    }

    /// The transport has ended.
    package func endTransport() {
        do throws(TLSError) {
            try session.receiveEndOfTransport()
        } catch {
            fail(error)
        }
    }

    /// Whether it went on.
    private func receiveOne() throws(TLSError) -> Bool {
        let received = try receive(&input)
        if !received.applicationData.isEmpty { heard.append(.data(Array(input[received.applicationData]))) }
        input.removeFirst(received.consumed)
        let hasAnswered = try takeEvents()
        return hasAnswered || (received.consumed > 0 && !input.isEmpty)
    }

    private func receive(_ input: inout [UInt8]) throws(TLSError) -> ReceivedRecord {
        var span = input.mutableSpan
        return try session.receive(&span)
    }

    /// Whether one of the events was a question.
    private func takeEvents() throws(TLSError) -> Bool {
        var hasAnswered = false
        while let event = session.nextEvent() {
            switch event {
            case .peerCertificates:
                try session.resume(with: PeerVerdict.accept)
                hasAnswered = true
            case .handshakeCompleted: heard.append(.established)
            case .closeNotify: heard.append(.alert(.closeNotify))
            case .keysUpdated(let received): if received { heard.append(.keysUpdated) }
            case .warning(let alert): heard.append(.alert(alert))
            case .clientHello, .earlyData, .keysExhausted: break
            }
        }
        return hasAnswered
    }

    private func fail(_ error: TLSError) {
        guard self.error == nil else { return }
        self.error = error
        // What came in front of it.
        _ = try? takeEvents()
        if let alert = error.alert, error.alertDirection == .received { heard.append(.alert(alert)) }
    }
}
