public import NIOCore
public import TLSProvider

extension SSLServer {
    /// A client's connection.
    ///
    /// A handle that stays live while the connection does; afterwards its fields keep their last values, and methods
    /// throw 126.
    public final class Connection: Sendable {
        /// The connection's id: unique for the life of the server object.
        public let connectionId: String
        let state: ConnectionState

        init(connectionId: String, state: ConnectionState) {
            self.connectionId = connectionId
            self.state = state
        }

        /// Whether data is taken in: false between `pauseData` and `processData`.
        public var acceptData: Bool { state.shared { $0.acceptsData } }

        /// How many bytes the last send took; always 0 while `timeout` is positive.
        public var bytesSent: Int { state.shared { $0.bytesSent } }

        /// Whether the connection is established and has not ended.
        public var connected: Bool { state.shared { $0.isConnected } }

        /// What ends a line of incoming data, as text; empty: data is given as it comes.
        public var eol: String {
            get { String(decoding: eolB, as: UTF8.self) }
            set { eolB = Array(newValue.utf8) }
        }

        /// What ends a line of incoming data; holds from the next byte on.
        public var eolB: [UInt8] {
            get { state.shared { $0.framing.eol } }
            set { state.shared { $0.framing.eol = newValue } }
        }

        /// Whether CR, LF and CRLF each end a line, whatever `eol` says.
        public var singleLineMode: Bool {
            get { state.shared { $0.framing.singleLineMode } }
            set { state.shared { $0.framing.singleLineMode = newValue } }
        }

        /// How long a line may get.
        public var maxLineLength: Int { state.shared { $0.framing.maxLineLength } }

        /// Sets how long a line may get: at least 256 bytes.
        public func setMaxLineLength(_ value: Int) throws(SSLError) {
            try Configuration.checkMaxLineLength(value)
            state.shared { $0.framing.maxLineLength = value }
        }

        /// The length of the records data is given in; 0: as lines or as it comes. See `changeRecordLength`.
        public var recordLength: Int { state.shared { $0.framing.recordLength } }

        /// Seconds without data either way after which the client is disconnected; 0: never.
        public var idleTimeout: Int { state.shared { $0.idleTimeout } }

        /// Sets the seconds without data either way after which the client is disconnected.
        public func setIdleTimeout(_ value: Int) throws(SSLError) {
            try Configuration.checkNotNegative(value, "IdleTimeout")
            state.shared { $0.idleTimeout = value }
        }

        /// Seconds a send may wait without progress; 0: sends never wait.
        public var timeout: Int { state.shared { $0.timeout } }

        /// Sets the seconds a send may wait without progress.
        public func setTimeout(_ value: Int) throws(SSLError) {
            try Configuration.checkNotNegative(value, "Timeout")
            state.shared { $0.timeout = value }
        }

        /// Whether a send would be taken.
        public var readyToSend: Bool { state.shared { $0.isReadyToSend } }

        /// The address of this machine that the connection goes through.
        public var localAddress: String { state.localAddress }

        /// The client's IP address.
        ///
        /// - Throws: 126 once the connection has ended.
        public var remoteHost: String {
            get throws(SSLError) {
                try state.checkAlive()
                return state.remoteHost
            }
        }

        /// The client's port.
        ///
        /// - Throws: 126 once the connection has ended.
        public var remotePort: Int {
            get throws(SSLError) {
                try state.checkAlive()
                return state.remotePort
            }
        }

        /// Whatever the application keeps with the connection, as text.
        public var userData: String {
            get { String(decoding: userDataB, as: UTF8.self) }
            set { userDataB = Array(newValue.utf8) }
        }

        /// Whatever the application keeps with the connection.
        public var userDataB: [UInt8] {
            get { state.shared { $0.userData } }
            set { state.shared { $0.userData = newValue } }
        }

        /// What the handshake agreed on; nil before it is complete.
        public var negotiated: NegotiatedParameters? { state.shared { $0.negotiated } }

        // MARK: Methods

        /// Closes the connection.
        public func disconnect() throws(SSLError) {
            try state.disconnect()
        }

        /// Stops `DataIn`; the peer is held back once buffers are full.
        public func pauseData() throws(SSLError) {
            try state.setAcceptsData(false)
        }

        /// Lets `DataIn` go on after `pauseData`.
        public func processData() throws(SSLError) {
            try state.setAcceptsData(true)
        }

        /// Gives data in records of this many bytes; 0: as lines or as it comes.
        public func changeRecordLength(_ recordLength: Int) throws(SSLError) {
            try state.checkAlive()
            try Configuration.checkNotNegative(recordLength, "RecordLength")
            state.shared { $0.framing.recordLength = recordLength }
        }

        /// Interrupts a waiting send or `sendFile`: it throws 10004, the connection stays.
        public func interrupt() throws(SSLError) {
            try state.interrupt()
        }

        /// Sends bytes. See `SSLServer.send(_:_:)`.
        public func send(_ bytes: [UInt8]) async throws(SSLError) {
            try await state.send(ByteBuffer(bytes: bytes))
        }

        /// Sends bytes without copying them. See `SSLServer.send(_:_:)`.
        public func send(_ buffer: ByteBuffer) async throws(SSLError) {
            try await state.send(buffer)
        }

        /// Sends text in the server's code page. See `SSLServer.send(_:_:)`.
        public func sendText(_ text: String) async throws(SSLError) {
            try await state.sendText(text)
        }

        /// Sends a file's bytes, waiting for the peer to take them.
        public func sendFile(_ fileName: String) async throws(SSLError) {
            try await state.sendFile(fileName)
        }
    }
}
