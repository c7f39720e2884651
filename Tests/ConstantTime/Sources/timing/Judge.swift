/// Runs pairs with their controls and says which differ.
struct Judge {
    /// What is expected to be above this in one of some ten thousand tests of two classes that are alike.
    private static let quiet = 4.5
    /// Cycles that matter to nobody, below a nanosecond and a half: enough samples find one cycle's difference in anything.
    private static let negligible = 5.0
    /// What a careless implementation must exceed.
    private static let seen = 20.0
    private static let attempts = 3

    private(set) var failures: [String] = []
    private var random = Random(seed: 13)

    /// - Parameters:
    ///   - largestDifference: the means must not differ by more cycles, whatever t says; nil where so few cycles are below
    ///     what the samples can tell.
    ///   - isBinding: a difference fails the run. Otherwise it is only shown.
    mutating func judge(
        _ name: String, _ samples: Int, largestDifference: Double?, isBinding: Bool,
        _ make: (inout Random) throws -> (compared: [TimedPair], null: TimedPair, careless: TimedPair)
    ) throws {
        let pairs = try make(&random)
        for attempt in 1...Self.attempts {
            let careless = WelchTest(pairs.careless.measure(samples, random: &random)).largest
            let null = WelchTest(pairs.null.measure(samples, random: &random)).largest
            print("\(name): null |t| \(rounded(null)), careless |t| \(rounded(careless))")
            let isValid = !isBinding || null < Self.quiet && careless > Self.seen
            guard isValid || attempt == Self.attempts else { continue }
            if !isValid {
                failures.append("\(name): the controls do not hold")
                return
            }
            let differing = pairs.compared.filter { differs($0, samples, largestDifference) }
            if differing.isEmpty || !isBinding { return }
            guard attempt == Self.attempts else { continue }
            failures += differing.map(\.name)
        }
    }

    private mutating func differs(_ pair: TimedPair, _ samples: Int, _ largestDifference: Double?) -> Bool {
        let test = WelchTest(pair.measure(samples, random: &random))
        let difference = abs(test.difference)
        let isQuiet =
            (test.largest < Self.quiet && difference < largestDifference ?? .infinity) || difference < Self.negligible
        print(
            "  \(pair.name): |t| \(rounded(test.largest)), \(rounded(test.difference)) cycles",
            isQuiet ? "" : "DIFFERENT")
        return !isQuiet
    }

    private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
