import TLSMessages

extension Client13 {
    /// The choices of a ClientHello that mean nothing: reserved values and the order of extensions. RFC 8701.
    ///
    /// Drawn from a seed. Nobody is harmed who guesses them, so a generator without secrets will do.
    struct HelloVariation {
        private var state: UInt64

        init(seed: UInt64) {
            state = seed
        }

        /// A reserved number.
        mutating func reserved() -> UInt16 {
            ReservedValue.number(below(ReservedValue.count))
        }

        /// A reserved number other than `first`.
        mutating func reserved(besides first: UInt16) -> UInt16 {
            let number = reserved()
            return number == first ? ReservedValue.number(Int(number >> 12) + 1) : number
        }

        mutating func shuffle<Element>(_ elements: inout [Element]) {
            for index in elements.indices.dropFirst() { elements.swapAt(index, below(index + 1)) }
        }

        private mutating func below(_ bound: Int) -> Int {
            Int(truncatingIfNeeded: next() >> 33) % bound
        }

        /// SplitMix64.
        private mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }
}
