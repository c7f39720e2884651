import TLSProvider

extension SessionCore {
    /// Tells who wants to know of a message that has come, or that is on its way.
    func trace(_ kind: TLSMessageTrace.Kind, isReceived: Bool) {
        guard let traceMessages, isReceived || !isWriteClosed else { return }
        traceMessages(TLSMessageTrace(kind, isReceived: isReceived))
    }
}
