import NIOCore

typealias RecordObserver = @Sendable (RecordObservation) -> Void

extension RecordObservation {
    private static let headerCount = 5
    private static let handshake: UInt8 = 22

    /// Reads the header at the start of received bytes; nil while it is incomplete.
    init?(_ bytes: borrowing MutableSpan<UInt8>, isReceived: Bool) {
        guard bytes.count >= Self.headerCount else { return nil }
        contentType = bytes[0]
        legacyVersion = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
        length = Int(bytes[3]) << 8 | Int(bytes[4])
        handshakeType = contentType == Self.handshake && bytes.count > Self.headerCount ? bytes[Self.headerCount] : nil
        self.isReceived = isReceived
    }

    /// Tells of every record in bytes that are about to be sent.
    static func observeSent(_ bytes: ByteBuffer, _ observer: RecordObserver) {
        var rest = bytes
        while let contentType: UInt8 = rest.readInteger(), let version: UInt16 = rest.readInteger(),
            let length: UInt16 = rest.readInteger()
        {
            let first: UInt8? = rest.getInteger(at: rest.readerIndex)
            observer(
                RecordObservation(
                    isReceived: false, contentType: contentType, legacyVersion: version, length: Int(length),
                    handshakeType: contentType == handshake ? first : nil))
            guard rest.readSlice(length: Int(length)) != nil else { return }
        }
    }
}
