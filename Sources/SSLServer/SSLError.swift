public import TLSProvider

/// What a call of the class throws, and what its events report.
///
/// Two errors are equal when their codes are; the rest is for people.
public struct SSLError: Error, Hashable, Sendable {
    /// The code of the table.
    public let code: SSLErrorCode
    /// The socket's code (Winsock number) where it differs from `code`, such as 10035 beside 135.
    public let systemCode: SSLErrorCode?
    /// The number the system reported, where it did.
    public let errnoValue: Int32?
    /// What the TLS connection failed with, where it did.
    public let tlsError: TLSError?
    /// What was wrong here, for a log or a person: one printable line, never a secret. May be empty.
    public let detail: String

    /// Makes an error.
    public init(
        _ code: SSLErrorCode, _ detail: String = "", systemCode: SSLErrorCode? = nil, errnoValue: Int32? = nil,
        tlsError: TLSError? = nil
    ) {
        self.code = code
        self.detail = detail
        self.systemCode = systemCode
        self.errnoValue = errnoValue
        self.tlsError = tlsError
    }

    /// Whether the outgoing queue was full: send the rest after `ReadyToSend`.
    public var isWouldBlock: Bool { code == .wouldBlock }

    /// Whether the codes are equal.
    public static func == (left: SSLError, right: SSLError) -> Bool {
        left.code == right.code
    }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension SSLError: CustomStringConvertible {
    /// One line: the text of the code and what was wrong here.
    public var description: String {
        detail.isEmpty ? code.description : "\(code.description) (\(detail))"
    }
}

extension SSLError {
    /// A full outgoing queue: both numbers that say so.
    static let wouldBlock = SSLError(.wouldBlock, systemCode: .socketWouldBlock)
}
