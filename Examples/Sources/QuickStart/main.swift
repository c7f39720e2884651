import SSLServer
import TLSKeyStores

let server = SSLServer()
let identity = try TLSIdentity(certificateFile: "server.pem", keyFile: "server.key")
try server.setSSLCert(Certificate(identity: identity))
try server.setLocalPort(8443)
server.onDataIn = { event in
    try await server.sendBytes(event.connectionId, event.textB)
}
try await server.startListening()
print("Listening on port \(server.localPort)")
while server.listening {
    try await server.doEvents()
}
