/// Reads a request's head line by line, strictly.
///
/// What another implementation could read differently is refused, not repaired: that is what request smuggling lives on.
struct RequestHeadReader: Sendable {
    private struct RequestLine {
        let method: String
        let target: String
        let minorVersion: Int
    }

    private var requestLine: RequestLine?
    private var fields = HeaderFields()
    /// How many bytes of the head have been taken.
    private var taken = 0

    /// Whether nothing of a request has come yet.
    var isEmpty: Bool { taken == 0 }

    /// How many bytes the next line may have.
    var lineLimit: Int {
        requestLine == nil ? min(HTTPLimits.requestLine, HTTPLimits.head - taken) : HTTPLimits.head - taken
    }

    /// What it means that the next line is longer than `lineLimit`.
    var tooLong: HTTPFault {
        requestLine == nil
            ? HTTPFault(.uriTooLong, "The request line has more than \(HTTPLimits.requestLine) bytes.")
            : HTTPFault(.headerFieldsTooLarge, "The request's head has more than \(HTTPLimits.head) bytes.")
    }

    /// Takes a line without its CRLF.
    ///
    /// - Returns: the head, when this was its last line.
    mutating func take(_ line: [UInt8]) throws(HTTPFault) -> RequestHead? {
        taken += line.count + 2
        guard let requestLine else {
            // RFC 9112 §2.2: an empty line before a request is the remainder of an old client's body.
            if !line.isEmpty { self.requestLine = try Self.readRequestLine(line) }
            return nil
        }
        if line.isEmpty {
            return RequestHead(
                method: requestLine.method, target: requestLine.target, minorVersion: requestLine.minorVersion,
                fields: fields)
        }
        guard fields.all.count < HTTPLimits.fields else {
            throw HTTPFault(.headerFieldsTooLarge, "The request has more than \(HTTPLimits.fields) header fields.")
        }
        let field = try FieldLine.read(line)
        fields.append(field.name, field.value)
        return nil
    }

    /// RFC 9112 §3: method, one space, target, one space, version.
    private static func readRequestLine(_ line: [UInt8]) throws(HTTPFault) -> RequestLine {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw HTTPFault(.badRequest, "A request line has three parts with one space between them.")
        }
        guard !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenCharacter) else {
            throw HTTPFault(.badRequest, "The method is not a word.")
        }
        guard !parts[1].isEmpty, parts[1].allSatisfy(\.isTargetCharacter) else {
            throw HTTPFault(.badRequest, "The request target has characters that need percent-encoding.")
        }
        return RequestLine(
            method: String(decoding: parts[0], as: UTF8.self), target: String(decoding: parts[1], as: UTF8.self),
            minorVersion: try readVersion(Array(parts[2])))
    }

    /// RFC 9112 §2.3: `HTTP/` digit `.` digit. A later minor version is spoken to as ours.
    private static func readVersion(_ version: [UInt8]) throws(HTTPFault) -> Int {
        guard version.count == 8, version.starts(with: Array("HTTP/".utf8)), version[6] == 0x2E,
            let major = version[5].decimalDigit, let minor = version[7].decimalDigit
        else {
            throw HTTPFault(.badRequest, "The request line does not end with an HTTP version.")
        }
        guard major == 1 else {
            throw HTTPFault(.versionNotSupported, "This server speaks HTTP 1.1 and 1.0.")
        }
        return min(minor, 1)
    }
}
