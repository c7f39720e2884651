import InternalProvider
import TLSKeyStores
import TLSProvider

// loadserver channel|class PORT IDENTITY.pem: the server that `bench` loads. It serves until it is ended.
guard CommandLine.arguments.count == 4, let port = Int(CommandLine.arguments[2]) else {
    print("usage: loadserver channel|class PORT IDENTITY.pem")
    throw TLSError(.invalidConfiguration, "three arguments are wanted")
}
let identity = try TLSIdentity(certificateFile: CommandLine.arguments[3], keyFile: CommandLine.arguments[3])
switch CommandLine.arguments[1] {
case "class":
    try await ClassServer.run(identity, port: port)
default:
    let context = try InternalProvider().makeServerContext(TLSServerConfiguration(identities: [identity]))
    try await ChannelServer.run(context, port: port)
}
