import TLSCertificates

/// An OCSP response that says the server's certificate is good, and when it says so.
struct Staple: Hashable, Sendable {
    /// The response, DER.
    let response: [UInt8]
    /// When it was known to be so.
    let since: CertificateTime
    /// The last moment at which it may be sent.
    let until: CertificateTime

    /// What is to be thought of a response.
    enum Judgement: Hashable, Sendable {
        case good(Staple)
        /// The certificate was revoked.
        case revoked(String)
        /// It says nothing that can be relied on.
        case useless(String)
    }

    /// Judges a response as a client that it is sent to would.
    static func judge(_ response: [UInt8], to request: OCSPFetchRequest, at time: CertificateTime) -> Judgement {
        do {
            let read = try OCSPResponse(derBytes: response)
            let issuer = try IssuingAuthority(request.issuer)
            let status = read.status(of: request.certificate, issuer: issuer, at: time)
            switch status {
            case .good(let until):
                let serialNumber = request.certificate.serialNumber
                let updates = read.answers.filter { $0.certificateID.serialNumber == serialNumber }.map(\.thisUpdate)
                return .good(Staple(response: response, since: updates.max() ?? time, until: until ?? time))
            case .revoked: return .revoked(status.description)
            case .unknown(let reason): return .useless(reason)
            }
        } catch {
            return .useless("\(error.field): \(error.reason)")
        }
    }
}

/// When responses are fetched, in seconds.
enum StapleTimes {
    /// How long a fetch may take.
    static let fetch: Int64 = 5
    /// The longest that is slept at once: a clock that was set is noticed after that.
    static let longestTimer: Int64 = 3_600
    /// The least between two fetches, however short responses hold.
    static let leastPause: Int64 = 60
    /// The pause after the first failure; each doubles it.
    static let firstRetry: Int64 = 30
    /// The longest pause after failures.
    static let longestRetry: Int64 = 3_600

    /// How long to wait for the next fetch: until half of the response's time is over, or else half of what is left of it.
    static func pause(after staple: Staple, at now: CertificateTime) -> Int64 {
        // Times of certificates are of the years 0 to 9999: their differences fit.
        let (since, until) = (staple.since.secondsSinceEpoch, staple.until.secondsSinceEpoch)
        let time = now.secondsSinceEpoch
        let half = since + (until - since) / 2
        return max(half - time, (until - time) / 2, leastPause)
    }

    /// How long to wait after so many failures in a row, at least one.
    static func pause(afterFailures count: Int) -> Int64 {
        let doublings = min(max(count - 1, 0), 16)
        return min(firstRetry << Int64(doublings), longestRetry)
    }
}
