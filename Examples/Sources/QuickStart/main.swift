import SSLServer
import TLSKeyStores

let server = SSLServer()
let identity = try TLSIdentity(certificateFile: "server.pem", keyFile: "server.key")
try server.configure {
    $0.sslCert = Certificate(identity: identity)
    $0.localPort = 8443
    $0.defaultTimeout = 30  // a send waits for a slow client, 30 seconds at most
    $0.eventDelivery = .perConnection  // and other clients do not wait with it
}
server.onDataIn = { event in
    try await server.send(event.connectionId, buffer: event.buffer)
}
try await server.startListening()
print("Listening on port \(server.localPort)")
while server.listening {
    try await server.doEvents()
}
