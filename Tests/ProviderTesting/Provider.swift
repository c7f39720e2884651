import InternalProvider
import PlatformProvider
package import TLSProvider

/// Which implementation of TLS a test runs with.
///
/// A test of what users see takes one as its parameter and so runs once for each:
/// `@Test("…", arguments: Provider.all) func rule(provider: Provider)`.
package enum Provider: String, CaseIterable, Sendable, CustomStringConvertible {
    case `internal`, platform

    /// Both.
    package static let all = Provider.allCases

    /// The implementation.
    package var tls: any TLSProvider {
        switch self {
        case .internal: InternalProvider()
        case .platform: PlatformProvider()
        }
    }

    /// The one that this one's peer is of, so that neither is tested against its own mistakes.
    package var other: Provider { self == .internal ? .platform : .internal }

    package var description: String { rawValue }
}
