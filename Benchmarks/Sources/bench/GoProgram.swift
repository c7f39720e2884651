import Foundation

/// The program of `go/`, which does one job after the other as it is asked to.
final class GoProgram {
    /// Why rows have no figures when there is no such program.
    static let missing = "Go is not installed"

    private let process = Process()
    private let (requests, answers) = (Pipe(), Pipe())

    init(_ path: String) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.standardInput = requests
        process.standardOutput = answers
        try process.run()
    }

    /// Has its server use this certificate and key.
    func use(_ identity: Identity) throws {
        _ = try ask("identity \(Data(identity.pem).base64EncodedString())")
    }

    /// What one of so many operations cost of the process's time on the processor, its collector included.
    func nanoseconds(_ job: String, times: Int) throws -> Double {
        try ask("\(job) \(times)") / Double(times)
    }

    func end() {
        requests.fileHandleForWriting.closeFile()
        process.waitUntilExit()
    }

    private func ask(_ request: String) throws -> Double {
        try requests.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
        var answer = ""
        while !answer.hasSuffix("\n") {
            let bytes = answers.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw BenchError("Go's program ended: \(request.prefix(40))") }
            answer += String(decoding: bytes, as: UTF8.self)
        }
        guard let number = Double(answer.dropLast()) else { throw BenchError("Go's program says \(answer)") }
        return number
    }
}
