import TLSCertificates
import TestSupport
import Testing

@Suite("Paths of other suites are judged as they say")
struct PathSuiteTests {
    /// Cases that are refused although their suite accepts them, each with the reason. One that comes to agree fails too, and
    /// nothing is accepted that must be refused.
    static let differences: [String: String] = [
        "4.14.22": "the list is indirect, which is refused",
        "4.14.24": "the list is indirect, which is refused",
        "4.14.28": "the list is another authority's, which is refused as an indirect one",
        "4.14.30": "the list is another authority's, which is refused as an indirect one",
        "4.15.5": "the complete list has the certificate on hold; the delta list that takes it off is refused",
        "many-names::ok-all-types": "t171.test to t340.test, which the end entity has, are not among what is permitted",
    ]

    @Test(
        "Every case but those with a reason", arguments: ["pkits", "chains", "limbo", "bettertls", "real-chains"])
    func cases(_ file: String) throws {
        for item in try PathCases(file).cases {
            let verdict = try PathCaseJudge(item).verdict()
            let isValid = if case .success = verdict { true } else { false }
            let agrees = isValid == item.isValid
            #expect(!isValid || item.isValid, "\(item): \(item.title): \(Self.text(verdict)); \(item.reasons)")
            #expect(
                agrees == (Self.differences[item.id] == nil),
                "\(item): \(item.title): \(Self.text(verdict)); \(item.reasons)")
        }
    }

    private static func text(_ verdict: Result<VerifiedPath, PathFailure>) -> String {
        switch verdict {
        case .success(let path): "accepted: \(path.chain.map(\.subject.description))"
        case .failure(let failure): "refused: \(failure)"
        }
    }
}
