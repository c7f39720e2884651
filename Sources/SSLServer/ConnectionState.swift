import NIOConcurrencyHelpers
import NIOCore
import TLSProvider

struct Framing { var eol: [UInt8] = []; var singleLineMode = false; var maxLineLength = 2048; var recordLength = 0 }
final class ConnectionState: Sendable {
    struct Shared {
        var acceptsData = true
        var bytesSent = 0
        var isConnected = false
        var framing = Framing()
        var idleTimeout = 0
        var timeout = 0
        var isReadyToSend = false
        var userData: [UInt8] = []
        var negotiated: NegotiatedParameters?
    }
    private let box = NIOLockedValueBox(Shared())
    let localAddress = ""
    let remoteHost = ""
    let remotePort = 0
    func shared<T>(_ body: (inout Shared) throws -> T) rethrows -> T { try box.withLockedValue(body) }
    func checkAlive() throws(SSLError) {}
    func disconnect() throws(SSLError) {}
    func setAcceptsData(_ on: Bool) throws(SSLError) {}
    func interrupt() throws(SSLError) {}
    func send(_ buffer: ByteBuffer) async throws(SSLError) {}
    func sendText(_ text: String) async throws(SSLError) {}
    func sendFile(_ name: String) async throws(SSLError) {}
}
