public import NIOCore

extension SSLServer {
    // MARK: Listening

    /// Starts to listen for connections.
    ///
    /// - Throws: 104 when listening already, 272 or 273 without a certificate that can serve, the system's code when
    ///   the port cannot be had.
    public func startListening() async throws(SSLError) {
        try await core.startListening()
    }

    /// Stops listening; connections stay.
    public func stopListening() async throws(SSLError) {
        await core.stopListening()
    }

    /// Stops listening and disconnects every client; returns after every `Disconnected` event (called from an event
    /// handler, without waiting for them).
    public func shutdown() async throws(SSLError) {
        await core.shutdown()
    }

    /// Ends the service gracefully: stops listening, closes every connection once its queued data is sent, and after
    /// the deadline cuts those that are left.
    ///
    /// - Returns: how many connections had to be cut.
    @discardableResult
    public func drain(deadline: Duration = .seconds(10)) async -> Int {
        await core.drain(deadline: deadline)
    }

    /// Shuts down and gives every property and setting its default again. Event handlers stay.
    public func reset() async throws(SSLError) {
        await core.reset()
    }

    /// Reads `ticketKeyFiles` again, for keys that are replaced while the server runs.
    ///
    /// - Throws: 10022 or the system's code when a file cannot be read or holds no key; the keys then stay as they were.
    public func reloadTicketKeys() throws(SSLError) {
        try core.reloadTicketKeys()
    }

    /// Reads the files of authorities and revocation lists again, the system's authorities too. Connections from then on are
    /// judged by them.
    ///
    /// - Throws: 271 when one of them is no good; everything then stays as it was.
    public func reloadTrust() throws(SSLError) {
        try core.reloadTrust()
    }

    // MARK: Settings and events

    /// Sets (`NAME=VALUE`) or reads (`NAME`, `NAME[connectionId]`) a setting.
    ///
    /// - Returns: the setting's value.
    @discardableResult
    public func config(_ configurationString: String) async throws(SSLError) -> String {
        try core.config(configurationString)
    }

    /// With manual delivery: delivers what has happened, or waits a while for something to. Otherwise waits one turn.
    public func doEvents() async throws(SSLError) {
        await core.doEvents()
    }

    // MARK: Connections

    /// Closes a connection.
    public func disconnect(_ connectionId: String) async throws(SSLError) {
        try core.connection(connectionId).disconnect()
    }

    /// Stops `DataIn` of a connection; the peer is held back once buffers are full.
    public func pauseData(_ connectionId: String) async throws(SSLError) {
        try core.connection(connectionId).pauseData()
    }

    /// Lets `DataIn` go on after `pauseData`.
    public func processData(_ connectionId: String) async throws(SSLError) {
        try core.connection(connectionId).processData()
    }

    /// Gives data in records of this many bytes; 0: as lines or as it comes.
    public func changeRecordLength(_ connectionId: String, _ recordLength: Int) async throws(SSLError) {
        try core.connection(connectionId).changeRecordLength(recordLength)
    }

    /// Interrupts a waiting send or `sendFile`: it throws 10004, the connection stays.
    public func interrupt(_ connectionId: String) async throws(SSLError) {
        try core.connection(connectionId).interrupt()
    }

    // MARK: Sending

    /// Sends bytes.
    ///
    /// With the connection's `timeout` at 0 this never waits: when the queue is full it throws 135, and `bytesSent`
    /// tells how many bytes were taken. Otherwise it waits until all are sent, and throws 10060 when for that many
    /// seconds none are.
    public func send(_ connectionId: String, _ bytes: [UInt8]) async throws(SSLError) {
        try await core.connection(connectionId).send(ByteBuffer(bytes: bytes))
    }

    /// Sends bytes without copying them. See `send(_:_:)`.
    public func send(_ connectionId: String, buffer: ByteBuffer) async throws(SSLError) {
        try await core.connection(connectionId).send(buffer)
    }

    /// Sends bytes. See `send(_:_:)`.
    public func sendBytes(_ connectionId: String, _ bytes: [UInt8]) async throws(SSLError) {
        try await send(connectionId, bytes)
    }

    /// Sends text in the server's code page. See `send(_:_:)`.
    public func sendText(_ connectionId: String, _ text: String) async throws(SSLError) {
        try await core.connection(connectionId).sendText(text)
    }

    /// Sends text and CRLF. See `send(_:_:)`.
    public func sendLine(_ connectionId: String, _ text: String) async throws(SSLError) {
        try await core.connection(connectionId).sendText(text + "\r\n")
    }

    /// Sends a file's bytes, waiting for the peer to take them; only the caller waits.
    public func sendFile(_ connectionId: String, _ fileName: String) async throws(SSLError) {
        try await core.connection(connectionId).sendFile(fileName)
    }
}
