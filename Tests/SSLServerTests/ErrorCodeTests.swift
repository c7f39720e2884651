import Glibc
import NIOCore
import TLSMessages
import TLSProvider
import Testing

@testable import SSLServer

@Suite("Error codes")
struct ErrorCodeTests {
    private static let codes =
        [100, 101, 102, 104, 106, 107, 108, 112, 116, 126, 135]
        + [270, 271, 272, 273, 274, 275, 276, 280, 281, 282, 283, 284]
        + [10004, 10009, 10013, 10014, 10022, 10024] + Array(10035...10071) + [10091, 10092, 10093]
        + [11001, 11002, 11003, 11004]

    @Test("have the table's texts, and system codes show their number", arguments: codes)
    func texts(code: Int) {
        let text = SSLErrorCode(rawValue: code).description
        #expect(text != "[\(code)] Unknown error.")
        #expect(text.hasPrefix("[\(code)]") == (code >= 10000))
    }

    @Test("are these and no others")
    func complete() {
        #expect(Set(ErrorCodeTable.text.keys) == Set(Self.codes))
        #expect(SSLErrorCode.ok.description == "OK")
        #expect(SSLErrorCode(rawValue: 7).description == "[7] Unknown error.")
    }

    private static let errnoRows: [(Int32, Int)] = [
        (EINTR, 10004), (EBADF, 10009), (EACCES, 10013), (EPERM, 10013), (EFAULT, 10014), (EINVAL, 10022),
        (EMFILE, 10024), (ENFILE, 10024), (EAGAIN, 10035), (EWOULDBLOCK, 10035), (EINPROGRESS, 10036),
        (EALREADY, 10037), (ENOTSOCK, 10038), (EDESTADDRREQ, 10039), (EMSGSIZE, 10040), (EPROTOTYPE, 10041),
        (ENOPROTOOPT, 10042), (EPROTONOSUPPORT, 10043), (ESOCKTNOSUPPORT, 10044), (EOPNOTSUPP, 10045),
        (ENOTSUP, 10045), (EPFNOSUPPORT, 10046), (EAFNOSUPPORT, 10047), (EADDRINUSE, 10048), (EADDRNOTAVAIL, 10049),
        (ENETDOWN, 10050), (ENETUNREACH, 10051), (ENETRESET, 10052), (ECONNABORTED, 10053), (ECONNRESET, 10054),
        (ENOBUFS, 10055), (ENOMEM, 10055), (EISCONN, 10056), (ENOTCONN, 10057), (ESHUTDOWN, 10058), (EPIPE, 10058),
        (ETOOMANYREFS, 10059), (ETIMEDOUT, 10060), (ECONNREFUSED, 10061), (ELOOP, 10062), (ENAMETOOLONG, 10063),
        (EHOSTDOWN, 10064), (EHOSTUNREACH, 10065), (ENOTEMPTY, 10066), (EUSERS, 10068), (EDQUOT, 10069),
        (ESTALE, 10070), (EREMOTE, 10071),
    ]

    @Test("follow from errno by one table", arguments: errnoRows)
    func errnos(errno: Int32, code: Int) {
        #expect(SystemErrorTable.code(ofErrno: errno)?.rawValue == code)
        #expect(SSLError(transport: IOError(errnoCode: errno, reason: "")).code.rawValue == code)
    }

    @Test("a full queue has both numbers that say so")
    func wouldBlock() {
        #expect(SSLError.wouldBlock.code.rawValue == 135)
        #expect(SSLError.wouldBlock.systemCode?.rawValue == 10035)
        #expect(SSLError.wouldBlock.isWouldBlock)
    }

    @Test(
        "tell why a handshake failed",
        arguments: [
            (TLSError.Code.handshakeTimeout, true, 10060), (.peerCertificateRejected, true, 280),
            (.peerCertificateRejected, false, 281), (.incompatiblePeer, true, 276), (.truncated, true, 276),
        ])
    func handshakes(code: TLSError.Code, hasCertificate: Bool, expected: Int) {
        let server = ServerCore(logger: .silent)
        let error = server.describe(handshake: TLSError(code, "why"), hasPeerCertificate: hasCertificate)
        #expect(error.code.rawValue == expected)
        #expect(error.detail.contains("why"))
        let client = ClientCore(logger: .silent)
        let ofClient = client.describe(handshake: TLSError(code, "why"), hasPeerCertificate: hasCertificate)
        #expect(ofClient.code.rawValue == (expected == 281 ? 282 : expected))
    }

    @Test(
        "tell why a connection failed",
        arguments: [
            (TLSError.Code.badRecord, 284), (.cryptographyFailed, 283), (.truncated, 10054), (.alertReceived, 10054),
            (.peerMisbehaved, 10053),
        ])
    func connections(code: TLSError.Code, expected: Int) {
        #expect(SSLError(connection: TLSError(code, "")).code.rawValue == expected)
    }

    @Test("compare by code and print one line")
    func printing() {
        #expect(SSLError(.timedOut, "a") == SSLError(.timedOut, "b"))
        #expect(SSLError(.timedOut, "why").description == "[10060] Connection timed out. (why)")
    }
}
