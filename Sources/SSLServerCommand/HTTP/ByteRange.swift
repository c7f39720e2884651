/// What a Range field asks of a representation. RFC 9110 §14.
enum ByteRange: Hashable, Sendable {
    /// All of it: there is no range, or none we have to understand.
    case whole
    /// These bytes.
    case part(Range<Int>)
    /// Bytes it does not have.
    case unsatisfiable

    /// Reads the field's values for a representation of this size.
    ///
    /// What is malformed, in another unit or of several ranges is answered in whole, as RFC 9110 §14.2 lets a server do:
    /// many small ranges are an old way to make it work much for little.
    init(_ values: [String], size: Int) {
        guard let value = values.first, values.count == 1,
            let equals = value.firstIndex(of: "="), value[..<equals].lowercased() == "bytes"
        else {
            self = .whole
            return
        }
        let spec = HeaderFields.trimmed(value[value.index(after: equals)...]).utf8
        let parts = spec.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts.first, let last = parts.last else {
            self = .whole
            return
        }
        self = first.isEmpty ? Self.suffix(last, size: size) : Self.interval(first, last, size: size)
    }

    /// `-count`: the last bytes.
    private static func suffix(_ count: Substring.UTF8View, size: Int) -> ByteRange {
        guard let count = decimalNumber(saturating: count) else { return .whole }
        guard count > 0, size > 0 else { return .unsatisfiable }
        return .part(max(size - count, 0)..<size)
    }

    /// `first-last` or `first-`: from one byte to another, both included.
    private static func interval(_ first: Substring.UTF8View, _ last: Substring.UTF8View, size: Int) -> ByteRange {
        guard let first = decimalNumber(saturating: first) else { return .whole }
        if last.isEmpty { return first < size ? .part(first..<size) : .unsatisfiable }
        guard let last = decimalNumber(saturating: last), first <= last else { return .whole }
        return first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
    }

    /// A number too large to be any position is as good as the largest.
    private static func decimalNumber(saturating digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ $0.decimalDigit != nil }) else { return nil }
        return SSLServerCommand.decimalNumber(digits) ?? .max
    }
}
