import TLSCertificates
import TLSKeyStores

/// Brings certificate files and key files together.
enum CredentialFiles {
    /// The identities of certificate files, each with the key that belongs to it.
    static func identities(certificates: [String], keys: [String]) throws(CommandFailure) -> [TLSIdentity] {
        var left = keys
        var identities: [TLSIdentity] = []
        for file in certificates {
            let isOnly = certificates.count == 1 || left.count == certificates.count - identities.count
            identities.append(try identity(file, keys: &left, mustTakeFirst: isOnly))
        }
        guard let unused = left.first else { return identities }
        throw CommandFailure(
            "the key in \(unused.loggable) belongs to none of the certificates that lack one",
            advice: "Give the --cert it belongs to, or leave it out. 'sslserver inspect' shows fingerprints.")
    }

    /// One certificate file's identity: with the first file among `keys` that fits, else with a key of its own.
    ///
    /// Where every certificate has to have a key file, what is wrong with the first is more to the point than that none fits.
    private static func identity(
        _ file: String, keys: inout [String], mustTakeFirst: Bool
    ) throws(CommandFailure) -> TLSIdentity {
        var mismatch: CommandFailure?
        for (index, key) in keys.enumerated() {
            do {
                let identity = try TLSIdentity(certificateFile: file, keyFile: key)
                keys.remove(at: index)
                return identity
            } catch {
                switch error.code {
                case .keyMismatch: mismatch = mismatch ?? failure(error, files: [file, key])
                case .severalPrivateKeys: break  // the certificate's file has a key of its own
                default: throw failure(error, files: [file, key])
                }
            }
        }
        if let mismatch, mustTakeFirst { throw mismatch }
        do {
            return try TLSIdentity(certificateFile: file, keyFile: file)
        } catch {
            if error.code == .missingPrivateKey, let mismatch { throw mismatch }
            throw failure(error, files: [file])
        }
    }

    /// What is wrong, and the options that help.
    private static func failure(_ error: KeyStoreError, files: [String]) -> CommandFailure {
        let names = files.map(\.loggable).joined(separator: " and ")
        switch error.code {
        case .missingPrivateKey:
            return CommandFailure(
                "\(names) has certificates and no private key", advice: "Give the file of the key with --key.")
        case .keyMismatch:
            return CommandFailure(
                "\(names) do not belong together: \(error.reason.printable)",
                advice: "Give the key that the certificate was issued for. 'sslserver inspect' shows fingerprints.")
        default:
            let problem = error.place.isEmpty ? "\(names): \(error.reason)" : "\(error.place): \(error.reason)"
            let advice =
                error.advice.isEmpty ? "" : error.advice.prefix(1).uppercased() + error.advice.dropFirst() + "."
            return CommandFailure(problem.printable, advice: advice.printable)
        }
    }
}
