internal import CLibssl
import TLSPrimitives

// SAFETY: `input` and `target` are set for the length of one call of libssl from spans that outlive it, and cleared
// after it; each copy below is bounded by the counts beside them.
/// What libssl reads from and writes to: the very bytes that the transport lends us.
@safe struct Wire: ~Copyable {
    /// What libssl has not read yet of the record at hand.
    private var input: UnsafeRawPointer?
    private(set) var inputCount = 0
    /// Where records go directly, while there is one.
    private var target: UnsafeMutableRawPointer?
    private var targetRoom = 0
    private var targetCount = 0
    /// What waits to be sent.
    var outgoing = OutputBuffer()
    /// What is kept back until the application has judged the peer.
    private var held = OutputBuffer()
    var isHolding = false
    /// Nothing may follow close_notify or a fatal alert: what libssl still writes is dropped.
    var isClosed = false

    init() {}

    // MARK: What the session does

    mutating func lend(_ bytes: UnsafeRawPointer?, _ count: Int) {
        unsafe input = bytes
        inputCount = count
    }

    mutating func endLoan() {
        unsafe input = nil
        inputCount = 0
    }

    mutating func lendTarget(_ bytes: UnsafeMutableRawPointer?, _ room: Int) {
        unsafe target = bytes
        targetRoom = room
        targetCount = 0
    }

    /// - Returns: how many bytes stand in the target.
    mutating func endTarget() -> Int {
        unsafe target = nil
        targetRoom = 0
        return targetCount
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

    // MARK: What libssl does

    /// - Returns: how many bytes were read; 0 when there are none.
    mutating func read(into buffer: UnsafeMutableRawPointer, _ capacity: Int) -> Int {
        let count = min(capacity, inputCount)
        guard count > 0, let source = unsafe input else { return 0 }
        unsafe buffer.copyMemory(from: source, byteCount: count)
        unsafe input = source + count
        inputCount -= count
        return count
    }

    mutating func write(_ bytes: UnsafeRawPointer, _ count: Int) {
        guard !isClosed, count > 0 else { return }
        if isHolding {
            let written = unsafe RawSpan(_unsafeStart: bytes, byteCount: count)
            held.append(written)
        } else if let target = unsafe target, count <= targetRoom - targetCount, outgoing.isEmpty {
            unsafe (target + targetCount).copyMemory(from: bytes, byteCount: count)
            targetCount += count
        } else {
            let written = unsafe RawSpan(_unsafeStart: bytes, byteCount: count)
            outgoing.append(written)
        }
    }
}
