import BenchmarkBodies
import CLibsslBench
import TLSProvider

/// One way of protecting records, `burst` of `count` bytes at a time. What is measured of it is `seal` and `open`; the
/// other two are the peer's part.
protocol RecordSide {
    func seal() throws
    func peerOpens() throws
    func peerSeals() throws
    func open() throws
}

/// What a run's records are like, and the buffers for them.
struct RecordShape {
    let count: Int
    let burst: Int
    let plaintext: UnsafeMutableBufferPointer<UInt8>
    let scratch: UnsafeMutablePointer<UInt8>

    init(count: Int, burst: Int) {
        self.count = count
        self.burst = burst
        plaintext = .allocate(capacity: count + 1)
        plaintext.initialize(repeating: 0x61)
        scratch = .allocate(capacity: burst * (count + 17))
        scratch.initialize(repeating: 0, count: burst * (count + 17))
    }

    /// A link that takes a burst.
    func makeLink() -> Link {
        Link(capacity: burst * (count + 64) + 16_384)
    }

    var size: Int32 { Int32(count) }
    /// What is protected of a TLS 1.3 record: content and type. RFC 9846 §5.2.
    var innerSize: Int32 { Int32(count + 1) }
    var records: Int32 { Int32(burst) }
}

/// Our session as the server.
struct OurRecords: RecordSide {
    let session: any TLSSession
    let client: OpaquePointer
    let link: Link
    let shape: RecordShape

    init(_ server: OurServer, _ client: TheirClient, _ link: Link, _ shape: RecordShape) throws {
        (session, self.client) = try server.connect(client, on: link)
        self.link = link
        self.shape = shape
    }

    func seal() throws {
        let content = shape.plaintext.span.extracting(0..<shape.count)
        try link.server.write { output throws(TLSError) in
            for _ in 0..<shape.burst { _ = try session.seal(content, into: &output) }
        }
    }

    func peerOpens() {
        bench_libssl_read(client, shape.scratch, shape.size, shape.records)
    }

    func peerSeals() {
        bench_libssl_write(client, shape.plaintext.baseAddress, shape.size, shape.records)
    }

    func open() throws {
        guard try session.receive(at: link.server) == shape.count * shape.burst else {
            throw BenchError("not every record was opened")
        }
    }
}

/// libssl as the server.
struct TheirRecords: RecordSide {
    let session: OpaquePointer
    let client: OpaquePointer
    let shape: RecordShape

    init(_ server: TheirServer, _ client: TheirClient, _ link: Link, _ shape: RecordShape) throws {
        (session, self.client) = try server.connect(client, on: link)
        self.shape = shape
    }

    /// By TLS 1.2 with this suite of libssl's.
    init(
        suite12: String, encryptsThenMACs: Bool = false, _ identities: Identities, _ link: Link, _ shape: RecordShape
    ) {
        let encryptsThenMACs: Int32 = encryptsThenMACs ? 1 : 0
        let server = bench_server_context12(identities.of(bench_key_p256).handle, suite12, encryptsThenMACs)
        session = bench_server_new(server, link.handle)
        client = bench_client_new(bench_client_context12(suite12, encryptsThenMACs), link.handle)
        self.shape = shape
        var isDone = false
        while !isDone {
            let clientIsDone = bench_client_handshake(client) == 1
            isDone = bench_server_handshake(session) == 1 && clientIsDone
        }
    }

    func seal() {
        bench_libssl_write(session, shape.plaintext.baseAddress, shape.size, shape.records)
    }

    func peerOpens() {
        bench_libssl_read(client, shape.scratch, shape.size, shape.records)
    }

    func peerSeals() {
        bench_libssl_write(client, shape.plaintext.baseAddress, shape.size, shape.records)
    }

    func open() {
        bench_libssl_read(session, shape.scratch, shape.size, shape.records)
    }
}

/// libcrypto's calls and nothing else, over the bytes that such a record protects, its type in one piece with the content.
struct BareRecords: RecordSide {
    let evp: OpaquePointer
    let shape: RecordShape

    init(_ cipher: String, _ shape: RecordShape) {
        evp = bench_evp_new(cipher)
        self.shape = shape
    }

    func seal() {
        bench_evp_seal(evp, shape.plaintext.baseAddress, shape.innerSize, shape.scratch, shape.records)
    }

    func peerOpens() {
        open()
    }

    func peerSeals() {
        seal()
    }

    func open() {
        bench_evp_open(evp, shape.scratch, shape.innerSize, shape.records)
    }
}

/// Our record layer with keys of TLS 1.2, at both ends.
struct OurRecords12: RecordSide {
    let server: Record12Jobs
    let client: Record12Jobs
    let link: Link
    let shape: RecordShape

    init(_ cipher: Record12Jobs.Cipher, _ link: Link, _ shape: RecordShape) throws {
        server = try Record12Jobs(cipher)
        client = try Record12Jobs(cipher)
        self.link = link
        self.shape = shape
    }

    func seal() throws { try seal(server, at: link.server) }
    func peerOpens() throws { try open(client, at: link.client) }
    func peerSeals() throws { try seal(client, at: link.client) }
    func open() throws { try open(server, at: link.server) }

    private func seal(_ jobs: Record12Jobs, at end: Link.End) throws {
        let content = shape.plaintext.span.extracting(0..<shape.count)
        try end.write { output in
            for _ in 0..<shape.burst { try jobs.seal(content, into: &output) }
        }
    }

    private func open(_ jobs: Record12Jobs, at end: Link.End) throws {
        var bytes = 0
        while end.hasInput {
            _ = try end.read { input in
                let opened = try jobs.open(&input)
                bytes += opened.content
                return opened.consumed
            }
        }
        guard bytes == shape.count * shape.burst else { throw BenchError("not every record was opened") }
    }
}
