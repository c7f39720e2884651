import Glibc

/// The one map from this system's errno to the codes of the class.
enum SystemErrorTable {
    /// The code of an errno; `invalidArgument` never stands in for an unknown one: nil does.
    static func code(ofErrno value: Int32) -> SSLErrorCode? {
        codes[value]
    }

    static let codes: [Int32: SSLErrorCode] = Dictionary(
        rows.map { ($0, SSLErrorCode(rawValue: $1)) }, uniquingKeysWith: { first, _ in first })

    // EWOULDBLOCK is EAGAIN and ENOTSUP is EOPNOTSUPP on Linux; they are named once.
    static let rows: [(errno: Int32, code: Int)] = [
        (EINTR, 10004), (EBADF, 10009), (EACCES, 10013), (EPERM, 10013), (EFAULT, 10014), (EINVAL, 10022),
        (EMFILE, 10024), (ENFILE, 10024), (EWOULDBLOCK, 10035), (EINPROGRESS, 10036), (EALREADY, 10037),
        (ENOTSOCK, 10038), (EDESTADDRREQ, 10039), (EMSGSIZE, 10040), (EPROTOTYPE, 10041), (ENOPROTOOPT, 10042),
        (EPROTONOSUPPORT, 10043), (ESOCKTNOSUPPORT, 10044), (EOPNOTSUPP, 10045), (EPFNOSUPPORT, 10046),
        (EAFNOSUPPORT, 10047), (EADDRINUSE, 10048), (EADDRNOTAVAIL, 10049), (ENETDOWN, 10050), (ENETUNREACH, 10051),
        (ENETRESET, 10052), (ECONNABORTED, 10053), (ECONNRESET, 10054), (ENOBUFS, 10055), (ENOMEM, 10055),
        (EISCONN, 10056), (ENOTCONN, 10057), (ESHUTDOWN, 10058), (EPIPE, 10058), (ETOOMANYREFS, 10059),
        (ETIMEDOUT, 10060), (ECONNREFUSED, 10061), (ELOOP, 10062), (ENAMETOOLONG, 10063), (EHOSTDOWN, 10064),
        (EHOSTUNREACH, 10065), (ENOTEMPTY, 10066), (EUSERS, 10068), (EDQUOT, 10069), (ESTALE, 10070),
        (EREMOTE, 10071),
    ]

    /// The code of a failed look-up, by getaddrinfo's number.
    static let resolverCodes: [Int32: SSLErrorCode] = [
        EAI_NONAME: SSLErrorCode(rawValue: 11001), EAI_AGAIN: SSLErrorCode(rawValue: 11002),
        EAI_FAIL: SSLErrorCode(rawValue: 11003), -5: SSLErrorCode(rawValue: 11004),
    ]
}
