import NIOTLSHandlers
import TLSCertificates
import TLSMessages
import TLSProvider

/// The time that stapling goes by. Tests bring their own.
protocol StaplingClock: Sendable {
    /// What time it is, for what responses say.
    var now: CertificateTime { get }

    /// Waits, by a clock that only goes forward. Throws when the task is cancelled.
    func sleep(seconds: Int64) async throws
}

/// The time of this machine.
struct SystemClock: StaplingClock {
    var now: CertificateTime { CertificateTime(UnixTime.now) }

    func sleep(seconds: Int64) async throws {
        try await Task.sleep(for: .seconds(seconds), clock: .continuous)
    }
}
