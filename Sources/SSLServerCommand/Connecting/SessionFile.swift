import NIOCore
import NIOFileSystem
import SSLServer
import SystemPackage

/// The file that `--session-file` names: a session of the last run, for this one.
struct SessionFile: Sendable {
    let path: String

    /// Far more than a session takes, even one with a long chain.
    private static let longest = ByteCount.mebibytes(1)

    /// Gives the client what the file holds; none, when there is no file yet.
    func load(into client: SSLClient) async throws(CommandFailure) {
        let bytes: ByteBuffer
        do {
            bytes = try await ByteBuffer(contentsOf: FilePath(path), maximumSizeAllowed: Self.longest)
        } catch let error as FileSystemError where error.code == .notFound {
            return
        } catch {
            throw failure("cannot be read", error)
        }
        do {
            try client.addSession(Array(bytes.readableBytesView))
        } catch {
            throw CommandFailure(
                "\(path.loggable) holds no session that this provider can resume",
                advice: "--session-file takes a file that an earlier run has written, with the same --provider.")
        }
    }

    /// Keeps the newest session of the server, for this user's eyes only; the file stays as it is when there is none.
    func save(from client: SSLClient) async throws(CommandFailure) {
        do {
            guard let session = try client.unsafelyTakeSession() else { return }
            let options = OpenOptions.Write.newFile(replaceExisting: true, permissions: .ownerReadWrite)
            _ = try await FileSystem.shared.withFileHandle(forWritingAt: FilePath(path), options: options) { handle in
                try await handle.write(contentsOf: ByteBuffer(bytes: session), toAbsoluteOffset: 0)
            }
        } catch {
            throw failure("cannot be written", error)
        }
    }

    private func failure(_ problem: String, _ error: any Error) -> CommandFailure {
        let reason = (error as? FileSystemError)?.message ?? "\(error)"
        return CommandFailure("the session file \(path.loggable) \(problem): \(reason.printable)")
    }
}
