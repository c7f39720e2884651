import Foundation

/// A file of test vectors: `[name]` begins a case, `key=value` lines follow. Found from this source file's place.
package struct VectorFile {
    /// One case.
    package struct Case: Sendable, CustomStringConvertible {
        package let name: String
        private var values: [String: String] = [:]

        fileprivate init(name: String) {
            self.name = name
        }

        fileprivate mutating func set(_ key: Substring, _ value: Substring) {
            values[String(key)] = String(value)
        }

        /// The value of a key; empty when the case does not have it.
        package subscript(key: String) -> String { values[key] ?? "" }

        /// The names of its values, sorted.
        package var keys: [String] { values.keys.sorted() }

        /// The bytes of a value in base64.
        package func bytes(_ key: String) -> [UInt8] {
            Data(base64Encoded: self[key]).map { [UInt8]($0) } ?? []
        }

        package var description: String { name }
    }

    package let cases: [Case]

    /// Reads `Vectors/<path>`. A file that is missing has no cases, which its test finds out.
    package init(_ path: String) {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = (try? String(contentsOf: root.appending(path: "Vectors/\(path)"), encoding: .utf8)) ?? ""
        var cases: [Case] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("["), line.hasSuffix("]") {
                cases.append(Case(name: String(line.dropFirst().dropLast())))
            } else if let equals = line.firstIndex(of: "="), !cases.isEmpty {
                cases[cases.count - 1].set(line[..<equals], line[line.index(after: equals)...])
            }
        }
        self.cases = cases
    }

    /// The case of this name.
    package subscript(name: String) -> Case? { cases.first { $0.name == name } }
}
