import NIOCore
import NIOFileSystem
import TLSCertificates
import TLSKeyStores
import Testing

@testable import SSLServerCommand

/// An identity valid now and for a day.
func makeIdentity(_ key: NewKeyKind, name: String = "test.example") throws -> TLSIdentity {
    let now = CertificateTime(secondsSinceEpoch: 1_800_000_000)
    return try TLSIdentity.selfSigned(
        names: [name], notBefore: now, notAfter: CertificateTime(secondsSinceEpoch: now.secondsSinceEpoch + 86_400),
        key: key)
}

extension TLSIdentity {
    var certificatePEM: String { certificateChain.map(\.pemText).joined() }
}

@Suite("Certificates and keys are brought together, or it is said why they do not")
struct CredentialTests {
    /// Writes the files of an ECDSA and an RSA identity and gives their paths.
    private func withFiles(_ body: (_ path: (String) -> String) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            for (name, key) in [("ec", NewKeyKind.p256), ("rsa", .rsa2048), ("ed", .ed25519)] {
                let identity = try makeIdentity(key, name: "\(name).example")
                let keyPEM = try identity.privateKey.exportPEM()
                try await write(identity.certificatePEM, to: directory.appending("\(name).crt"))
                try await write(keyPEM, to: directory.appending("\(name).key"))
                try await write(identity.certificatePEM + keyPEM, to: directory.appending("\(name).pem"))
            }
            try await write("junk", to: directory.appending("junk"))
            try await body { directory.appending($0).string }
        }
    }

    static let pairs: [(certificates: [String], keys: [String])] = [
        (["ec.pem"], []), (["ec.crt"], ["ec.key"]), (["ec.pem", "rsa.pem"], []),
        (["ec.crt", "rsa.crt"], ["ec.key", "rsa.key"]), (["ec.crt", "rsa.crt"], ["rsa.key", "ec.key"]),
        (["ec.pem", "rsa.crt"], ["rsa.key"]), (["rsa.crt", "ec.pem"], ["rsa.key"]),
        (["ed.crt", "ec.pem", "rsa.crt"], ["rsa.key", "ed.key"]),
    ]

    @Test("Keys find their certificates in any order", arguments: pairs)
    func findsKeys(certificates: [String], keys: [String]) async throws {
        try await withFiles { path in
            let identities = try CredentialFiles.identities(certificates: certificates.map(path), keys: keys.map(path))
            let subjects = identities.compactMap { $0.certificateChain.first?.subject.description }
            #expect(subjects == certificates.map { "CN=\($0.split(separator: ".")[0]).example" })
        }
    }

    static let failures: [(certificates: [String], keys: [String], words: [String])] = [
        (["ec.crt"], [], ["ec.crt", "no private key", "--key"]),
        (["ec.crt"], ["rsa.key"], ["ec.crt", "rsa.key", "do not belong together", "SHA-256"]),
        (["ec.crt", "rsa.crt"], ["ec.key", "ec.key"], ["rsa.crt", "do not belong together"]),
        (["ec.pem"], ["ec.key"], ["ec.key", "none of the certificates"]),
        (["ec.crt", "rsa.crt"], ["ec.key"], ["rsa.crt", "no private key"]),
        (["none.crt"], [], ["none.crt", "no such file"]),
        (["ec.crt"], ["none.key"], ["none.key", "no such file"]),
        (["junk"], [], ["junk", "neither PEM nor"]),
        (["ec.key"], ["ec.key"], ["no certificate"]),
    ]

    @Test("What is wrong is said, with the files and what to do", arguments: failures)
    func fails(certificates: [String], keys: [String], words: [String]) async throws {
        try await withFiles { path in
            do throws(CommandFailure) {
                _ = try CredentialFiles.identities(certificates: certificates.map(path), keys: keys.map(path))
                Issue.record("was taken")
            } catch {
                for word in words { #expect(error.description.contains(word), "\(error) lacks \(word)") }
            }
        }
    }

    @Test("A key that does not match is named by its fingerprint, and so is the certificate's")
    func fingerprints() async throws {
        try await withFiles { path in
            let certificate = try TLSIdentity(certificateFile: path("ec.crt"), keyFile: path("ec.key"))
            let key = try TLSIdentity(certificateFile: path("rsa.crt"), keyFile: path("rsa.key"))
            let error = #expect(throws: CommandFailure.self) {
                try CredentialFiles.identities(certificates: [path("ec.crt")], keys: [path("rsa.key")])
            }
            for identity in [certificate, key] {
                let leaf = try #require(identity.certificateChain.first)
                let fingerprint = try leaf.subjectPublicKeyInfo.fingerprint(.sha256)
                #expect(error?.problem.contains(fingerprint) == true)
            }
        }
    }

    @Test("A made certificate is for this machine and the names given")
    func made() async throws {
        let identities = try await MadeCredentials.identities(
            kinds: [.ecdsa, .rsa, .ed25519], names: ["Test.Example", "192.0.2.1", "::1", "localhost"], host: "0.0.0.0")
        #expect(identities.count == 3)
        for identity in identities {
            let leaf = try #require(identity.certificateChain.first)
            for name in ["localhost", "127.0.0.1", "::1", "test.example", "192.0.2.1"] {
                #expect(leaf.matches(serverName: name), "\(name)")
            }
            let names = try leaf.subjectAlternativeNames.map(\.description)
            #expect(Set(names).count == names.count)
            #expect(!names.contains { $0.contains("0.0.0.0") })
        }
    }

    @Test("A name that cannot stand in a certificate is refused", arguments: ["not a name", "a..b", "ü.example"])
    func refusesNames(name: String) async {
        await #expect(throws: CommandFailure.self) {
            try await MadeCredentials.identities(kinds: [.ecdsa], names: [name], host: "127.0.0.1")
        }
    }

    @Test("Made certificates are written without their keys")
    func saves() async throws {
        try await withTemporaryDirectory { directory in
            let identities = try await MadeCredentials.identities(kinds: [.ecdsa, .rsa], names: [], host: "127.0.0.1")
            let file = directory.appending("made.pem").string
            for _ in 0..<2 {
                try await MadeCredentials.save(identities, to: file)
                let items = try FileInspection(file: file).items
                let ders = items.compactMap { item in
                    if case .certificate(let certificate) = item.content { certificate.derBytes } else { nil }
                }
                #expect(items.count == 2 && ders == identities.compactMap(\.certificateChain.first?.derBytes))
            }
            await #expect(throws: CommandFailure.self) {
                try await MadeCredentials.save(identities, to: directory.appending("none").appending("x").string)
            }
        }
    }
}
