internal import CLibssl
import TLSMessages
import TLSPrimitives
import TLSProvider

// SAFETY: the SSL object, the wire and the queue are this object's alone and freed in `deinit`, the SSL object, which
// refers to the wire, first, and the queue, which the wire refers to, last. The owner that callbacks find holds this
// object, and so outlives every call of libssl.
/// libssl's connection, with the wire it reads from and writes to and the queue of what is not written elsewhere.
@safe final class Connection {
    let ssl: OpaquePointer
    let wire: UnsafeMutablePointer<clibssl_wire>
    let queue: UnsafeMutablePointer<SendQueue>

    init(_ context: LibsslContext) throws(TLSError) {
        clibssl_clear_errors()
        guard let ssl = unsafe SSL_new(context.pointer) else {
            throw LibsslErrors.failure("a connection cannot be made")
        }
        let wire = UnsafeMutablePointer<clibssl_wire>.allocate(capacity: 1)
        let queue = UnsafeMutablePointer<SendQueue>.allocate(capacity: 1)
        unsafe wire.initialize(to: clibssl_wire())
        unsafe queue.initialize(to: SendQueue())
        unsafe self.ssl = ssl
        unsafe self.wire = wire
        unsafe self.queue = queue
        // From here on `deinit` frees what was made.
        guard let bio = unsafe clibssl_wire_bio(wire) else {
            throw LibsslErrors.failure("a connection cannot be made")
        }
        unsafe SSL_set_bio(ssl, bio, bio)
        unsafe wire.pointee.keeper = UnsafeMutableRawPointer(queue)
        unsafe wire.pointee.keep = { keeper, bytes, count in
            guard let keeper = unsafe keeper, let bytes = unsafe bytes else { return }
            let written = unsafe RawSpan(_unsafeStart: bytes, byteCount: count)
            unsafe keeper.assumingMemoryBound(to: SendQueue.self).pointee.append(written)
        }
        if context.settings.isServer { unsafe SSL_set_accept_state(ssl) } else { unsafe SSL_set_connect_state(ssl) }
    }

    deinit {
        unsafe clibssl_set_owner(ssl, wire, nil)
        // libssl would forget the session of a connection that was not closed both ways. One that failed is forgotten
        // when it does.
        unsafe SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        unsafe SSL_free(ssl)
        unsafe wire.deinitialize(count: 1)
        unsafe wire.deallocate()
        unsafe queue.deinitialize(count: 1)
        unsafe queue.deallocate()
        clibssl_clear_errors()
    }

    /// Lets callbacks find the session that this connection is of.
    func setOwner(_ session: PlatformSession) {
        unsafe wire.pointee.observe = { owner, isSent, isAlert, bytes, count in
            guard let owner = unsafe owner else { return }
            let session = unsafe Unmanaged<PlatformSession>.fromOpaque(owner).takeUnretainedValue()
            let message = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
            unsafe session.observe(isSent: isSent != 0, isAlert: isAlert != 0, message)
        }
        unsafe clibssl_set_owner(ssl, wire, Unmanaged.passUnretained(session).toOpaque())
    }

    /// Lets libssl read these bytes, until `endLoan`.
    func lend(_ bytes: UnsafePointer<UInt8>?, _ count: Int) {
        unsafe wire.pointee.input = bytes
        unsafe wire.pointee.input_count = count
    }

    func endLoan() {
        unsafe lend(nil, 0)
    }

    /// One step of the handshake.
    ///
    /// - Returns: what libssl waits for: one of the `SSL_ERROR_` numbers.
    func advanceHandshake() -> Int32 {
        clibssl_clear_errors()
        unsafe clibssl_resume_observing(ssl, wire)
        let status = unsafe SSL_do_handshake(ssl)
        return unsafe SSL_get_error(ssl, status)
    }

    /// Alerts that libssl has no call for, while they still go out in the clear. RFC 9846 §6.
    func writePlainAlert(level: UInt8, _ alert: AlertDescription) {
        // Records have the version that was agreed on; TLS 1.3 has kept that of TLS 1.2. RFC 9846 §5.1.
        let minor = UInt8(truncatingIfNeeded: min(version, .tls12).rawValue)
        let record: [UInt8] = [ContentType.alert.rawValue, 3, minor, 0, 2, level, alert.rawValue]
        unsafe queue.pointee.outgoing.append(record.span.bytes)
    }

    var isHandshakeComplete: Bool { unsafe SSL_get_state(ssl) == TLS_ST_OK }

    var version: ProtocolVersion { ProtocolVersion(rawValue: UInt16(truncatingIfNeeded: unsafe SSL_version(ssl))) }

    var isResumed: Bool { unsafe SSL_session_reused(ssl) == 1 }
}
