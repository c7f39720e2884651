import NIOCore
import NIOFileSystem
import Testing

@testable import SSLServerCommand

@Suite("Nothing outside the root is served")
struct DocumentRootTests {
    /// What is at a path, in words.
    private func look(_ root: DocumentRoot, _ components: String...) async throws -> String {
        switch try await root.entry(at: components) {
        case .file(let file):
            let bytes = try await file.read(at: 0, count: 1000)
            await file.close()
            return String(buffer: bytes)
        case .directory: return "directory"
        case .nothing: return "nothing"
        case .unreadable: return "unreadable"
        }
    }

    @Test("Files and directories are found, all else is nothing")
    func finds() async throws {
        try await withTemporaryDirectory { directory in
            try await write("a file", to: directory.appending("a.txt"))
            try await write("deep", to: directory.appending("sub").appending("b.txt"))
            let root = try await DocumentRoot(directory: directory.string)
            #expect(try await look(root) == "directory")
            #expect(try await look(root, "a.txt") == "a file")
            #expect(try await look(root, "sub") == "directory")
            #expect(try await look(root, "sub", "b.txt") == "deep")
            #expect(try await look(root, "none") == "nothing")
            #expect(try await look(root, "a.txt", "b") == "nothing")
            #expect(try await look(root, String(repeating: "n", count: 300)) == "nothing")
            #expect(try await look(root, String(repeating: "n", count: 5000)) == "nothing")
            #expect(try await look(root, "a\0.txt") == "nothing")
        }
    }

    @Test("Names that lead elsewhere are nothing, even if they get this far")
    func refusesNames() async throws {
        try await withTemporaryDirectory { directory in
            try await write("secret", to: directory.appending("secret.txt"))
            try await write("open", to: directory.appending("www").appending("open.txt"))
            let root = try await DocumentRoot(directory: directory.appending("www").string)
            #expect(try await look(root, "open.txt") == "open")
            #expect(try await look(root, "..", "secret.txt") == "nothing")
            #expect(try await look(root, "../secret.txt") == "nothing")
            #expect(try await look(root, "/etc/passwd") == "nothing")
            #expect(try await look(root, "", "open.txt") == "nothing")
            #expect(try await look(root, ".") == "nothing")
        }
    }

    @Test("Symbolic links are followed within the root and not out of it")
    func followsLinks() async throws {
        try await withTemporaryDirectory { directory in
            let www = directory.appending("www")
            try await write("secret", to: directory.appending("secret.txt"))
            try await write("secret", to: directory.appending("www-private").appending("secret.txt"))
            try await write("open", to: www.appending("sub").appending("open.txt"))
            try await link(www.appending("inside"), to: "sub/open.txt")
            try await link(www.appending("inside-absolute"), to: www.appending("sub").string)
            try await link(www.appending("outside"), to: "../secret.txt")
            try await link(www.appending("outside-absolute"), to: "/etc/passwd")
            try await link(www.appending("outside-directory"), to: "..")
            try await link(www.appending("sibling"), to: "../www-private")
            try await link(www.appending("chain"), to: "outside")
            try await link(www.appending("there-and-back"), to: "../www/sub/open.txt")
            try await link(www.appending("loop"), to: "loop")
            try await link(www.appending("dangling"), to: "none")
            try await link(www.appending("process"), to: "/proc/self/root")
            let root = try await DocumentRoot(directory: www.string)
            #expect(try await look(root, "inside") == "open")
            #expect(try await look(root, "inside-absolute", "open.txt") == "open")
            #expect(try await look(root, "there-and-back") == "open")
            for name in ["outside", "outside-absolute", "chain", "loop", "dangling"] {
                #expect(try await look(root, name) == "nothing", "\(name)")
            }
            #expect(try await look(root, "outside-directory") == "nothing")
            #expect(try await look(root, "outside-directory", "secret.txt") == "nothing")
            #expect(try await look(root, "sibling", "secret.txt") == "nothing")
            #expect(try await look(root, "process", "etc", "passwd") == "nothing")
        }
    }

    @Test("A root that is a symbolic link is the directory it leads to")
    func rootIsLink() async throws {
        try await withTemporaryDirectory { directory in
            try await write("open", to: directory.appending("www").appending("open.txt"))
            try await link(directory.appending("current"), to: "www")
            let root = try await DocumentRoot(directory: directory.appending("current").string)
            #expect(try await look(root, "open.txt") == "open")
        }
    }

    @Test("Hidden files are nothing, but for .well-known")
    func hides() async throws {
        try await withTemporaryDirectory { directory in
            try await write("secret", to: directory.appending(".git").appending("config"))
            try await write("secret", to: directory.appending(".env"))
            try await write("open", to: directory.appending(".well-known").appending("security.txt"))
            let root = try await DocumentRoot(directory: directory.string)
            #expect(try await look(root, ".git", "config") == "nothing")
            #expect(try await look(root, ".env") == "nothing")
            #expect(try await look(root, ".well-known", "security.txt") == "open")
        }
    }

    @Test("A root that cannot be one is refused in words")
    func refusesRoot() async throws {
        try await withTemporaryDirectory { directory in
            try await write("", to: directory.appending("file"))
            for path in [directory.appending("none").string, directory.appending("file").string, ""] {
                await #expect(throws: CommandFailure.self) { try await DocumentRoot(directory: path) }
            }
        }
    }
}
