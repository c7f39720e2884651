internal import CLibcrypto

// SAFETY: the allocation is this value's alone and is not written to after `init`.
/// Secret bytes in an allocation of their own, wiped when the value ends.
///
/// Not copyable, so that every copy is a decision; not printable and not comparable, so that neither happens by accident.
/// The only type of secrets with a `deinit`: states that hold secrets can then hand them on.
@safe package struct Secret: ~Copyable, @unchecked Sendable {
    private let storage: UnsafeMutableRawBufferPointer

    package init(copying bytes: RawSpan) {
        unsafe storage = Self.allocate(bytes.byteCount)
        // SAFETY: the storage has just been made as long as the source.
        let storage = unsafe storage
        unsafe bytes.withUnsafeBytes { unsafe storage.copyMemory(from: $0) }
    }

    /// The three, one behind the other.
    package init(joining first: RawSpan, _ second: RawSpan, _ third: RawSpan) {
        self.init(count: first.byteCount + second.byteCount + third.byteCount) { output in
            output.append(first)
            output.append(second)
            output.append(third)
        }
    }

    /// Takes over what `bytes` holds: the array's storage is overwritten with zeros.
    package init(wiping bytes: inout [UInt8]) {
        self.init(copying: bytes.span.bytes)
        // SAFETY: the length is the buffer's.
        unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    /// `count` bytes of libcrypto's generator for secrets.
    package init(random count: Int) throws(CryptoError) {
        let scratch = try unsafe ThreadScratch.current()
        try self.init(count: count) { output throws(CryptoError) in
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                try unsafe scratch.pointee.secretRandomness.fill(buffer)
                initialized = buffer.count
            }
        }
    }

    /// A secret of as many bytes as `initializingWith` writes, at most `count`.
    package init<E>(count: Int, initializingWith body: (inout OutputRawSpan) throws(E) -> Void) throws(E) {
        let buffer = unsafe Self.allocate(max(count, 0))
        do throws(E) {
            var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
            try body(&output)
            let written = unsafe output.finalize(for: buffer)
            unsafe storage = UnsafeMutableRawBufferPointer(rebasing: buffer[..<written])
        } catch {
            unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
            unsafe free(buffer.baseAddress)
            throw error
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe free(storage.baseAddress)
    }

    /// malloc itself: Swift's raw allocation goes through posix_memalign, which costs several times as much.
    private static func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if let memory = unsafe malloc(max(count, 1)) {
            return unsafe UnsafeMutableRawBufferPointer(start: memory, count: count)
        }
        // Out of memory: Swift's allocator ends the process, as it does everywhere else.
        return UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 8)
    }

    package var count: Int { unsafe storage.count }

    package var span: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            // SAFETY: the storage lives as long as self.
            unsafe _overrideLifetime(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(storage)), borrowing: self)
        }
    }

    package borrowing func withBytes<R: ~Copyable, E>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(span)
    }

    package borrowing func copy() -> Secret {
        Secret(copying: span)
    }
}
