import Glibc
import Logging
import SSLServer
import TLSCertificates
import TLSKeyStores

/// Reads the files of `sslserver verify` and judges what is in them.
struct VerifyRun {
    private let options: VerifyCommand
    private let time: CertificateTime

    init(_ options: VerifyCommand) {
        self.options = options
        time = options.time?.time ?? CertificateTime(secondsSinceEpoch: Int64(Glibc.time(nil)))
    }

    func report() throws(CommandFailure) -> VerifyReport {
        let chain = try Self.certificates(options.chain)
        let verifier = PathVerifier(
            TrustStore(try roots()), intermediates: try Self.certificates(options.intermediates))
        let requirements = try requirements()
        let result = Result { () throws(PathFailure) in try verifier.verify(chain, requirements) }
        return VerifyReport(result: result, time: time, purpose: options.purpose, host: options.dns ?? options.ip)
    }

    private func requirements() throws(CommandFailure) -> PathRequirements {
        let purpose: CertificatePurpose = options.purpose == .client ? .client : .server
        var requirements = PathRequirements(time: time, purpose: purpose, host: options.dns ?? options.ip)
        requirements.revocation = try revocation()
        if !options.policy.isEmpty {
            var policies = PolicyRequirements()
            policies.acceptable = Set(options.policy.map(\.identifier))
            policies.requiresExplicitPolicy = true
            requirements.policies = policies
        }
        return requirements
    }

    private func revocation() throws(CommandFailure) -> RevocationRequirements {
        var requirements = RevocationRequirements()
        if let file = options.ocsp {
            let response = try Self.reading { () throws(KeyStoreError) in try OCSPResponse(file: file) }
            requirements.staple = .response(response.derBytes)
            requirements.scope = .endEntity
        }
        guard !options.crl.isEmpty else { return requirements }
        var lists: [CertificateRevocationList] = []
        for file in options.crl {
            lists += try Self.reading { () throws(KeyStoreError) in
                try CertificateRevocationList.revocationLists(file: file)
            }
        }
        requirements.lists = RevocationLists(lists)
        requirements.scope = .path
        return requirements
    }

    private func roots() throws(CommandFailure) -> [X509Certificate] {
        guard options.roots.isEmpty else { return try Self.certificates(options.roots) }
        do {
            return try SystemTrust.load(logger: .ofCommand(.warning)).certificates
        } catch {
            throw CommandFailure(
                error.description.printable, advice: "Give the authorities that are trusted with --roots.")
        }
    }

    private static func certificates(_ files: [String]) throws(CommandFailure) -> [X509Certificate] {
        var certificates: [X509Certificate] = []
        for file in files { certificates += try Self.certificates(file) }
        return certificates
    }

    private static func certificates(_ file: String) throws(CommandFailure) -> [X509Certificate] {
        try reading { () throws(KeyStoreError) in try X509Certificate.certificates(file: file) }
    }

    private static func reading<Value>(
        _ body: () throws(KeyStoreError) -> Value
    ) throws(CommandFailure) -> Value {
        do {
            return try body()
        } catch {
            let advice =
                error.advice.isEmpty ? "" : error.advice.prefix(1).uppercased() + error.advice.dropFirst() + "."
            throw CommandFailure("\(error.place): \(error.reason)".printable, advice: advice.printable)
        }
    }
}
