import ArgumentParser
import TLSCertificates

/// A moment on the command line. RFC 3339 §5.6, such as `2026-07-01T12:00:00Z` or `2026-07-01T14:00:00+02:00`.
struct MomentArgument: ExpressibleByArgument, Hashable, Sendable {
    let time: CertificateTime

    init?(argument: String) {
        let form =
            /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))/
        guard argument.utf8.count <= 64, let parts = argument.wholeMatch(of: form)?.output else { return nil }
        let numbers = [parts.1, parts.2, parts.3, parts.4, parts.5, parts.6].compactMap { Int($0) }
        guard numbers.count == 6,
            let local = CertificateTime(
                year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
                second: numbers[5])
        else { return nil }
        let hours = parts.8.flatMap { Int($0) } ?? 0
        let minutes = parts.9.flatMap { Int($0) } ?? 0
        guard hours < 24, minutes < 60 else { return nil }
        let ahead = Int64(hours * 3600 + minutes * 60) * (parts.7 == "-" ? -1 : 1)
        time = CertificateTime(secondsSinceEpoch: local.secondsSinceEpoch - ahead)
    }
}

/// An object identifier on the command line, such as `2.23.140.1.2.1`.
struct ObjectIdentifierArgument: ExpressibleByArgument, Hashable, Sendable {
    let identifier: OID

    init?(argument: String) {
        guard let identifier = OID(argument) else { return nil }
        self.identifier = identifier
    }
}
