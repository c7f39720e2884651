internal import CLibcrypto
import Glibc

// SAFETY: the page is this value's alone, and the value one thread's; what is read and written lies within the page.
/// Random bytes, drawn for several uses at once, as most of the generator's cost is in being called.
///
/// They wait in a page that the system empties in a forked process, so no two processes use the same: keys must differ, and so
/// must the nonces of a key that both have. Each byte is overwritten as it is taken: a key that was made leaves nothing here.
@safe struct KeptRandomness: ~Copyable {
    /// libcrypto has a generator for each, so that what everybody sees tells nothing of secrets.
    enum Use {
        case secrets, wire
    }

    /// How many bytes are drawn at once.
    static let capacity = 1024
    /// How many bytes wait; 0 after a fork, as is all of the page. The bytes stand behind it.
    private typealias Count = Int
    private static let pageSize = 4096
    /// Nil where the system cannot empty pages on a fork: then nothing is kept.
    private let page: UnsafeMutableRawPointer?
    private let use: Use

    init(for use: Use) {
        self.use = use
        unsafe page = Self.makePage()
    }

    deinit {
        guard let page = unsafe page else { return }
        unsafe OPENSSL_cleanse(page, Self.pageSize)
        unsafe munmap(page, Self.pageSize)
    }

    private static func makePage() -> UnsafeMutableRawPointer? {
        let page = unsafe mmap(nil, pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let page = unsafe page, unsafe page != MAP_FAILED else { return nil }
        guard unsafe madvise(page, pageSize, MADV_WIPEONFORK) == 0 else {
            unsafe munmap(page, pageSize)
            return nil
        }
        return unsafe page
    }

    /// Fills `target` with bytes that nobody else gets.
    mutating func fill(_ target: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        guard let page = unsafe page, target.count <= Self.capacity, let start = target.baseAddress else {
            return try unsafe draw(target)
        }
        let bytes = unsafe page + MemoryLayout<Count>.stride
        var left = unsafe page.load(as: Count.self)
        if left < target.count {
            // A generator that fails leaves nothing to be used.
            unsafe page.storeBytes(of: 0, as: Count.self)
            try unsafe draw(UnsafeMutableRawBufferPointer(start: bytes, count: Self.capacity))
            left = Self.capacity
        }
        left -= target.count
        unsafe page.storeBytes(of: left, as: Count.self)
        unsafe start.copyMemory(from: bytes + left, byteCount: target.count)
        unsafe OPENSSL_cleanse(bytes + left, target.count)
    }

    /// From libcrypto's generators, which know of forks themselves.
    private func draw(_ target: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        let library = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's.
        let start = unsafe target.bindMemory(to: UInt8.self).baseAddress
        let done =
            switch use {
            case .secrets: unsafe RAND_priv_bytes_ex(library, start, target.count, 0)
            case .wire: unsafe RAND_bytes_ex(library, start, target.count, 0)
            }
        try CryptoError.check(done, "random bytes")
    }
}
