// An echo server without SwiftNIO: a TLS session driven by hand over blocking sockets, one client at a time.
import InternalProvider
import TLSKeyStores
import TLSProvider

let identity = try TLSIdentity(certificateFile: "server.pem", keyFile: "server.key")
let context = try InternalProvider().makeServerContext(TLSServerConfiguration(identities: [identity]))

let listener = try BlockingListener()
print("Listening on port \(listener.port)")
while true {
    let socket = try listener.accept()
    let session = context.makeSession()
    do {
        try echo(session, over: socket)
    } catch {
        // What is left to send is the alert that tells the client why.
        try? socket.write(session.takeOutgoing())
        print("A connection failed: \(error)")
    }
    socket.close()
}

/// Carries bytes between socket and session until the client is done.
func echo(_ session: any TLSSession, over socket: BlockingSocket) throws {
    var received: [UInt8] = []
    while let bytes = try socket.read() {
        received += bytes
        let data = try session.receive(consuming: &received)
        var isDone = false
        while let event = session.nextEvent() {
            switch event {
            case .handshakeCompleted(let agreed): print("\(agreed.version) with \(agreed.cipherSuite)")
            case .closeNotify: isDone = true
            default: break
            }
        }
        if !data.isEmpty { try socket.write(session.seal(data)) }
        if isDone { session.close() }
        try socket.write(session.takeOutgoing())
        if isDone { return }
    }
    // The transport ended before close_notify: throws, because data may be missing.
    try session.receiveEndOfTransport()
}
