import Testing

@Suite("The scan sees code, not comments or strings")
struct CodeOnlyTests {
    @Test(
        "Comments and literals are blanked, code stays",
        arguments: [
            ("let a = 1 // try!", "let a = 1 "),
            ("/* a /* b */ try! */let", "let"),
            (#"print("try! \(f("x")!)") + b"#, #"print("") + b"#),
            (##"let r = #"a " b"# + c"##, #"let r = "" + c"#),
            (#"let s = "a\"b" + c"#, #"let s = "" + c"#),
            ("let t = \"\"\"\n  try!\n  \"\"\" + u", "let t = \"\"\n\n + u"),
        ])
    func blanks(_ text: String, _ expected: String) {
        #expect(CodeOnly.lines(of: text).joined(separator: "\n") == expected)
    }

    @Test("Imports of every form are found")
    func imports() {
        let file = SourceFile(
            path: "Sources/A/B.swift",
            text: """
                import One
                package import Two
                @preconcurrency public import Three
                internal import struct Four.Thing
                // import Five
                """)
        #expect(file.imports == ["One", "Two", "Three", "Four"])
        #expect(file.module == "A")
    }
}
