/// Bytes of a message built by hand, with the place of every length in them.
///
/// Independent of the codecs, so that they are checked against the RFC's presentation language and not against
/// themselves.
struct WireSample: Sendable {
    /// Where a length stands: its first byte and its width.
    struct Length: Sendable {
        let offset: Int
        let width: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var lengths: [Length] = []

    init() {}

    init(_ build: (inout WireSample) -> Void) {
        build(&self)
    }

    mutating func raw(_ content: [UInt8]) {
        bytes += content
    }

    mutating func u16(_ values: UInt16...) {
        for value in values { bytes += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)] }
    }

    mutating func vector(_ width: Int, _ body: (inout WireSample) -> Void) {
        let offset = bytes.count
        lengths.append(Length(offset: offset, width: width))
        bytes += [UInt8](repeating: 0, count: width)
        body(&self)
        let count = bytes.count - offset - width
        for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: count >> (8 * (width - 1 - index))) }
    }

    mutating func vector(_ width: Int, _ content: [UInt8]) {
        vector(width) { $0.raw(content) }
    }

    /// One extension: type, length, body.
    mutating func ext(_ type: UInt16, _ body: (inout WireSample) -> Void) {
        u16(type)
        vector(2, body)
    }

    /// The bytes with one length changed by `delta`; nil when the length cannot be written.
    func changing(_ length: Length, by delta: Int) -> [UInt8]? {
        let place = length.offset..<length.offset + length.width
        let value = bytes[place].reduce(0) { $0 << 8 | Int($1) } + delta
        guard value >= 0, value < 1 << (8 * length.width) else { return nil }
        var changed = bytes
        for (step, index) in place.enumerated() {
            changed[index] = UInt8(truncatingIfNeeded: value >> (8 * (length.width - 1 - step)))
        }
        return changed
    }
}

/// An extension as a sample: its type and how its body is written.
struct ExtensionSample: Sendable {
    let type: UInt16
    let body: @Sendable (inout WireSample) -> Void

    init(_ type: UInt16, _ body: @escaping @Sendable (inout WireSample) -> Void) {
        self.type = type
        self.body = body
    }
}
