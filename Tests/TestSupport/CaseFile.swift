/// A file of cases in the form that `Vectors/README.md` describes.
package struct CaseFile {
    package let path: String
    /// How many cases the file says it has.
    package let count: Int
    package let cases: [VectorCase]

    package init(_ path: String) throws {
        self.path = path
        var count: Int?
        var group: [String: ArraySlice<UInt8>] = [:]
        var cases: [VectorCase] = []
        for line in try Vectors.lines(of: path) {
            let words = line.split(separator: UInt8(ascii: " "))
            switch words.first.map({ String(decoding: $0, as: UTF8.self) }) {
            case "count" where words.count == 2:
                count = Int(String(decoding: words[1], as: UTF8.self))
            case "group":
                group = try Self.values(words.dropFirst(), path)
            case "case" where words.count > 3:
                let result = VectorCase.Result(rawValue: String(decoding: words[2], as: UTF8.self))
                guard let result else { throw Vectors.Failure("\(path): a case without a result") }
                let values = try Self.values(words.dropFirst(3), path)
                cases.append(
                    VectorCase(
                        description: "\(path) case \(String(decoding: words[1], as: UTF8.self))", result: result,
                        values: group.merging(values) { $1 }))
            default:
                throw Vectors.Failure("\(path): a line of an unknown kind")
            }
        }
        guard let count else { throw Vectors.Failure("\(path): no count") }
        self.count = count
        self.cases = cases
    }

    private static func values(
        _ words: ArraySlice<ArraySlice<UInt8>>, _ path: String
    ) throws -> [String: ArraySlice<UInt8>] {
        var values: [String: ArraySlice<UInt8>] = [:]
        for word in words {
            guard let sign = word.firstIndex(of: UInt8(ascii: "=")) else {
                throw Vectors.Failure("\(path): a value without a name")
            }
            values[String(decoding: word[..<sign], as: UTF8.self)] = word[(sign + 1)...]
        }
        return values
    }
}

/// One case: what goes in, what comes out and whether it should.
package struct VectorCase: Sendable, CustomStringConvertible {
    package enum Result: String, Sendable {
        case valid, invalid, acceptable
    }

    /// The file and the case's number there.
    package let description: String
    package let result: Result
    let values: [String: ArraySlice<UInt8>]

    /// Whether the case has a value of this name.
    package func has(_ name: String) -> Bool { values[name] != nil }

    package func bytes(_ name: String) throws -> [UInt8] {
        guard let digits = values[name], let bytes = [UInt8](hexadecimal: digits) else {
            throw Vectors.Failure("\(self): no bytes \(name)")
        }
        return bytes
    }

    package func integer(_ name: String) throws -> Int {
        guard let value = Int(try text(name)) else { throw Vectors.Failure("\(self): no integer \(name)") }
        return value
    }

    package func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw Vectors.Failure("\(self): no \(name)") }
        return String(decoding: value, as: UTF8.self)
    }
}
