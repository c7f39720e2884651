import Glibc
import Testing

@testable import TLSPrimitives

@Suite("Random bytes are used once")
struct KeptRandomnessTests {
    @Test("No two secrets share bytes, of whatever lengths and over many refills")
    func differ() throws {
        var seen: Set<[UInt8]> = []
        var count = 0
        for round in 0..<200 {
            for length in [16, 32, 56, 64, 1000 + round % 30] {
                let secret = try Secret(random: length)
                #expect(secret.count == length)
                for start in stride(from: 0, to: length - 15, by: 16) {
                    seen.insert([UInt8](copying: secret.span.extracting(start..<start + 16)))
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test("More than is kept, nothing, and the last byte that is kept")
    func lengths() throws {
        for length in [0, 1, 1023, 1024, 1025, 5000] {
            let secret = try Secret(random: length)
            #expect(secret.count == length)
            // All zero would be one in 2^128.
            #expect(length < 16 || [UInt8](copying: secret.span) != [UInt8](repeating: 0, count: length))
        }
    }

    @Test(
        "A forked process draws other bytes than its parent: for secrets, and for the wire", arguments: [true, false])
    func differAfterFork(forSecrets: Bool) throws {
        func drawn() throws -> [UInt8] {
            forSecrets ? try drawnSecret() : try SystemRandom().publicBytes(32)
        }
        // Bytes wait now, for both of them.
        _ = try drawn()
        let child = try inForkedProcess { try drawn() }
        let parent = try drawn()
        #expect(child.count == 32)
        #expect(child != parent)
        #expect(child != [UInt8](repeating: 0, count: 32))
    }

    private func drawnSecret() throws -> [UInt8] {
        let secret = try Secret(random: 32)
        return [UInt8](copying: secret.span)
    }

    /// The bytes that `body` gives in a process forked off this one; none when it threw.
    private func inForkedProcess(_ body: () throws -> [UInt8]) throws -> [UInt8] {
        // Swift does not import it: a child may do little but what is done here.
        typealias Fork = @convention(c) () -> pid_t
        // SAFETY: the C library's function, of that type.
        let symbol = unsafe dlsym(nil, "fork")
        let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
        var ends: [Int32] = [-1, -1]
        let isPiped = unsafe pipe(&ends) == 0
        try #require(isPiped)
        let child = fork()
        if child == 0 {
            let bytes = (try? body()) ?? []
            let written = unsafe write(ends[1], bytes, bytes.count)
            _exit(written == bytes.count ? 0 : 1)
        }
        close(ends[1])
        defer { close(ends[0]) }
        try #require(child > 0)
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe read(ends[0], &bytes, bytes.count)
        var status: Int32 = 0
        let ended = unsafe waitpid(child, &status, 0)
        #expect(ended == child)
        #expect(status == 0)
        return [UInt8](bytes.prefix(max(count, 0)))
    }
}
