import Foundation
import FuzzBodies
import TLSPrimitives
import TestSupport
import Testing

@Suite("Every seed of every fuzz target passes through its body")
struct ReplayTests {
    @Test("A target's seeds", arguments: FuzzTarget.allCases)
    func seeds(_ target: FuzzTarget) throws {
        let seeds = try Seeds.of(target)
        #expect(seeds.count >= 5)
        for seed in seeds { target.run(seed.span.bytes) }
    }

    @Test("Of the providers' seeds those establish connections that should")
    func established() throws {
        let made = try #require(try Seeds.made(for: .providers))
        let established = made.filter { fuzzProviders($0.value.span.bytes) }.keys.sorted()
        #expect(
            established == [
                "client-certificate", "no-client-certificate", "one-of-each", "protocols-differ-and-may", "retry",
                "reversed", "usual",
            ])
    }

    @Test("Of the seeds about revocation those say good that should, signed anew as well")
    func revocation() throws {
        let made = try #require(try Seeds.made(for: .revocation))
        let good = made.filter { RevocationVerdict(of: $0.value.span.bytes)?.isGood ?? false }.keys.sorted()
        #expect(good == ["list-empty", "list-others", "list-point", "response-delegated", "response-good"])
    }

    /// `WRITE_FUZZ_SEEDS=1 swift test --filter FuzzReplayTests` writes them anew.
    @Test("The seeds that are ours are as they are made", arguments: FuzzTarget.allCases)
    func madeSeeds(_ target: FuzzTarget) throws {
        guard let made = try Seeds.made(for: target) else { return }
        let folder = Seeds.folder(target)
        let isWriting = ProcessInfo.processInfo.environment["WRITE_FUZZ_SEEDS"] != nil
        if isWriting { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        for (name, seed) in made {
            let file = folder.appending(path: name)
            if isWriting { try Data(seed).write(to: file) }
            #expect([UInt8](try Data(contentsOf: file)) == seed, "\(name)")
        }
    }

    @Test("Seeds cut short and changed a little pass too", arguments: FuzzTarget.allCases)
    func mutated(_ target: FuzzTarget) throws {
        var random = SeededRandom(0x6675_7a7a)
        for seed in try Seeds.of(target) {
            for _ in 0..<20 {
                var bytes = seed
                switch random.below(3) {
                case 0: bytes.removeLast(random.below(bytes.count + 1))
                case 1: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1))
                default: if !bytes.isEmpty { bytes[random.below(bytes.count)] ^= UInt8(1 + random.below(255)) }
                }
                target.run(bytes.span.bytes)
            }
        }
    }
}
