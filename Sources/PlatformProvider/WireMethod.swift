internal import CLibssl

// SAFETY: the method is made once, lives as long as the process and is only read. A BIO's data is the wire of the
// connection that owns it, set before libssl sees the BIO and freed after it.
/// How libssl's reads and writes reach a `Wire`.
@safe enum WireMethod {
    nonisolated(unsafe) static let shared: OpaquePointer? = unsafe make()

    private static func make() -> OpaquePointer? {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "lent bytes") else {
            return nil
        }
        unsafe BIO_meth_set_create(method) { bio in
            unsafe BIO_set_init(bio, 1)
            return 1
        }
        unsafe BIO_meth_set_read_ex(method) { bio, buffer, capacity, count in
            unsafe WireMethod.read(bio, buffer, capacity, count)
        }
        unsafe BIO_meth_set_write_ex(method) { bio, bytes, length, count in
            unsafe WireMethod.write(bio, bytes, length, count)
        }
        // Flushing succeeds, as every write already has; everything else is not supported.
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return unsafe method
    }

    private static func wire(of bio: OpaquePointer?) -> UnsafeMutablePointer<Wire>? {
        unsafe BIO_get_data(bio)?.assumingMemoryBound(to: Wire.self)
    }

    private static func read(
        _ bio: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
        _ count: UnsafeMutablePointer<Int>?
    ) -> Int32 {
        guard let wire = unsafe wire(of: bio), let buffer = unsafe buffer, let count = unsafe count else { return 0 }
        unsafe clibssl_clear_retry(bio)
        let taken = unsafe wire.pointee.read(into: buffer, capacity)
        unsafe count.pointee = taken
        guard taken > 0 else {
            unsafe clibssl_retry_read(bio)
            return 0
        }
        return 1
    }

    private static func write(
        _ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ length: Int, _ count: UnsafeMutablePointer<Int>?
    ) -> Int32 {
        guard let wire = unsafe wire(of: bio), let bytes = unsafe bytes, let count = unsafe count else { return 0 }
        unsafe wire.pointee.write(bytes, length)
        unsafe count.pointee = length
        return 1
    }
}
