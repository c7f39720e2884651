/// One of the two who make a handshake, at its end of a link.
protocol Party {
    associatedtype Session

    func makeSession(_ link: Link) throws -> Session
    /// Takes what has come and answers. Whether the handshake is complete.
    func step(_ session: Session, _ link: Link) throws -> Bool
    /// Ends a session for which nothing more is done.
    func end(_ session: Session)
}

extension Party {
    /// A handshake of this server whose two ends are kept.
    func connect<Client: Party>(_ client: Client, on link: Link) throws -> (session: Session, client: Client.Session) {
        link.reset()
        let other = try client.makeSession(link)
        let session = try makeSession(link)
        while true {
            let clientIsDone = try client.step(other, link)
            if try step(session, link), clientIsDone { return (session, other) }
        }
    }
}

/// A run that cannot go on.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
