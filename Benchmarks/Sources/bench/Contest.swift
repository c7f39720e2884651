import CLibsslBench

/// Sides of one job, run in turn: each round runs every side once, so that a machine whose speed drifts is equally fast
/// or slow for all of them.
struct Contest {
    /// Each side's median.
    let medians: [Double]
    private let samples: [[Double]]

    /// - Parameter sides: each runs its share of a round and says what one operation of it cost. The first is ours.
    init(rounds: Int, _ sides: [() throws -> Double]) throws {
        var samples = [[Double]](repeating: [], count: sides.count)
        for side in sides { _ = try side() }
        for round in 0..<rounds {
            // Every second round starts from the other end: what a side leaves in the caches helps both equally.
            for index in round % 2 == 0 ? Array(sides.indices) : sides.indices.reversed() {
                samples[index].append(try sides[index]())
            }
        }
        self.samples = samples
        medians = samples.map(median)
    }

    /// Ours to another side's: the median of the ratios round by round.
    func ratio(to other: Int) -> Double {
        ratio(of: 0, to: other)
    }

    /// One side to another: the median of the ratios round by round.
    func ratio(of side: Int, to other: Int) -> Double {
        median(zip(samples[side], samples[other]).map { $0 / $1 })
    }
}

private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

extension bench_reading {
    static func - (later: bench_reading, earlier: bench_reading) -> bench_reading {
        bench_reading(
            nanoseconds: later.nanoseconds - earlier.nanoseconds, allocations: later.allocations - earlier.allocations)
    }

    static func + (first: bench_reading, second: bench_reading) -> bench_reading {
        bench_reading(
            nanoseconds: first.nanoseconds + second.nanoseconds, allocations: first.allocations + second.allocations)
    }

    static func += (total: inout bench_reading, more: bench_reading) {
        total = total + more
    }
}
