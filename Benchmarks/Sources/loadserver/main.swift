import InternalProvider
import TLSKeyStores
import TLSProvider

// loadserver channel|class PORT IDENTITY.pem TICKETS: the server that `bench` loads. It serves until it is ended.
guard CommandLine.arguments.count == 5, let port = Int(CommandLine.arguments[2]),
    let tickets = Int(CommandLine.arguments[4])
else {
    print("usage: loadserver channel|class PORT IDENTITY.pem TICKETS")
    throw TLSError(.invalidConfiguration, "four arguments are wanted")
}
let identity = try TLSIdentity(certificateFile: CommandLine.arguments[3], keyFile: CommandLine.arguments[3])
switch CommandLine.arguments[1] {
case "class":
    try await ClassServer.run(identity, port: port, tickets: tickets)
default:
    var configuration = TLSServerConfiguration(identities: [identity])
    configuration.resumesSessions = tickets > 0
    configuration.ticketCount = tickets
    try await ChannelServer.run(InternalProvider().makeServerContext(configuration), port: port)
}
