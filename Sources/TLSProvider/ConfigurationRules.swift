import TLSCertificates
package import TLSKeyStores
package import TLSMessages

/// What holds of a configuration whoever speaks TLS with it; each refusal says what to change.
package enum ConfigurationRules {
    /// A chain must fit into one Certificate message: each certificate with its length and its empty extensions.
    package static func checkChain(_ identity: TLSIdentity) throws(TLSError) {
        let count = identity.certificateChain.reduce(4) { $0 + $1.derBytes.count + 5 }
        guard count <= 0xff_ffff else { throw invalid("a chain of \(count) bytes does not fit into a message") }
    }

    /// The names of authorities must fit into one extension, beside the others.
    package static func checkAuthorities(_ names: [[UInt8]]) throws(TLSError) {
        if names.contains(where: \.isEmpty) { throw invalid("a name in `clientCertificateAuthorities` is empty") }
        let count = names.reduce(0) { $0 + $1.count + 2 }
        guard count <= 60_000 else {
            throw invalid("`clientCertificateAuthorities` takes \(count) bytes in all; 60000 fit")
        }
    }

    /// - Parameter longest: how many bytes the list may take where it is sent whole.
    package static func checkApplicationProtocols(
        _ names: [String], longest: Int = Int.max
    ) throws(TLSError) {
        for name in names where !(1...255).contains(name.utf8.count) {
            throw invalid("an application protocol's name has 1 to 255 bytes, not \(name.utf8.count)")
        }
        let count = names.reduce(0) { $0 + $1.utf8.count + 1 }
        guard count <= longest else {
            throw invalid("`applicationProtocols` takes \(count) bytes in all; \(longest) fit")
        }
    }

    /// Each number must mean one algorithm, and the list must fit into its extension. RFC 8879 §3.
    package static func checkCompressions(_ compressions: [TLSCertificateCompression]) throws(TLSError) {
        guard (1...127).contains(compressions.count) else {
            throw invalid("`certificateCompressions` has 1 to 127 algorithms, not \(compressions.count)")
        }
        guard Set(compressions.map(\.algorithm)).count == compressions.count else {
            throw invalid("two of `certificateCompressions` have one number")
        }
    }

    /// Not below what a peer may ask for. RFC 8449 §4.
    package static func checkRecordPlaintext(_ count: Int) throws(TLSError) {
        guard (64...16_384).contains(count) else {
            throw invalid("`maximumRecordPlaintext` is 64 to 16384 bytes, not \(count)")
        }
    }

    package static func checkPadding(_ padding: RecordPadding) throws(TLSError) {
        if case .multiple(let count) = padding, !(2...16_384).contains(count) {
            throw invalid("`recordPadding` takes a multiple of 2 to 16384, not \(count)")
        }
    }

    /// All identities must fit into one hello, and each must mean one key.
    package static func checkPreSharedKeys(_ keys: [TLSPreSharedKey]) throws(TLSError) {
        guard Set(keys.map(\.identity)).count == keys.count else {
            throw invalid("two of `preSharedKeys` have one identity")
        }
    }

    /// What an exporter can be asked for.
    ///
    /// - Parameter version: RFC 5705 §4 has no shortest label.
    package static func checkExporter(
        label: String, count: Int, in version: ProtocolVersion = .tls13
    ) throws(TLSError) {
        // HKDF-Expand gives at most 255 hashes. RFC 5869 §2.3.
        guard (1...255 * 32).contains(count) else {
            throw invalid("exported keying material has 1 to 8160 bytes, not \(count)")
        }
        // HkdfLabel: 255 bytes with "tls13 " in front. RFC 9846 §7.1.
        let shortest = version == .tls13 ? 1 : 0
        guard (shortest...249).contains(label.utf8.count) else {
            throw invalid("an exporter's label has \(shortest) to 249 bytes, not \(label.utf8.count)")
        }
    }

    package static func invalid(_ reason: String) -> TLSError {
        TLSError(.invalidConfiguration, reason)
    }
}
