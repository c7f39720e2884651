import CCycles
import TLSPrimitives

/// Two classes of inputs for one operation, timed one at a time in random order.
struct TimedPair {
    let name: String
    /// Inputs of one length, made before anything is timed.
    let classes: (first: [[UInt8]], second: [[UInt8]])
    /// Works on a copy of an input.
    let operation: (inout [UInt8]) -> Void

    /// Cycles of each class.
    struct Times {
        var first: [Double] = []
        var second: [Double] = []
    }

    func measure(_ samples: Int, random: inout Random) -> Times {
        let count = samples + Self.warmUp
        var cycles = [UInt64](repeating: 0, count: count)
        var classOf = [UInt8](repeating: 0, count: count)
        var buffer = [UInt8](repeating: 0, count: classes.first.first?.count ?? 0)
        for index in 0..<count {
            let bits = random.next()
            // Neither a branch nor an address depends on the class: the processor would remember it.
            let mask = 0 &- UInt8(truncatingIfNeeded: bits & 1)
            classOf[index] = mask
            fill(&buffer, Int(truncatingIfNeeded: bits >> 33), mask: mask)
            let begin = ccycles_begin()
            operation(&buffer)
            cycles[index] = ccycles_end() &- begin
        }
        var times = Times()
        for index in Self.warmUp..<count {
            if classOf[index] == 0 {
                times.first.append(Double(cycles[index]))
            } else {
                times.second.append(Double(cycles[index]))
            }
        }
        return times
    }

    /// The first calls fetch algorithms and fill caches.
    private static let warmUp = 1000

    /// Copies an input so that nothing but its bytes depends on its class: both are read, and one is kept.
    private func fill(_ buffer: inout [UInt8], _ number: Int, mask: UInt8) {
        let first = classes.first[number % classes.first.count], second = classes.second[number % classes.second.count]
        for index in buffer.indices { buffer[index] = first[index] ^ (first[index] ^ second[index]) & mask }
    }
}

/// Random enough for an order that no cache foresees.
struct Random {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
