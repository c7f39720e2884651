import NIOCore
import TLSProvider

extension SSLError {
    /// Why a transport failed.
    init(transport error: any Error) {
        switch error {
        case let error as SSLError:
            self = error
        case let error as TLSError:
            self.init(connection: error)
        case let error as IOError:
            let code = SystemErrorTable.code(ofErrno: error.errnoCode) ?? .connectionAborted
            self.init(code, "errno \(error.errnoCode)", errnoValue: error.errnoCode)
        case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.eof:
            self.init(.notConnected)
        case ChannelError.connectTimeout:
            self.init(.timedOut)
        default:
            self.init(.connectionAborted, "\(type(of: error))")
        }
    }

    /// Why a handshake failed.
    ///
    /// - Parameter refusal: what it is when the peer's certificate was missing or refused.
    init(handshake error: TLSError, refusal: SSLErrorCode) {
        let code: SSLErrorCode =
            switch error.code {
            case .handshakeTimeout: .timedOut
            case .peerCertificateRejected: refusal
            default: .handshakeFailed
            }
        self.init(code, escapeForLog(error.description), tlsError: error)
    }

    /// Why an established connection failed.
    init(connection error: TLSError) {
        let code: SSLErrorCode =
            switch error.code {
            case .badRecord: .decryptionFailed
            case .cryptographyFailed: .encryptionFailed
            case .truncated, .alertReceived: .connectionReset
            default: .connectionAborted
            }
        self.init(code, escapeForLog(error.description), tlsError: error)
    }
}
