package import TLSHandshake

/// A test's hand in a client: its rarely needed options, and its finished settings.
package struct ClientAdjustments: Sendable {
    package var options: @Sendable (inout ClientOptions) -> Void = { _ in }
    package var settings: @Sendable (ClientSettings) -> ClientSettings = { $0 }

    package init() {}
}
