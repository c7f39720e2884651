import Glibc
import NIOCore
import NIOFileSystem
import TLSCertificates
import TLSKeyStores

/// Makes the certificates the command serves with when it is given none.
enum MadeCredentials {
    /// How long such a certificate holds: longer than any trial, shorter than it takes to be forgotten.
    private static let lifetime = 90 * 86_400
    /// Clocks of clients may be behind ours.
    private static let tolerance = 3600

    static func identities(
        kinds: [CredentialOptions.Kind], names: [String], host: String
    ) async throws(CommandFailure) -> [TLSIdentity] {
        var hosts = ["localhost"]
        var addresses = ["127.0.0.1", "::1"]
        for name in await [machineName(), host].compactMap({ $0 }) + names where !wildcards.contains(name) {
            if IPAddress(name) != nil {
                if !addresses.contains(name) { addresses.append(name) }
            } else if !hosts.contains(name.lowercased()) {
                hosts.append(name.lowercased())
            }
        }
        let now = Int64(time(nil))
        var identities: [TLSIdentity] = []
        for kind in kinds {
            do {
                identities.append(
                    try TLSIdentity.selfSigned(
                        names: hosts, ipAddresses: addresses,
                        notBefore: CertificateTime(secondsSinceEpoch: now - Int64(tolerance)),
                        notAfter: CertificateTime(secondsSinceEpoch: now + Int64(lifetime)), key: kind.key))
            } catch {
                throw CommandFailure(
                    "cannot make a certificate: \(error.reason.printable)",
                    advice: "--name takes host names, such as www.example.org, and IP addresses.")
            }
        }
        return identities
    }

    /// Writes certificates as PEM, for clients that are to trust them.
    static func save(_ identities: [TLSIdentity], to path: String) async throws(CommandFailure) {
        let text = identities.compactMap(\.certificateChain.first?.pemText).joined()
        do {
            _ = try await FileSystem.shared.withFileHandle(
                forWritingAt: FilePath(path), options: .newFile(replaceExisting: true)
            ) { handle in
                try await handle.write(contentsOf: ByteBuffer(string: text), toAbsoluteOffset: 0)
            }
        } catch {
            let reason = (error as? FileSystemError)?.message ?? "\(error)"
            throw CommandFailure(
                "cannot write the certificate: \(reason.printable)",
                advice: "--save-cert takes a file in a directory that this user may write to.")
        }
    }

    /// Addresses that stand for all of the machine's.
    private static let wildcards = ["", "*", "0.0.0.0", "::"]

    /// What the machine calls itself; nil when that cannot stand in a certificate.
    private static func machineName() async -> String? {
        guard
            let bytes = try? await ByteBuffer(contentsOf: "/proc/sys/kernel/hostname", maximumSizeAllowed: .bytes(256))
        else { return nil }
        let name = String(buffer: bytes).filter { !$0.isWhitespace }
        let isHostName = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D || $0 == 0x2E }
        return !name.isEmpty && isHostName ? name : nil
    }
}
