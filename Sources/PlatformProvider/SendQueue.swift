import TLSPrimitives

/// What libssl has written and nobody has sent yet.
struct SendQueue: ~Copyable {
    /// What waits to be sent.
    var outgoing = OutputBuffer()
    /// What is kept back until the application has judged the peer.
    private var held = OutputBuffer()
    var isHolding = false
    /// Nothing may follow close_notify or a fatal alert: what libssl still writes is dropped.
    var isClosed = false

    mutating func append(_ bytes: RawSpan) {
        guard !isClosed, !bytes.isEmpty else { return }
        if isHolding { held.append(bytes) } else { outgoing.append(bytes) }
    }

    /// Lets out what was kept back.
    mutating func release() {
        isHolding = false
        guard !held.isEmpty else { return }
        let count = held.count
        outgoing.append(count) { held.drain(into: &$0) }
    }

    /// Forgets what was kept back.
    mutating func dropHeld() {
        isHolding = false
        held = OutputBuffer()
    }
}
