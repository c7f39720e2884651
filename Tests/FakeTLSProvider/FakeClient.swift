/// What a client of the fake provider puts on the wire, and how it reads what comes back.
package enum FakeClient {
    /// The first message, asking for a server by name.
    package static func hello(serverName: String = "localhost") -> [UInt8] {
        FakeRecord.encode(FakeRecord.handshake, [1] + Array(serverName.utf8))
    }

    /// A certificate message; `sendsOne` says whether there is a certificate in it.
    package static func certificate(sendsOne: Bool) -> [UInt8] {
        FakeRecord.encode(FakeRecord.handshake, [11, sendsOne ? 1 : 0])
    }

    /// The last message of the handshake, where one is awaited.
    package static let finished = FakeRecord.encode(FakeRecord.handshake, [20])

    /// A key update that asks for one in return, or not.
    package static func keyUpdate(requested: Bool) -> [UInt8] {
        FakeRecord.encode(FakeRecord.handshake, [24, requested ? 1 : 0])
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

    /// A data record that does not authenticate.
    package static let forgedData = FakeRecord.encode(
        FakeRecord.applicationData, [UInt8](repeating: 0, count: 32))

    /// The alert that ends one direction well.
    package static let closeNotify = alert(1, 0)

    /// An alert.
    package static func alert(_ level: UInt8, _ description: UInt8) -> [UInt8] {
        FakeRecord.encode(FakeRecord.alert, [level, description])
    }

    /// A record as a client sees it.
    package enum Received: Hashable, Sendable {
        case handshake(UInt8)
        case data([UInt8])
        case alert(UInt8)
    }

    /// Takes the whole records from the start of `wire`.
    package static func takeRecords(_ wire: inout [UInt8]) -> [Received] {
        var records: [Received] = []
        while wire.count >= FakeRecord.headerCount {
            let end = FakeRecord.headerCount + Int(wire[3]) << 8 + Int(wire[4])
            guard wire.count >= end else { break }
            let content = Array(wire[FakeRecord.headerCount..<end])
            switch wire[0] {
            case FakeRecord.handshake: records.append(.handshake(content.first ?? 0))
            case FakeRecord.alert: records.append(.alert(content.last ?? 255))
            default: records.append(.data(content.dropLast(FakeRecord.tag.count).map { $0 ^ FakeRecord.mask }))
            }
            wire.removeFirst(end)
        }
        return records
    }
}

/// What a server of the fake provider puts on the wire.
package enum FakeServer {
    /// The answer to a client's hello.
    package static let answer = FakeRecord.encode(FakeRecord.handshake, [2])
}
