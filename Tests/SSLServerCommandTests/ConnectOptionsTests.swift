import ArgumentParser
import SSLServer
import Testing

@testable import SSLServerCommand

@Suite("The command line of connect is understood, or refused with exit code 64")
struct ConnectOptionsTests {
    @Test(
        "A place is a host and a port",
        arguments: [
            ("localhost:8443", "localhost", 8443), ("127.0.0.1:1", "127.0.0.1", 1), ("[::1]:65535", "::1", 65535),
            ("example.org:443", "example.org", 443),
        ])
    func places(text: String, host: String, port: Int) throws {
        let place = try #require(RemotePlace(argument: text))
        #expect(place.host == host && place.port == port && place.text == text)
    }

    @Test(
        "What is no place is refused",
        arguments: ["", "localhost", ":1", "[]:1", "::1:443", "a:0", "a:65536", "a:b", "a:"])
    func noPlaces(text: String) {
        #expect(RemotePlace(argument: text) == nil)
    }

    @Test("Pins and protocols may be repeated, and keep their order")
    func repeated() throws {
        let hex = String(repeating: "ab", count: 32)
        let command = try ConnectCommand.parse([
            "a:1", "--pin", hex, "--pin", "sha256:" + hex, "--alpn", "h2", "--alpn", "x",
        ])
        #expect(Set(command.pin).count == 1 && command.alpn == ["h2", "x"])
        #expect(!command.insecure && !command.json && !command.keepOpen && command.sni == nil)
    }

    @Test(
        "What does not go together is refused",
        arguments: [
            ["a:1", "--key", "k.pem"], ["a:1", "--insecure", "--pin", String(repeating: "0", count: 64)],
            ["a:1", "--insecure", "--ca", "b"], ["a:1", "--insecure", "--crl", "b"],
            ["a:1", "--ca", "b", "--pin", String(repeating: "0", count: 64)],
            ["a:1", "--pin", "0"], ["a:1", "--alpn", ""], ["a:1", "--config", "x"], ["a:1", "--provider", "other"], [],
        ])
    func refused(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try ConnectCommand.parse(arguments) }
        #expect(error.map { ConnectCommand.exitCode(for: $0) } == .validationFailure)
    }
}
