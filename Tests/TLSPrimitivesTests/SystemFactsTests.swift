import Foundation
import TLSPrimitives
import TestSupport
import Testing

@Suite("What the system says of itself")
struct SystemFactsTests {
    @Test("A directory's names are sorted, hidden ones left out, and no more than the limit")
    func names() throws {
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        for name in ["b", "ä", ".hidden", "a"] { try OpenSSLCommand.write("", to: "\(directory)/\(name)") }
        #expect(try DirectoryEntries.names(of: directory, limit: 3) == ["a", "b", "ä"])
        #expect(throws: DirectoryEntries.Failure.tooMany(limit: 2)) {
            try DirectoryEntries.names(of: directory, limit: 2)
        }
    }

    @Test("A directory that is not there, is a file or has no possible name is an error")
    func noDirectory() throws {
        let directory = try OpenSSLCommand.temporaryDirectory()
        defer { OpenSSLCommand.remove(directory) }
        try OpenSSLCommand.write("", to: "\(directory)/file")
        for path in ["\(directory)/none", "\(directory)/file", "", "a\0b"] {
            #expect(throws: DirectoryEntries.Failure.self) { try DirectoryEntries.names(of: path, limit: 3) }
        }
    }

    @Test("A variable of the environment is read, and nil when it is not set")
    func environment() {
        #expect(EnvironmentVariable.value("PATH")?.isEmpty == false)
        #expect(EnvironmentVariable.value("THERE_IS_NO_SUCH_VARIABLE") == nil)
    }

    @Test("The time zone's distance from UTC is the one of that moment, in summer and in winter")
    func zone() {
        let zone = TimeZone.current
        for moment: Int64 in [0, 1_700_000_000, 1_720_000_000, 1_800_000_000, 1_820_000_000] {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(moment)))
            #expect(LocalTime.offset(at: moment) == expected)
        }
        #expect(LocalTime.offset(at: .max) == 0)
    }
}
