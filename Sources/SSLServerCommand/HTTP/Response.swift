/// An answer, before it is known how it goes over the wire.
struct Response: Sendable {
    /// What follows the head.
    enum Body: Sendable {
        case bytes([UInt8])
        /// A part of an open file, which is closed afterwards.
        case file(OpenedFile, Range<Int>)

        var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }
    }

    let status: HTTPStatus
    var fields = HeaderFields()
    var body: Body

    init(_ status: HTTPStatus, body: Body = .bytes([])) {
        self.status = status
        self.body = body
    }

    /// A response of text.
    init(_ status: HTTPStatus, text: String, type: String = "text/plain; charset=utf-8") {
        self.status = status
        body = .bytes(Array(text.utf8))
        fields.append("Content-Type", type)
    }

    /// The refusal of a request.
    init(_ fault: HTTPFault) {
        self.init(fault.status, text: "\(fault.status.rawValue) \(fault.status.phrase)\n\(fault.reason)\n")
    }
}
