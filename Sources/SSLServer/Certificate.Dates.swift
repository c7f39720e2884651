import TLSCertificates
import TLSPrimitives

/// When the certificate is valid.
extension Certificate {
    /// The first moment at which the certificate is valid, such as `23-Jan-2000 15:00:00`, in the system's time zone.
    public var effectiveDate: String { effectiveDate(offset: LocalTime.offset) }

    /// The last moment at which the certificate is valid, such as `23-Jan-2001 15:00:00`, in the system's time zone.
    public var expirationDate: String { expirationDate(offset: LocalTime.offset) }

    /// - Parameter offset: how many seconds the zone is ahead of UTC at a moment.
    func effectiveDate(offset: (Int64) -> Int) -> String {
        leaf.map { Self.text($0.notBefore, offset) } ?? ""
    }

    func expirationDate(offset: (Int64) -> Int) -> String {
        leaf.map { Self.text($0.notAfter, offset) } ?? ""
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func text(_ time: CertificateTime, _ offset: (Int64) -> Int) -> String {
        let ahead = Int64(offset(time.secondsSinceEpoch))
        let local = CertificateTime(secondsSinceEpoch: time.secondsSinceEpoch &+ ahead)
        guard months.indices.contains(local.month - 1) else { return "" }
        let date = "\(digits(local.day, 2))-\(months[local.month - 1])-\(digits(local.year, 4))"
        return "\(date) \(digits(local.hour, 2)):\(digits(local.minute, 2)):\(digits(local.second, 2))"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
