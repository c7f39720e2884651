/// Why a request is refused: the status that says so, and the reason in words.
struct HTTPFault: Error, Hashable, Sendable {
    let status: HTTPStatus
    let reason: String

    init(_ status: HTTPStatus, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}
