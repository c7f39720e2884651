/// Finds the end of a chunked body. RFC 9112 §7.1.
struct ChunkedBody: Sendable {
    private enum Stage {
        case sizeLine
        case data(remaining: Int)
        case dataEnd
        case trailers(taken: Int, fields: Int)
        case done
    }

    private var stage = Stage.sizeLine
    private var total = 0

    /// Whether the last line has been taken.
    var isDone: Bool {
        if case .done = stage { true } else { false }
    }

    /// Takes what it can of `input`.
    ///
    /// - Returns: how many bytes of content were taken.
    mutating func take(from input: inout InputQueue) throws(HTTPFault) -> Int {
        var taken = 0
        while true {
            switch stage {
            case .sizeLine:
                guard let line = try nextLine(&input, limit: HTTPLimits.chunkLine) else { return taken }
                let size = try readSize(line)
                stage = size == 0 ? .trailers(taken: 0, fields: 0) : .data(remaining: size)
            case .data(let remaining):
                let count = input.skip(upTo: remaining)
                taken += count
                guard count == remaining else {
                    stage = .data(remaining: remaining - count)
                    return taken
                }
                stage = .dataEnd
            case .dataEnd:
                guard try nextLine(&input, limit: 2) != nil else { return taken }
                stage = .sizeLine
            case .trailers(let bytes, let fields):
                guard let line = try nextLine(&input, limit: HTTPLimits.trailers - bytes) else { return taken }
                try takeTrailer(line, bytes: bytes, fields: fields)
            case .done:
                return taken
            }
        }
    }

    /// Trailer fields are looked at for their form alone: nothing a client says after the body changes the answer.
    private mutating func takeTrailer(_ line: [UInt8], bytes: Int, fields: Int) throws(HTTPFault) {
        if line.isEmpty {
            stage = .done
            return
        }
        guard fields < HTTPLimits.fields else { throw HTTPFault(.badRequest, "There are too many trailer fields.") }
        _ = try FieldLine.read(line)
        stage = .trailers(taken: bytes + line.count + 2, fields: fields + 1)
    }

    private func nextLine(_ input: inout InputQueue, limit: Int) throws(HTTPFault) -> [UInt8]? {
        do {
            return try input.nextLine(limit: limit)
        } catch {
            throw HTTPFault(.badRequest, "The chunked body does not keep to its form.")
        }
    }

    /// RFC 9112 §7.1: hexadecimal digits, then nothing or an extension after a semicolon.
    private mutating func readSize(_ line: [UInt8]) throws(HTTPFault) -> Int {
        let digits = line.prefix { $0.hexadecimalDigit != nil }
        let rest = line.dropFirst(digits.count).drop(while: \.isBlank)
        guard !digits.isEmpty, digits.count <= 15, rest.isEmpty || rest.first == 0x3B,
            rest.allSatisfy(\.isFieldCharacter)
        else {
            throw HTTPFault(.badRequest, "A chunk's size is not a hexadecimal number.")
        }
        // RFC 9112 §7.1.1: blanks before the semicolon of an extension are bad form, at the line's end no form at all.
        guard !(rest.isEmpty && line.count > digits.count) else {
            throw HTTPFault(.badRequest, "A chunk's size is followed by blanks.")
        }
        // 15 hexadecimal digits make less than 2^60.
        let size = digits.reduce(0) { ($0 << 4) | ($1.hexadecimalDigit ?? 0) }
        guard size <= HTTPLimits.body - total else {
            throw HTTPFault(.contentTooLarge, "A body may have \(HTTPLimits.body) bytes.")
        }
        total += size
        return size
    }
}
