import Foundation

/// The files of this package, found from where this one lies.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file below `Sources`, in a stable order.
    static let sources = swiftFiles(below: "Sources")

    /// Every Swift file below `Tests`, in a stable order.
    static let tests = swiftFiles(below: "Tests")

    private static func swiftFiles(below folder: String) -> [SourceFile] {
        let start = root.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            (try? String(contentsOf: start.appendingPathComponent(name), encoding: .utf8)).map {
                SourceFile(path: "\(folder)/\(name)", text: $0)
            }
        }
    }
}

/// One Swift file: its text, and its code without comments and string literals.
struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        code = CodeOnly.lines(of: text)
    }

    /// The folder below `Sources`: the module's name.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines of code that `pattern` occurs in, as `path:line: text`.
    func places(of pattern: Regex<Substring>) -> [String] {
        code.enumerated().filter { $0.element.contains(pattern) }.map { place($0.offset) }
    }

    func place(_ index: Int) -> String {
        "\(path):\(index + 1): \(lines[index].trimmingCharacters(in: .whitespaces))"
    }

    /// The modules this file imports.
    var imports: [String] {
        let form =
            #/
            ^\s* (?: @\w+ \s+ )* (?: (?:public|package|internal|private|fileprivate) \s+ )?
            import \s+ (?: (?:struct|class|enum|protocol|func|var|let|typealias) \s+ )? (?<module>\w+)
            /#
        return code.compactMap { line in line.firstMatch(of: form).map { String($0.output.module) } }
    }
}
