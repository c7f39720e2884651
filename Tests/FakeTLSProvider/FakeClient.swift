/// What a client of the fake provider puts on the wire.
package enum FakeClient {
    /// The first message, asking for a server by name.
    package static func hello(serverName: String = "localhost") -> [UInt8] {
        FakeRecord.encode(FakeRecord.handshake, [1] + Array(serverName.utf8))
    }

    /// Application data, in as many records as it takes.
    package static func data(_ bytes: [UInt8]) -> [UInt8] {
        var wire: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let content = rest.prefix(FakeRecord.maximumContent)
            wire += FakeRecord.data(Array(content))
            rest = rest.dropFirst(content.count)
        } while !rest.isEmpty
        return wire
    }

    /// The alert that ends one direction well.
    package static let closeNotify = alert(1, 0)

    /// An alert.
    package static func alert(_ level: UInt8, _ description: UInt8) -> [UInt8] {
        FakeRecord.encode(FakeRecord.alert, [level, description])
    }
}

/// What a server of the fake provider puts on the wire.
package enum FakeServer {
    /// The answer to a client's hello.
    package static let answer = FakeRecord.encode(FakeRecord.handshake, [2])
}
