import CLibsslBench
import TLSProvider

/// What an established connection that waits for its peer keeps on the heap of the engine, without socket and buffers
/// of a transport. Each has exchanged a request and a response.
struct IdleHeap {
    let identities: Identities
    private let count = 2000
    private let shape = RecordShape(count: 200, burst: 1)

    init(_ identities: Identities) {
        self.identities = identities
    }

    func rows() throws -> [Row] {
        let ours = try ourBytes()
        return [
            Row(
                title: "heap of an idle connection", unit: " B", ours: ours, theirs: try theirBytes(releasing: false),
                bar: .ours(6144)),
            Row(
                title: "", unit: " B", ours: ours, theirs: try theirBytes(releasing: true),
                against: "libssl, RELEASE_BUFFERS"),
        ]
    }

    private func ourBytes() throws -> Double {
        let server = try OurServer(Parameters(), identities)
        let (client, link) = (TheirClient(Parameters()), shape.makeLink())
        var sessions: [any TLSSession] = []
        sessions.reserveCapacity(count)
        return try bytes { keeping in
            let side = try OurRecords(server, client, link, shape)
            try exchange(side)
            bench_client_free(side.client)
            if keeping { sessions.append(side.session) }
        }
    }

    private func theirBytes(releasing: Bool) throws -> Double {
        let server = TheirServer(Parameters(), identities)
        let (client, link) = (TheirClient(Parameters()), shape.makeLink())
        if releasing { bench_release_buffers(server.context) }
        var sessions: [OpaquePointer] = []
        sessions.reserveCapacity(count)
        defer { sessions.forEach(bench_server_free) }
        return try bytes { keeping in
            let side = try TheirRecords(server, client, link, shape)
            try exchange(side)
            bench_client_free(side.client)
            if keeping { sessions.append(side.session) } else { bench_server_free(side.session) }
        }
    }

    private func exchange(_ side: some RecordSide) throws {
        try side.peerSeals()
        try side.open()
        try side.seal()
        try side.peerOpens()
    }

    /// The growth of the heap for each kept connection; some that are not kept come first, so that what all share is there.
    private func bytes(_ connect: (_ keeping: Bool) throws -> Void) rethrows -> Double {
        for _ in 0..<20 { try connect(false) }
        let before = bench_heap_in_use()
        for _ in 0..<count { try connect(true) }
        return (Double(bench_heap_in_use() - before) / Double(count)).rounded()
    }
}
