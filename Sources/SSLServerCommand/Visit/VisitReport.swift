/// What a visitor is shown about the visit: the connection, what its handshake agreed on, and the request.
struct VisitReport: Hashable, Sendable {
    /// What stays while the connection does.
    var facts: ConnectionFacts
    /// Bytes of application data that came in on this connection.
    var bytesReceived = 0
    /// Bytes of application data that went out on it before this answer.
    var bytesSent = 0
    /// Which request on this connection this is, from 1.
    var requestNumber = 1
    /// The request itself.
    var request: RequestHead
    /// When it was answered.
    var date: HTTPDate
}
