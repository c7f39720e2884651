public import NIOCore

extension SSLClient {
    // MARK: Connecting

    /// Connects to `remoteHost` and `remotePort`, and returns when the TLS handshake is complete and `Connected` is told.
    ///
    /// A host's name is looked up, and its addresses are tried side by side, the first a little ahead (RFC 8305). A
    /// cancelled task gives up, as `interrupt` does.
    ///
    /// - Throws: 10056 or 10037 when connected or connecting already; what kept the connection from being made:
    ///   11001 for a name that has no address, the system's code when the server cannot be reached, 280 or 275 when it is
    ///   not trusted, 276 when the handshake failed.
    public func connect() async throws(SSLError) {
        try await core.connect()
    }

    /// Connects as `connect()` does, and sends data with the first bytes of the handshake (0-RTT), where a session of an
    /// earlier connection allows it.
    ///
    /// Early data saves a round trip. Whoever records it can send it to the server again, so send only what may be done
    /// twice. RFC 9846 §8.
    ///
    /// - Returns: whether the server took it. If not, it was not sent or was passed over: send it again.
    /// - Throws: as `connect()`.
    public func connect(earlyData: [UInt8]) async throws(SSLError) -> Bool {
        try await core.connect(earlyData: ByteBuffer(bytes: earlyData))
    }

    /// Sets `remoteHost` and `remotePort`, and connects. See `connect()`.
    public func connect(host: String, port: Int) async throws(SSLError) {
        try configure { configuration in
            configuration.remoteHost = host
            configuration.remotePort = port
        }
        try await connect()
    }

    /// Closes the connection once what is queued is sent, and returns when `Disconnected` is told (called from an event
    /// handler, without waiting for it). Does nothing without a connection.
    public func disconnect() async {
        await core.disconnect()
    }

    /// Sends what is queued, then close_notify: the server learns that no more will come. What it sends is still taken,
    /// until it closes too.
    ///
    /// - Throws: 10057 without a connection, 10058 the second time.
    public func finishSending() async throws(SSLError) {
        try await core.onConnection { connection throws(SSLError) in try connection.closeOutput() }
    }

    /// Interrupts a `connect`, or a send that waits: it throws 10004. After a send the connection stays.
    public func interrupt() {
        core.interrupt()
    }

    /// Disconnects, and gives every property and setting its default again. Event handlers stay.
    public func reset() async {
        await core.reset()
    }

    // MARK: Sessions

    /// Takes the newest session of the server at `remoteHost` and `remotePort` out of the client, in bytes: to resume it
    /// from another process.
    ///
    /// Its keys are in there: keep them as a private key is kept.
    ///
    /// - Returns: nil when there is none.
    public func unsafelyTakeSession() throws(SSLError) -> [UInt8]? {
        try core.takeSession()
    }

    /// Gives the client a session of the server at `remoteHost` and `remotePort`, for the next `connect`.
    ///
    /// A session that has run out, or that the server does not know any more, is passed over.
    ///
    /// - Throws: 10022 for bytes that hold no session of `sslProvider`'s.
    public func addSession(_ bytes: [UInt8]) throws(SSLError) {
        try core.addSession(bytes)
    }

    // MARK: Settings and events

    /// Sets (`NAME=VALUE`) or reads (`NAME`) a setting.
    ///
    /// - Returns: the setting's value.
    @discardableResult
    public func config(_ configurationString: String) async throws(SSLError) -> String {
        try core.config(configurationString)
    }

    /// With manual delivery: delivers what has happened, or waits a while for something to. Otherwise waits one turn.
    public func doEvents() async {
        await core.doEvents()
    }

    // MARK: Receiving

    /// Stops `DataIn`; the server is held back once buffers are full.
    public func pauseData() async throws(SSLError) {
        try await core.onConnection { connection throws(SSLError) in try connection.setAcceptsData(false) }
    }

    /// Lets `DataIn` go on after `pauseData`.
    public func processData() async throws(SSLError) {
        try await core.onConnection { connection throws(SSLError) in try connection.setAcceptsData(true) }
    }

    /// Gives data in records of this many bytes; 0: as lines or as it comes. Holds for later connections too.
    public func changeRecordLength(_ recordLength: Int) async throws(SSLError) {
        try configure { $0.recordLength = recordLength }
    }

    // MARK: Sending

    /// Sends bytes.
    ///
    /// With `timeout` at 0 this never waits: when the queue is full it throws 135, and `bytesSent` tells how many bytes
    /// were taken. Otherwise it waits until all are sent, and throws 10060 when for that many seconds none are.
    public func send(_ bytes: [UInt8]) async throws(SSLError) {
        try await send(buffer: ByteBuffer(bytes: bytes))
    }

    /// Sends bytes without copying them. See `send(_:)`.
    public func send(buffer: ByteBuffer) async throws(SSLError) {
        try await core.onConnection { connection async throws(SSLError) in try await connection.send(buffer) }
    }

    /// Sends bytes. See `send(_:)`.
    public func sendBytes(_ bytes: [UInt8]) async throws(SSLError) {
        try await send(bytes)
    }

    /// Sends text in the client's code page. See `send(_:)`.
    public func sendText(_ text: String) async throws(SSLError) {
        try await core.onConnection { connection async throws(SSLError) in try await connection.sendText(text) }
    }

    /// Sends text and CRLF. See `send(_:)`.
    public func sendLine(_ text: String) async throws(SSLError) {
        try await sendText(text + "\r\n")
    }

    /// Sends a file's bytes, waiting for the server to take them; only the caller waits.
    public func sendFile(_ fileName: String) async throws(SSLError) {
        try await core.onConnection { connection async throws(SSLError) in try await connection.sendFile(fileName) }
    }
}
