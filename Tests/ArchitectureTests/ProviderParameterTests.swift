import Testing

@Suite("What users see is tested once for each provider")
struct ProviderParameterTests {
    /// The suites of what users see.
    private static let folders = ["Tests/SSLServerTests/", "Tests/NIOTLSHandlersTests/"]

    @Test("A test with a server or a client takes the provider as its parameter, or says in front of it why not")
    func parameter() {
        var count = 0
        for file in SourceTree.tests where Self.folders.contains(where: file.path.hasPrefix) {
            let suiteSaysWhy = file.code.firstIndex { $0.contains("@Suite(") }.map { saysWhy(file, $0) } ?? false
            let starts = file.code.indices.filter { file.code[$0].contains("@Test(") }
            for (start, end) in zip(starts, starts.dropFirst() + [file.code.endIndex]) {
                let code = file.code[start..<end].joined(separator: "\n")
                guard code.contains(/\b(?:TestServer|TestClient|Harness|SSLServer|SSLClient)\b(?:\.\w+)?[(\s{]|Fake/)
                else { continue }
                count += 1
                let isSaid = suiteSaysWhy || saysWhy(file, start)
                #expect(code.contains(/func \w+\([^{]*: Provider\b/) || isSaid, "\(file.place(start))")
            }
        }
        #expect(count > 80)
    }

    private func saysWhy(_ file: SourceFile, _ index: Int) -> Bool {
        index > 0 && file.lines[index - 1].contains("///")
    }
}
