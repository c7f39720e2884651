import ArgumentParser
import SSLServer

/// Where to connect: `HOST:PORT`, an IPv6 address in brackets.
struct RemotePlace: ExpressibleByArgument, Hashable, Sendable {
    let host: String
    let port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        var host = argument[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            // Where the address ends and the port begins is not told.
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }

    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The pin of a key, as it is given.
struct PinArgument: ExpressibleByArgument, Hashable, Sendable {
    let pin: PublicKeyPin

    init?(argument: String) {
        guard let pin = PublicKeyPin(argument) else { return nil }
        self.pin = pin
    }
}
