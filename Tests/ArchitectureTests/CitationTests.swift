import Testing

/// The sections of RFC 9846, by chapter: each number's highest subsection.
private let sections: Set<String> = {
    let highest: [String: Int] = [
        "1": 4, "2": 3, "3": 8, "4": 7, "4.2": 4, "4.3": 11, "4.3.8": 2, "4.3.11": 3, "4.4": 2, "4.5": 3, "4.5.1": 3,
        "4.7": 3, "5": 5, "6": 2, "7": 5, "7.4": 2, "8": 3, "9": 3, "10": 0, "11": 1, "A": 2, "B": 4, "B.3": 5,
        "B.3.1": 4, "C": 5, "D": 0, "E": 5, "F": 9,
    ]
    var all = Set(highest.keys)
    for (chapter, count) in highest where count > 0 {
        for number in 1...count { all.insert("\(chapter).\(number)") }
    }
    return all
}()

@Suite("Comments cite the RFC that holds")
struct CitationTests {
    private static let files =
        SourceTree.sources + SourceTree.tests.filter { !$0.path.hasSuffix("CitationTests.swift") }

    @Test("TLS 1.3 is cited from RFC 9846, not from what it replaces")
    func noOldNumber() {
        for file in Self.files {
            for (index, line) in file.lines.enumerated() where line.contains(/\b8446\b/) {
                Issue.record("\(file.place(index))")
            }
        }
    }

    @Test("Every section of RFC 9846 that is cited exists")
    func sectionsExist() {
        for file in Self.files {
            for (index, line) in file.lines.enumerated() {
                for citation in line.matches(of: /RFC 9846 (?<list>§[A-Z0-9.]+(?:, §[A-Z0-9.]+)*)/) {
                    let cited = citation.output.list.split(separator: /[§, ]+/).map { $0.trimmingSuffix(".") }
                    for section in cited where !sections.contains(section) {
                        Issue.record("\(file.place(index)): there is no §\(section)")
                    }
                }
            }
        }
    }

    @Test("A citation has the one form")
    func form() {
        let wrong = #/RFC ?\d{4},? [Ss]ec(tion|\.)|RFC\d{4}|rfc ?\d{4} §|RFC \d{4} § /#
        for file in Self.files {
            for (index, line) in file.lines.enumerated() where line.contains("//") && line.contains(wrong) {
                Issue.record("\(file.place(index))")
            }
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text = text.dropLast() }
        return String(text)
    }
}
