import SSLServer

/// Writes events down as lines, and lets a test wait for them.
final class Recorder: Sendable {
    private struct Notes {
        var lines: [String] = []
        var data: [String: [UInt8]] = [:]
    }

    private let notes = Awaited(Notes())

    var lines: [String] { notes.value.lines }

    func record(_ line: String) {
        notes.change { $0.lines.append(line) }
    }

    func record(data: [UInt8], of connectionId: String) {
        notes.change { $0.data[connectionId, default: []] += data }
    }

    func data(of connectionId: String) -> [UInt8] {
        notes.value.data[connectionId] ?? []
    }

    /// Waits until the lines so far are as wanted.
    func wait(_ isMet: @escaping @Sendable ([String]) -> Bool) async {
        await notes.wait { isMet($0.lines) }
    }

    /// Waits until a line begins with this.
    func wait(for prefix: String, count: Int = 1) async {
        await wait { lines in lines.count { $0.hasPrefix(prefix) } >= count }
    }

    /// Hears nothing of a server any more.
    func detach(from server: SSLServer) {
        server.onConnected = nil
        server.onConnectionRequest = nil
        server.onDataIn = nil
        server.onDisconnected = nil
        server.onError = nil
        server.onReadyToSend = nil
        server.onSSLStatus = nil
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

    /// Writes down every event of a client.
    func attach(to client: SSLClient) {
        client.onConnected = { [self] event in record("Connected \(event.statusCode) \(event.description)") }
        client.onDataIn = { [self] event in
            record(data: event.textB, of: "")
            record("DataIn \(event.text) \(event.eol)")
        }
        client.onDisconnected = { [self] event in record("Disconnected \(event.statusCode) \(event.description)") }
        client.onError = { [self] event in record("Error \(event.errorCode)") }
        client.onReadyToSend = { [self] _ in record("ReadyToSend") }
        client.onSSLServerAuthentication = { [self] event in
            record("SSLServerAuthentication \(event.certSubject) \(event.accept) \(event.status)")
        }
        client.onSSLStatus = { [self] event in record("SSLStatus \(event.message)") }
    }
}
