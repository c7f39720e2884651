import Foundation
import NIOCore
import NIOPosix

/// What a program left behind.
struct ProgramResult: Sendable {
    let status: Int32
    /// What it printed.
    let output: String
    /// What it printed as errors.
    let errors: String

    var transcript: String { errors.isEmpty ? output : "\(output)\n--- errors\n\(errors)" }
}

/// A program that runs beside the test: its input is written as the test goes on, its output collected as it comes.
final class RunningProgram: Sendable {
    /// What is known of it so far.
    struct Progress: Sendable, CustomStringConvertible {
        var output = Data()
        var errors = Data()
        var openPipes = 2
        var status: Int32?

        var isOver: Bool { openPipes == 0 && status != nil }
        var result: ProgramResult {
            ProgramResult(
                status: status ?? -1, output: String(decoding: output, as: UTF8.self),
                errors: String(decoding: errors, as: UTF8.self))
        }
        var description: String { String(result.transcript.suffix(6000)) }
    }

    private let name: String
    private let process: Process
    private let input: any Channel
    private let progress: Watched<Progress>

    private init(name: String, process: Process, input: any Channel, progress: Watched<Progress>) {
        self.name = name
        self.process = process
        self.input = input
        self.progress = progress
    }

    /// Starts a program.
    static func start(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], folder: String? = nil
    ) async throws -> RunningProgram {
        let progress = Watched(Progress())
        let started = try ProcessStart(executable, arguments, environment: environment, folder: folder) { status in
            progress.change { $0.status = status }
        }
        let bootstrap = NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: false)
        let input = try await bootstrap.takingOwnershipOfDescriptor(output: started.input).get()
        for (descriptor, part) in [(started.output, PipeCollector.Part.output), (started.errors, .errors)] {
            _ =
                try await bootstrap
                .channelInitializer { $0.pipeline.addHandler(PipeCollector(progress, part)) }
                .takingOwnershipOfDescriptor(input: descriptor).get()
        }
        return RunningProgram(
            name: URL(filePath: executable).lastPathComponent, process: started.process, input: input,
            progress: progress)
    }

    /// Writes to the program's input. A program that has ended takes nothing, which its output tells.
    func write(_ text: String) async {
        try? await input.writeAndFlush(ByteBuffer(string: text))
    }

    /// Ends the program's input.
    func closeInput() async {
        try? await input.close()
    }

    /// Waits until the program has printed `text`, as output or as an error, `count` times.
    func printed(_ text: String, count: Int = 1, within limit: Duration = .seconds(10)) async throws {
        let bytes = Data(text.utf8)
        let wanted = { @Sendable (progress: Progress) in
            Self.holds(progress.output, bytes, count) || Self.holds(progress.errors, bytes, count)
        }
        let reached = try await progress.wait(for: "\(name) to print \(text)", within: limit) {
            wanted($0) || $0.isOver
        }
        guard wanted(reached) else { throw TimedOut(description: "\(name) ended without \(text): \(reached)") }
    }

    /// Whether what the program has printed, as output and as errors, becomes as wanted.
    func hasPrinted(
        within limit: Duration = .seconds(10), _ isWanted: @escaping @Sendable (String) -> Bool
    ) async throws -> Bool {
        let wanted = { @Sendable (progress: Progress) in isWanted(progress.result.transcript) }
        do {
            return wanted(
                try await progress.wait(for: "\(name) to print", within: limit) { wanted($0) || $0.isOver })
        } catch is TimedOut {
            return false
        }
    }

    private static func holds(_ data: Data, _ part: Data, _ count: Int) -> Bool {
        var found = 0
        var place = data.startIndex
        while found < count, let range = data.range(of: part, in: place..<data.endIndex) {
            found += 1
            place = range.upperBound
        }
        return found == count
    }

    /// Waits until the program has ended; one that does not is killed.
    func finished(within limit: Duration = .seconds(10)) async throws -> ProgramResult {
        do {
            let result = try await progress.wait(for: "\(name) to end", within: limit) { $0.isOver }.result
            await closeInput()
            return result
        } catch {
            await end()
            throw error
        }
    }

    /// What it has printed so far.
    var output: String { progress.value.result.output }

    /// What it has printed so far, with its errors.
    var transcript: String { progress.value.result.transcript }

    /// Sends it a signal.
    func signal(_ number: Int32) {
        if process.isRunning { kill(process.processIdentifier, number) }
    }

    /// Ends the program by force, if it still runs.
    func end() async {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        await closeInput()
    }

    /// Runs a program to its end.
    static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        within limit: Duration = .seconds(10)
    ) async throws -> ProgramResult {
        let program = try await start(executable, arguments, environment: environment)
        await program.closeInput()
        return try await program.finished(within: limit)
    }
}

/// Collects what comes out of a pipe.
private final class PipeCollector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    enum Part: Sendable { case output, errors }

    private let progress: Watched<RunningProgram.Progress>
    private let part: Part

    init(_ progress: Watched<RunningProgram.Progress>, _ part: Part) {
        self.progress = progress
        self.part = part
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        progress.change { progress in
            switch part {
            case .output: progress.output.append(contentsOf: bytes)
            case .errors: progress.errors.append(contentsOf: bytes)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        progress.change { $0.openPipes -= 1 }
    }
}
