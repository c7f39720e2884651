/// A response's status code with its reason phrase. RFC 9110 §15.
struct HTTPStatus: RawRepresentable, Hashable, Sendable {
    let rawValue: Int

    static let `continue` = HTTPStatus(rawValue: 100)
    static let ok = HTTPStatus(rawValue: 200)
    static let noContent = HTTPStatus(rawValue: 204)
    static let partialContent = HTTPStatus(rawValue: 206)
    static let movedPermanently = HTTPStatus(rawValue: 301)
    static let notModified = HTTPStatus(rawValue: 304)
    static let badRequest = HTTPStatus(rawValue: 400)
    static let forbidden = HTTPStatus(rawValue: 403)
    static let notFound = HTTPStatus(rawValue: 404)
    static let methodNotAllowed = HTTPStatus(rawValue: 405)
    static let requestTimeout = HTTPStatus(rawValue: 408)
    static let contentTooLarge = HTTPStatus(rawValue: 413)
    static let uriTooLong = HTTPStatus(rawValue: 414)
    static let rangeNotSatisfiable = HTTPStatus(rawValue: 416)
    static let expectationFailed = HTTPStatus(rawValue: 417)
    static let headerFieldsTooLarge = HTTPStatus(rawValue: 431)
    static let internalServerError = HTTPStatus(rawValue: 500)
    static let notImplemented = HTTPStatus(rawValue: 501)
    static let versionNotSupported = HTTPStatus(rawValue: 505)

    /// The phrase beside the code.
    var phrase: String {
        switch self {
        case .continue: "Continue"
        case .ok: "OK"
        case .noContent: "No Content"
        case .partialContent: "Partial Content"
        case .movedPermanently: "Moved Permanently"
        case .notModified: "Not Modified"
        case .badRequest: "Bad Request"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .requestTimeout: "Request Timeout"
        case .contentTooLarge: "Content Too Large"
        case .uriTooLong: "URI Too Long"
        case .rangeNotSatisfiable: "Range Not Satisfiable"
        case .expectationFailed: "Expectation Failed"
        case .headerFieldsTooLarge: "Request Header Fields Too Large"
        case .internalServerError: "Internal Server Error"
        case .notImplemented: "Not Implemented"
        case .versionNotSupported: "HTTP Version Not Supported"
        default: ""
        }
    }

    /// Whether a response with this status never has a body. RFC 9110 §6.4.1.
    var isBodiless: Bool { self == .continue || self == .noContent || self == .notModified }
}
