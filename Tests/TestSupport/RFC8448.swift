/// The traces of RFC 8448: what client and server compute and send, step by step.
package enum RFC8448 {
    /// One trace, or section 2 with the server's RSA key.
    package struct Section: Sendable {
        package let number: Int
        package let title: String
        package let steps: [Step]

        /// The steps of an actor whose operation begins so.
        package func steps(_ actor: String, _ operation: String) -> [Step] {
            steps.filter { $0.actor == actor && $0.operation.hasPrefix(operation) }
        }
    }

    /// What one side does, in the RFC's words: `derive secret "tls13 c hs traffic"`.
    package struct Step: Sendable, CustomStringConvertible {
        package let section: Int
        /// `client` or `server`.
        package let actor: String
        package let operation: String
        package let items: [Item]

        package init(section: Int, actor: String, operation: String, items: [Item]) {
            self.section = section
            self.actor = actor
            self.operation = operation
            self.items = items
        }

        package var description: String { "RFC 8448 section \(section): \(actor) \(operation)" }

        package func has(_ name: String) -> Bool { items.contains { $0.name == name } }

        /// The item's bytes.
        package func bytes(_ name: String) throws -> [UInt8] {
            guard let item = items.first(where: { $0.name == name }) else {
                throw Vectors.Failure("\(self): no \(name)")
            }
            return item.bytes
        }
    }

    package struct Item: Sendable {
        package let name: String
        package let bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    package static func load() throws -> [Section] {
        var reader = Reader()
        for line in try Vectors.lines(of: "rfc/rfc8448.txt") {
            try reader.read(String(decoding: line, as: UTF8.self))
        }
        return try reader.finish()
    }

    /// The section of this number.
    package static func section(_ number: Int) throws -> Section {
        guard let section = try load().first(where: { $0.number == number }) else {
            throw Vectors.Failure("RFC 8448: no section \(number)")
        }
        return section
    }
}

extension RFC8448 {
    private struct Reader {
        private var sections: [Section] = []
        private var heading: (number: Int, title: String)?
        private var steps: [Step] = []
        private var step: (actor: String, operation: String)?
        private var items: [Item] = []
        private var declared: (steps: Int, items: Int)?
        private var seen = (steps: 0, items: 0)

        mutating func read(_ line: String) throws {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { throw Vectors.Failure("RFC 8448: \(line)") }
            switch words[0] {
            case "count": try readCount(words[1])
            case "section": try readSection(words[1])
            case "step": try readStep(words[1])
            case "item": try readItem(words[1])
            default: throw Vectors.Failure("RFC 8448: \(line)")
            }
        }

        mutating func finish() throws -> [Section] {
            endSection()
            guard let declared, declared == seen else { throw Vectors.Failure("RFC 8448: items are missing") }
            return sections
        }

        private mutating func readCount(_ text: Substring) throws {
            let numbers = text.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2 else { throw Vectors.Failure("RFC 8448: count \(text)") }
            declared = (numbers[0], numbers[1])
        }

        private mutating func readSection(_ text: Substring) throws {
            endSection()
            let parts = text.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let number = Int(parts[0]) else { throw Vectors.Failure("RFC 8448: \(text)") }
            heading = (number, String(parts[1]))
        }

        private mutating func readStep(_ text: Substring) throws {
            endStep()
            let parts = text.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { throw Vectors.Failure("RFC 8448: \(text)") }
            step = (String(parts[0]), String(parts[1]))
            seen.steps += 1
        }

        private mutating func readItem(_ text: Substring) throws {
            let parts = text.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let octets = Int(parts[0]) else { throw Vectors.Failure("RFC 8448: \(text)") }
            let bytes = parts[1] == "-" ? [] : [UInt8](hexadecimal: parts[1].utf8)
            guard let bytes, bytes.count == octets else { throw Vectors.Failure("RFC 8448: \(parts[2])") }
            items.append(Item(name: String(parts[2]), bytes: bytes))
            seen.items += 1
        }

        private mutating func endStep() {
            guard let step, let heading else { return }
            steps.append(
                Step(section: heading.number, actor: step.actor, operation: step.operation, items: items))
            self.step = nil
            items = []
        }

        private mutating func endSection() {
            endStep()
            guard let heading else { return }
            sections.append(Section(number: heading.number, title: heading.title, steps: steps))
            steps = []
        }
    }
}
