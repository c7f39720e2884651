import Foundation
import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

@Suite("The command sslserver verify, as a process")
struct VerifyCommandTests {
    private func verify(_ arguments: [String], environment: [String: String] = [:]) async throws -> ProgramResult {
        try await RunningProgram.run(VerifyFiles.command, ["verify"] + arguments, environment: environment)
    }

    private func json(_ result: ProgramResult) throws -> [String: Any] {
        let read = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(read as? [String: Any], "\(result.transcript)")
    }

    @Test(
        "finds the path of certificates that public servers sent, to an authority of Mozilla's",
        arguments: try PathCases("real-chains").cases)
    func servers(_ sample: PathCase) async throws {
        try await VerifyFiles.of(sample) { files in
            let roots = try files.write("mozilla.pem", PathCases("mozilla-roots").certificates)
            let result = try await verify(["--roots", roots, "--dns", sample.id, "--json"] + files.chainAndTime)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.transcript)")
            let report = try json(result)
            #expect(report["valid"] as? Bool == true && report["host"] as? String == sample.id)
            let path = try #require(report["path"] as? [[String: Any]])
            let leaf = try X509Certificate(derBytes: sample.chain[0].der)
            #expect(path.first?["subject"] as? String == leaf.subject.description)
            #expect(path.map { $0["trusted"] as? Bool } == Array(repeating: false, count: path.count - 1) + [true])
        }
    }

    @Test("shows each certificate of the path to people")
    func text() async throws {
        let sample = try VerifyFiles.sample("real-chains", "fastly.com")
        try await VerifyFiles.of(sample) { files in
            let result = try await verify(["--roots", files.roots, "--dns", "fastly.com"] + files.chainAndTime)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.transcript)")
            #expect(
                result.output.hasPrefix("VALID  as a server's certificate for fastly.com, at 2026-02-27 03:47:49 UTC\n")
            )
            #expect(result.output.contains("Certificate 1 of 3\n  Subject      CN=www.fastly.com\n"))
            #expect(result.output.contains("\nCertificate 3 of 3 (trusted)\n"))
            #expect(result.output.contains("Valid until  2032-06-21 23:59:59 UTC\n"))
            #expect(result.output.contains("Key          RSA, 2048 bits\n"))
        }
    }

    @Test(
        "says which rule is broken, by which certificate, and ends with 1",
        arguments: [
            (["--dns", "fastly.org"], "nameMismatch"), (["--ip", "192.0.2.1"], "nameMismatch"),
            (["--time", "2027-01-01T00:00:00Z"], "expired"), (["--time", "2026-02-27T03:47:47.9Z"], "notYetValid"),
            (["--time", "2026-02-27T04:47:47+01:00"], "notYetValid"), (["--purpose", "client"], "wrongPurpose"),
            (["--policy", "1.2.3"], "policyNotAcceptable"),
        ])
    func brokenRules(_ options: [String], _ code: String) async throws {
        let sample = try VerifyFiles.sample("real-chains", "fastly.com")
        try await VerifyFiles.of(sample) { files in
            let time = options.contains("--time") ? [] : ["--time", files.time]
            let arguments = [files.chain, "--roots", files.roots] + time + options
            let text = try await verify(arguments)
            #expect(text.status == 1, "\(text.transcript)")
            #expect(text.output.hasPrefix("NOT VALID  ") && text.output.contains("\n\(code)  "), "\(text.transcript)")
            let report = try json(try await verify(arguments + ["--json"]))
            #expect(report["valid"] as? Bool == false && report["code"] as? String == code)
            #expect((report["reason"] as? String)?.isEmpty == false)
            if code != "policyNotAcceptable" {
                let certificate = try #require(report["certificate"] as? [String: Any])
                #expect(certificate["subject"] as? String == "CN=www.fastly.com")
            }
        }
    }

    @Test("lists the paths that were tried")
    func candidates() async throws {
        let sample = try VerifyFiles.sample("real-chains", "fastly.com")
        let other = try VerifyFiles.sample("real-chains", "apple.com")
        try await VerifyFiles.of(sample) { files in
            let roots = try files.write("other.pem", other.roots)
            let result = try await verify(["--roots", roots, "--json"] + files.chainAndTime)
            #expect(result.status == 1)
            let report = try json(result)
            #expect(report["code"] as? String == "unknownAuthority")
            let tried = try #require(report["candidates"] as? [[String: Any]])
            #expect((tried.first?["subjects"] as? [String])?.first == "CN=www.fastly.com")
            let text = try await verify(["--roots", roots] + files.chainAndTime)
            #expect(text.output.contains("\nTried\n  CN=www.fastly.com < "), "\(text.transcript)")
        }
    }

    @Test("takes further certificates from files, and the system's authorities without --roots")
    func helpers() async throws {
        let sample = try VerifyFiles.sample("real-chains", "fastly.com")
        try await VerifyFiles.of(sample) { files in
            let leaf = try files.write("leaf.pem", [sample.chain[0]])
            let others = try files.write("others.pem", Array(sample.chain.dropFirst()))
            let environment = ["SSL_CERT_FILE": files.roots]
            let missing = try await verify([leaf, "--time", files.time], environment: environment)
            #expect(missing.status == 1 && missing.output.contains("unknownAuthority"), "\(missing.transcript)")
            let found = try await verify(
                [leaf, "--intermediates", others, "--time", files.time], environment: environment)
            #expect(found.status == 0, "\(found.transcript)")
            let nothing = try await verify([leaf], environment: ["SSL_CERT_FILE": "/nowhere/at/all"])
            #expect(nothing.status == 1 && nothing.output.isEmpty)
            #expect(nothing.errors.contains("/nowhere/at/all") && nothing.errors.contains("--roots"))
        }
    }

    @Test("asks for policies as the cases of NIST do", arguments: ["4.8.1 part 2", "4.8.2 part 2", "4.8.14 part 2"])
    func policies(_ id: String) async throws {
        let sample = try VerifyFiles.sample("pkits", id)
        try await VerifyFiles.of(sample) { files in
            let policies = sample.policies.initial.flatMap { ["--policy", $0] }
            let result = try await verify(["--roots", files.roots, "--json"] + policies + files.chainAndTime)
            #expect(result.status == (sample.isValid ? 0 : 1), "\(result.transcript)")
            let report = try json(result)
            if sample.isValid {
                #expect(report["policies"] as? [String] == sample.policies.result)
            } else {
                #expect(report["code"] as? String == "policyNotAcceptable")
            }
        }
    }

    @Test(
        "judges revocation by lists as the cases of NIST do: with --crl every certificate has to be known",
        arguments: [("4.1.1", "valid"), ("4.4.1", "revocationUnknown"), ("4.4.3", "revoked")])
    func lists(_ id: String, _ expected: String) async throws {
        let sample = try VerifyFiles.sample("pkits", id)
        try await VerifyFiles.of(sample) { files in
            let lists = try sample.crls.flatMap { list in
                let path = "\(files.folder)/\(list.name).crl"
                try Data(list.der).write(to: URL(filePath: path))
                return ["--crl", path]
            }
            let result = try await verify(["--roots", files.roots, "--json"] + lists + files.chainAndTime)
            #expect(result.status == (sample.isValid ? 0 : 1), "\(result.transcript)")
            let report = try json(result)
            guard sample.isValid else {
                #expect(report["code"] as? String == expected, "\(result.transcript)")
                return
            }
            let path = try #require(report["path"] as? [[String: Any]])
            let statuses = path.map { $0["revocation"] as? String }
            #expect(statuses.dropLast().allSatisfy { $0?.hasPrefix("good") == true } && statuses.last == .some(nil))
            let text = try await verify(["--roots", files.roots] + lists + files.chainAndTime)
            #expect(text.output.contains("  Revocation   good"), "\(text.transcript)")
        }
    }

    @Test("judges the certificate by an OCSP response", arguments: ["good", "revoked", "other"])
    func response(_ answer: String) async throws {
        let authority = try VerifyAuthority()
        try await Places.withFolder { folder in
            let chain = "\(folder)/chain.pem"
            let roots = "\(folder)/roots.pem"
            let response = "\(folder)/response.der"
            try Data(authority.leaf.pemText.utf8).write(to: URL(filePath: chain))
            try Data(authority.root.pemText.utf8).write(to: URL(filePath: roots))
            try Data(try authority.response(answer)).write(to: URL(filePath: response))
            let result = try await verify([
                chain, "--roots", roots, "--ocsp", response, "--time", "2026-07-01T12:00:00Z", "--dns", "test.example",
                "--json",
            ])
            #expect(result.status == (answer == "good" ? 0 : 1), "\(result.transcript)")
            let code = try json(result)["code"] as? String
            switch answer {
            case "good": #expect(code == nil)
            case "revoked": #expect(code == "revoked")
            default: #expect(code == "badStatusResponse")
            }
            let unreadable = try await verify([chain, "--roots", roots, "--ocsp", chain])
            #expect(unreadable.status == 1 && unreadable.errors.contains(chain), "\(unreadable.transcript)")
        }
    }

    @Test("refuses what it does not understand with 64, and files that it cannot read with 1")
    func mistakes() async throws {
        for arguments in [
            [], ["a", "--dns", "x", "--ip", "192.0.2.1"], ["a", "--ip", "x"], ["a", "--dns", "192.0.2.1"],
            ["a", "--time", "yesterday"], ["a", "--time", "2026-02-30T00:00:00Z"], ["a", "--purpose", "mail"],
            ["a", "--policy", "x"], ["a", "b"],
        ] as [[String]] {
            let result = try await verify(arguments)
            #expect(result.status == 64 && result.output.isEmpty, "\(arguments) \(result.transcript)")
        }
        let unreadable = try await verify(["/nowhere/at/all", "--roots", "/nowhere"])
        #expect(unreadable.status == 1 && unreadable.output.isEmpty)
        #expect(unreadable.errors.contains("/nowhere/at/all: ") && unreadable.errors.contains("no such file"))
    }
}

