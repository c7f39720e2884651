import TLSPrimitives

/// How long each operation takes, for who wants to know; nothing is asserted.
enum Timing {
    static func run(_ parameters: MLKEM) throws {
        let pair = try parameters.generate()
        let key = pair.encapsulationKey
        let ciphertext = try parameters.encapsulate(to: key.span.bytes).ciphertext
        try measure("\(parameters) generate") { _ = try parameters.generate().encapsulationKey }
        try measure("\(parameters) encapsulate") { _ = try parameters.encapsulate(to: key.span.bytes).ciphertext }
        try measure("\(parameters) decapsulate") {
            _ = try parameters.decapsulate(ciphertext.span.bytes, with: pair.decapsulationKey.span).count
        }
    }

    /// The best of twenty rounds.
    private static func measure(_ name: String, _ body: () throws -> Void) throws {
        let clock = ContinuousClock(), count = 500
        var best = Duration.seconds(3600)
        for _ in 0..<20 {
            let time = try clock.measure { for _ in 0..<count { try body() } }
            best = min(best, time)
        }
        let nanoseconds = best.components.seconds * 1_000_000_000 + best.components.attoseconds / 1_000_000_000
        print(name, Double(nanoseconds / Int64(count)) / 1000, "µs")
    }
}
