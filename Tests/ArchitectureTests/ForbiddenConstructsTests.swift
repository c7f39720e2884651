import Testing

@Suite("Nothing that a peer or a file sends can reach a trap")
struct ForbiddenConstructsTests {
    @Test("No forced try, cast or deliberate crash")
    func traps() {
        let pattern = /\btry!|\bas!|\bfatalError\b|\bpreconditionFailure\b|\bassertionFailure\b|\bprecondition\(/
        expectNone(pattern.regex, in: SourceTree.sources)
    }

    @Test("No forced unwrapping, no implicitly unwrapped type")
    func forcedUnwrapping() {
        // An operand directly followed by `!`, which `!=` is not.
        expectNone((/[\w\)\]>]!(?!=)/).regex, in: SourceTree.sources)
    }

    /// The modules that wrap C.
    private static let wrappers: Set<String> = ["TLSPrimitives", "PlatformProvider"]

    @Test("Unsafe code stands only in the modules that wrap libcrypto and libssl")
    func unsafeCode() {
        // NIOFileSystem's `withUnsafeDescriptor` lends a file descriptor: no memory is at stake.
        let pattern =
            /\bunsafe\b|Unsafe\w*Pointer|withUnsafe(?!Descriptor)|unsafelyUnwrapped|unsafeBitCast|unsafeDowncast|unsafeLoad|Unmanaged/
        expectNone(pattern.regex, in: SourceTree.sources.filter { !Self.wrappers.contains($0.module) })
    }

    @Test("Unsafe code says why it holds: beside it, or where its type states what it owns")
    func unsafeCodeIsExplained() {
        for file in SourceTree.sources where Self.wrappers.contains(file.module) {
            for (index, line) in file.code.enumerated() where line.contains(/\bunsafe\b/) {
                let above = file.lines[max(0, index - 20)...index]
                let ofType = file.lines[..<index].contains { $0.contains("// SAFETY:") }
                #expect(ofType || above.contains { $0.contains("//") }, "\(file.place(index))")
            }
        }
    }

    @Test("A source file answers one question: at most 400 lines")
    func lengths() {
        for file in SourceTree.sources {
            #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("No placeholder stays beside real files")
    func placeholders() {
        let modules = Dictionary(grouping: SourceTree.sources, by: \.module)
        for (module, files) in modules where files.count > 1 {
            #expect(!files.contains { $0.path.hasSuffix("/Placeholder.swift") }, "\(module)")
        }
    }

    private func expectNone(_ pattern: Regex<Substring>, in files: [SourceFile]) {
        for place in files.flatMap({ $0.places(of: pattern) }) {
            Issue.record("\(place)")
        }
    }
}

extension Regex where Output == Substring {
    /// Names the type, so that a literal can stand in an expression.
    fileprivate var regex: Regex<Substring> { self }
}
