import Foundation
import TLSPrimitives
import TestSupport
import Testing

@Suite("ML-KEM agrees with Go's crypto/mlkem")
struct MLKEMExchangeTests {
    /// Two exchanges each, one in each direction.
    private static let keys = 2500

    @Test(
        "Keys of one seed, secrets in both directions, and what is made of altered ciphertexts, FIPS 203 §6",
        arguments: MLKEM.allCases)
    func agrees(parameters: MLKEM) async throws {
        try Client.go.require()
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededRandom(seed)
        let exchanges = try (0..<Self.keys).map { _ in try MLKEMExchange(parameters, &random) }
        let answers = try await Self.answers(to: exchanges.flatMap(\.request), parameters)
        let length = MLKEMExchange.answerLength(parameters)
        try #require(answers.count == exchanges.count * length)
        var disagreements: [String] = []
        for (index, exchange) in exchanges.enumerated() {
            let answer = answers[index * length..<(index + 1) * length]
            disagreements += try exchange.disagreements(with: answer).map { "\($0), key \(index)" }
        }
        #expect(disagreements.isEmpty, "of the seed \(seed)")
        let altered = exchanges.reduce(0) { $0 + $1.alterations }
        #expect(altered > Self.keys / 10 && altered < Self.keys, "of the seed \(seed)")
    }

    private static func answers(to requests: [UInt8], _ parameters: MLKEM) async throws -> [UInt8] {
        let program = try await CompiledPeers.goMLKEM.value
        return try await Places.withFolder { folder in
            let (input, output) = ("\(folder)/requests", "\(folder)/answers")
            try Data(requests).write(to: URL(filePath: input))
            let name = parameters == .mlkem768 ? "768" : "1024"
            let result = try await Turnstile.programs.pass {
                try await RunningProgram.run(program, [name, input, output], within: .seconds(60))
            }
            try #require(result.status == 0, "\(result.transcript)")
            return [UInt8](try Data(contentsOf: URL(filePath: output)))
        }
    }
}
