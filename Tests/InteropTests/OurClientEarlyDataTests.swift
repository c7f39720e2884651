import NIOCore
import SSLServer
import TLSProvider
import Testing

@Suite("Our client sends early data to the servers of others: RFC 9846 §2.3")
struct OurClientEarlyDataTests {
    private let early = "sent with the hello\n"

    /// Connects, with early data where it can be sent, and has a line each way.
    ///
    /// - Returns: whether the server took the early data.
    private func visit(_ test: ClientUnderTest, _ program: RunningProgram, _ number: Int) async throws -> Bool {
        let isTaken = try await test.client.connect(earlyData: Array(early.utf8))
        #expect(test.client.negotiated?.isEarlyDataAccepted == isTaken)
        try await test.client.sendText("question \(number)\n")
        try await program.printed("question \(number)\n")
        await program.write("answer\n")
        #expect(try await test.received(7) == ByteBuffer(string: "answer\n"))
        await test.client.disconnect()
        test.forget()
        return isTaken
    }

    @Test("openssl s_server takes it, each time with the ticket of the time before")
    func openssl() async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-alpn", "echo", "-early_data"])
        let test = try ClientUnderTest(.internal, server.port)
        #expect(try await !visit(test, server.program, 1))
        #expect(!server.program.output.contains(early))
        for number in [2, 3] {
            #expect(try await visit(test, server.program, number))
            #expect(test.client.negotiated?.isResumed == true)
            try await server.program.printed(early, count: number - 1)
        }
        try await server.program.printed("Early data received:", count: 2)
        #expect(server.program.output.ranges(of: early).count == 2)
        await server.program.end()
    }

    private static let refusals: [[String]] = [
        // Its tickets allow none.
        [],
        // Its tickets allow some, but it does not take any.
        ["-max_early_data", "4096"],
        // It asks for another hello, which ends early data. Of itself it lets a session resume with the first hello only.
        ["-early_data", "-groups", "P-384", "-no_anti_replay"],
    ]

    @Test("openssl s_server refuses it, and what is sent afterwards arrives", arguments: refusals)
    func refused(arguments: [String]) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(["-alpn", "echo"] + arguments)
        let test = try ClientUnderTest(.internal, server.port)
        for number in [1, 2] {
            #expect(try await !visit(test, server.program, number))
            #expect(test.client.negotiated?.isResumed == (number == 2))
            #expect(test.client.negotiated?.isHelloRetried == arguments.contains("-groups"))
        }
        #expect(!server.program.output.contains(early))
        #expect(server.program.output.contains("Reused session-id"))
        await server.program.end()
    }

    @Test("GnuTLS takes it where it is told to, and what is sent afterwards arrives", arguments: [true, false])
    func gnutls(takesEarlyData: Bool) async throws {
        try Client.gnutls.require()
        let more = takesEarlyData ? ["--earlydata", "--maxearlydata", "4096", "--debug", "5"] : ["--debug", "5"]
        let server = try await PeerServer.startGnuTLS(more)
        let test = try ClientUnderTest(.internal, server.port)
        for isResumed in [false, true] {
            let isTaken = try await test.client.connect(earlyData: Array(early.utf8))
            #expect(isTaken == (isResumed && takesEarlyData))
            #expect(test.client.negotiated?.isResumed == isResumed)
            #expect(test.client.negotiated?.isEarlyDataAccepted == isTaken)
            #expect(try await test.echoes("hello\n"))
            try await test.client.finishSending()
            #expect(try await test.ended()?.statusCode == 0)
            test.forget()
        }
        try await server.program.printed("*** This is a resumed session")
        // It shows of early data only that it was taken.
        #expect(server.program.transcript.contains("early data accepted") == takesEarlyData)
        await server.program.end()
    }
}