/// A case's certificates in files of their own.
struct VerifyFiles {
    static let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "sslserver").path

    let folder: String
    let chain: String
    let roots: String
    let time: String

    static func sample(_ file: String, _ id: String) throws -> PathCase {
        try #require(try PathCases(file).cases.first { $0.id == id })
    }

    static func of(_ sample: PathCase, _ body: (VerifyFiles) async throws -> Void) async throws {
        try await Places.withFolder { folder in
            let time = Date(timeIntervalSince1970: TimeInterval(sample.time)).ISO8601Format()
            let files = VerifyFiles(
                folder: folder, chain: "\(folder)/chain.pem", roots: "\(folder)/roots.pem", time: time)
            _ = try files.write("chain.pem", sample.chain)
            _ = try files.write("roots.pem", sample.roots)
            try await body(files)
        }
    }

    var chainAndTime: [String] { [chain, "--time", time] }

    /// Writes certificates as PEM; the file's path.
    func write(_ name: String, _ certificates: [PathItem]) throws -> String {
        let text = try certificates.map { try X509Certificate(derBytes: $0.der).pemText }.joined()
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        return "\(folder)/\(name)"
    }
}

/// An authority with a certificate that it has issued, and OCSP responses about it.
private struct VerifyAuthority {
    let root: X509Certificate
    let leaf: X509Certificate
    private let issuer: CertificateIssuer
    private let now: CertificateTime
    private let later: CertificateTime

