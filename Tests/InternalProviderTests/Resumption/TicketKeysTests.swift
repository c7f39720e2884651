import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@testable import InternalProvider

@Suite("Ticket keys replace themselves, or come in files")
struct TicketKeysTests {
    private let start = UnixTime(milliseconds: 1_800_000_000_000)

    @Test("A random key protects for six hours, and opens for twelve")
    func rotation() throws {
        let keys = TLSTicketKeys()
        let first = try keys.sealingKey(at: start)
        let hours: (Double) -> UnixTime = { start.adding(milliseconds: Int64($0 * 3_600_000)) }
        #expect(try keys.sealingKey(at: hours(5.99)).name == first.name)
        let second = try keys.sealingKey(at: hours(6.01))
        #expect(second.name != first.name)
        #expect(keys.openingKey(named: first.name, at: hours(11.99)) != nil)
        #expect(keys.openingKey(named: first.name, at: hours(12.01)) == nil)
        #expect(try keys.sealingKey(at: hours(12.02)).name != second.name)
        #expect(keys.openingKey(named: second.name, at: hours(18)) != nil)
        #expect(keys.openingKey(named: second.name, at: hours(18.02)) == nil)
    }

    @Test("No name and no key is zeros, and two servers have different ones")
    func random() throws {
        let one = try TLSTicketKeys().sealingKey(at: start)
        let other = try TLSTicketKeys().sealingKey(at: start)
        #expect(one.name != other.name && Set(one.name) != [0])
        let bytes = one.cipher.key.withBytes { [UInt8](copying: $0) }
        #expect(bytes.count == 32 && Set(bytes) != [0])
        #expect(bytes != other.cipher.key.withBytes { [UInt8](copying: $0) })
    }

    private func file(_ seed: UInt8, count: Int = 80) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) ^ seed }
    }

    @Test("Of files the first protects, and all open")
    func files() throws {
        let keys = try TLSTicketKeys(files: [file(1), file(2, count: 48)])
        let name = try keys.sealingKey(at: start).name
        #expect(name == Array(file(1).prefix(16)))
        #expect(keys.openingKey(named: Array(file(2).prefix(16)), at: start) != nil)
        #expect(keys.openingKey(named: Array(file(3).prefix(16)), at: start) == nil)
        try keys.replace(withFiles: [file(3), file(1)])
        #expect(try keys.sealingKey(at: start).name == Array(file(3).prefix(16)))
        #expect(keys.openingKey(named: Array(file(1).prefix(16)), at: start) != nil)
        #expect(keys.openingKey(named: Array(file(2).prefix(16)), at: start) == nil)
    }

    @Test("What is no key is refused, and the keys stay as they were", arguments: [0, 16, 47, 49, 79, 81])
    func size(_ count: Int) throws {
        let keys = try TLSTicketKeys(files: [file(1)])
        #expect(throws: TLSError(.invalidConfiguration, "")) { try keys.replace(withFiles: [file(2, count: count)]) }
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try TLSTicketKeys(files: [file(1), file(2, count: count)])
        }
        #expect(throws: TLSError(.invalidConfiguration, "")) { try keys.replace(withFiles: []) }
        #expect(try keys.sealingKey(at: start).name == Array(file(1).prefix(16)))
    }

    @Test("Zeros are no key")
    func zeros() throws {
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try TLSTicketKeys(files: [[UInt8](repeating: 0, count: 80)])
        }
    }

    @Test("A ticket of one process resumes on another that has its file, while files change")
    func fleet() throws {
        let (one, other) = (try TLSTicketKeys(files: [file(1)]), try TLSTicketKeys(files: [file(1)]))
        let bench = try ResumptionSetup { $0.server.ticketKeys = one }
        #expect(try !bench.resumes())
        for step in 0..<3 {
            // First every process can open the new key, then one by one protects with it.
            if step == 1 { try other.replace(withFiles: [file(2), file(1)]) }
            if step == 2 { try one.replace(withFiles: [file(2), file(1)]) }
            bench.setup.server.ticketKeys = step == 1 ? one : other
            bench.restartServer()
            #expect(try bench.resumes(), "step \(step)")
        }
        try one.replace(withFiles: [file(3)])
        bench.setup.server.ticketKeys = one
        bench.restartServer()
        #expect(try !bench.resumes())
    }
}
