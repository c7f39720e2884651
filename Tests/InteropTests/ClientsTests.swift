import Testing

/// A client that is missing is skipped here by its name, and left out wherever else it is used.
@Suite("Every client with what it offers of itself")
struct ClientsTests {
    @Test("OpenSSL", .needs(.openssl), arguments: ServerKind.allCases)
    func openssl(_ kind: ServerKind) async throws {
        try await Encounter.of(.openssl, on: kind).expectAgreement()
    }

    @Test("GnuTLS", .needs(.gnutls), arguments: ServerKind.allCases)
    func gnutls(_ kind: ServerKind) async throws {
        try await Encounter.of(.gnutls, on: kind).expectAgreement()
    }

    @Test("curl", .needs(.curl), arguments: ServerKind.allCases)
    func curl(_ kind: ServerKind) async throws {
        try await Encounter.of(.curl, on: kind).expectAgreement()
    }

    @Test("Python", .needs(.python), arguments: ServerKind.allCases)
    func python(_ kind: ServerKind) async throws {
        try await Encounter.of(.python, on: kind).expectAgreement()
    }

    @Test("Node", .needs(.node), arguments: ServerKind.allCases)
    func node(_ kind: ServerKind) async throws {
        try await Encounter.of(.node, on: kind).expectAgreement()
    }

    @Test("Java", .needs(.java), arguments: ServerKind.allCases)
    func java(_ kind: ServerKind) async throws {
        try await Encounter.of(.java, on: kind).expectAgreement()
    }

    @Test("Go", .needs(.go), arguments: ServerKind.allCases)
    func go(_ kind: ServerKind) async throws {
        try await Encounter.of(.go, on: kind).expectAgreement()
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test by name if its client is not installed.
    static func needs(_ client: Client) -> Self {
        .enabled(if: client.isUsable, "\(client) \(Client.advice)")
    }
}