    init() throws {
        now = try #require(CertificateTime(year: 2026, month: 7, day: 1))
        later = try #require(CertificateTime(year: 2026, month: 8, day: 1))
        let key = try PrivateKey.generate(.ec(.p256))
        root = try CertificateIssuer.selfSigned(
            .authority(subject: try DistinguishedName(commonName: "Authority"), notBefore: now, notAfter: later),
            key: key)
        issuer = try CertificateIssuer(certificate: root, key: key)
        leaf = try issuer.issue(
            try .server(names: ["test.example"], notBefore: now, notAfter: later),
            for: try PrivateKey.generate(.ec(.p256)).publicKey)
    }

    /// A response that says `good` or `revoked`, or is about another certificate.
    func response(_ answer: String) throws -> [UInt8] {
        let subject = answer == "other" ? root : leaf
        let identifier = try OCSPCertificateID(of: subject, issuerKey: root.subjectPublicKeyInfo, hash: .sha256)
        let single = OCSPSingleResponse(
            certificateID: identifier, status: answer == "revoked" ? .revoked(at: now, reason: .keyCompromise) : .good,
            thisUpdate: now, nextUpdate: later)
        return try issuer.ocspResponse(OCSPResponseContents(producedAt: now, answers: [single])).derBytes
    }
}
