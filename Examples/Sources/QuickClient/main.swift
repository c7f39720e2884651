import SSLServer

let client = SSLClient()
client.sslAcceptServerCert = try Certificate(storeType: .cstPublicKeyFile, store: "server.pem")
client.eol = "\n"
client.onDataIn = { event in
    print("The server says: \(event.text)")
    await client.disconnect()
}
try await client.connect(host: "localhost", port: 8443)
try await client.sendText("hello\n")
while client.connected {
    await client.doEvents()
}
