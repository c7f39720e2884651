import TLSWire
import Testing

/// A message with its bytes, as the generic suite wants it: the type of the value erased.
struct CodecCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sample: WireSample
    /// Decodes the bytes of a whole message, compares with the value if asked, and encodes again.
    let recode: @Sendable ([UInt8]) throws -> [UInt8]
    let matchesValue: @Sendable ([UInt8]) throws -> Bool
    /// Prefixes that are messages of their own.
    let wholePrefixes: Set<Int>

    init<Value: Equatable & Sendable>(
        _ name: String, _ codec: Codec<Value>, _ value: Value, wholePrefixes: Set<Int> = [],
        _ build: (inout WireSample) -> Void
    ) {
        testDescription = name
        sample = WireSample(build)
        recode = { codec.encode(try codec.decode($0, "message")) }
        matchesValue = { try codec.decode($0, "message") == value }
        self.wholePrefixes = wholePrefixes
    }
}
