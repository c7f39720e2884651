/// Welch's t of two classes of times: of all of them, and of those below six percentiles of both together, as what
/// interrupts a measurement makes it long.
struct WelchTest {
    /// The largest |t| of the seven.
    let largest: Double
    /// The difference of the means of all times below the median of both together, in cycles.
    let difference: Double

    private static let percentiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999]

    init(_ times: TimedPair.Times) {
        let all = (times.first + times.second).sorted()
        var largest = abs(Moments(times.first, below: .infinity).t(Moments(times.second, below: .infinity)))
        var difference = 0.0
        for percentile in Self.percentiles {
            let limit = all[min(all.count - 1, Int(Double(all.count) * percentile))]
            let first = Moments(times.first, below: limit), second = Moments(times.second, below: limit)
            largest = max(largest, abs(first.t(second)))
            if percentile == 0.5 { difference = second.mean - first.mean }
        }
        self.largest = largest
        self.difference = difference
    }
}

private struct Moments {
    private(set) var mean = 0.0
    private var count = 0.0
    private var squares = 0.0

    /// One pass, by Welford's updates.
    init(_ times: [Double], below limit: Double) {
        for time in times where time <= limit {
            count += 1
            let distance = time - mean
            mean += distance / count
            squares += distance * (time - mean)
        }
    }

    func t(_ other: Moments) -> Double {
        guard count > 1, other.count > 1 else { return 0 }
        let error = squares / (count - 1) / count + other.squares / (other.count - 1) / other.count
        return error > 0 ? (other.mean - mean) / error.squareRoot() : 0
    }
}
