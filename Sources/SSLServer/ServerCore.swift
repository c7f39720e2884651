import Logging
import NIOConcurrencyHelpers
import TLSProvider

final class ServerCore: Sendable {
    private let box = NIOLockedValueBox((SSLServer.Configuration(), SSLServer.Handlers()))
    init(logger: Logger, provider: (any TLSProvider)?) {}
    var configuration: SSLServer.Configuration { box.withLockedValue { $0.0 } }
    var handlers: SSLServer.Handlers { box.withLockedValue { $0.1 } }
    func setHandler<T>(_ path: any WritableKeyPath<SSLServer.Handlers, T> & Sendable, _ value: T) {}
    func set<T>(_ path: any WritableKeyPath<SSLServer.Configuration, T> & Sendable, _ value: T) {}
    func configure(_ change: (inout SSLServer.Configuration) throws(SSLError) -> Void) throws(SSLError) {}
    var connections: [String: SSLServer.Connection] { [:] }
    var isListening: Bool { false }
    var localHost: String { "" }
    var localPort: Int { 0 }
    func connection(_ id: String) throws(SSLError) -> SSLServer.Connection { throw SSLError(.invalidConnectionId) }
    func startListening() async throws(SSLError) {}
    func stopListening() async {}
    func shutdown() async {}
    func drain(deadline: Duration) async -> Int { 0 }
    func reset() async {}
    func config(_ s: String) throws(SSLError) -> String { "" }
    func doEvents() async {}
}
