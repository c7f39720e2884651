package import TLSProvider

/// Both ends of a connection, with a transport of arrays between them.
package final class SessionPair {
    package let server: ServerBench
    package let client: ServerBench
    /// What each has sent in all.
    package private(set) var fromServer: [UInt8] = []
    package private(set) var fromClient: [UInt8] = []
    /// How many bytes are given at a time.
    package var pieceCount = Int.max

    package init(server: any TLSSession, client: any TLSSession) {
        self.server = ServerBench(server)
        self.client = ServerBench(client)
    }

    /// Hands over what waits, both ways, until nothing does.
    package func exchange() {
        while true {
            let sent = client.take()
            fromClient += sent
            give(sent, to: server)
            let answered = server.take()
            fromServer += answered
            give(answered, to: client)
            if sent.isEmpty, answered.isEmpty { return }
        }
    }

    private func give(_ bytes: [UInt8], to bench: ServerBench) {
        var rest = bytes[...]
        while !rest.isEmpty {
            bench.give(Array(rest.prefix(pieceCount)))
            rest = rest.dropFirst(pieceCount)
        }
    }
}

/// The outer types of whole records.
package func recordTypes(_ bytes: [UInt8]) -> [UInt8] {
    var types: [UInt8] = []
    var rest = bytes[...]
    while rest.count >= 5 {
        types.append(rest[rest.startIndex])
        rest = rest.dropFirst(5 + Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4]))
    }
    return types
}
