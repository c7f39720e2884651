public import TLSCertificates
import TLSPrimitives

/// One input of the target: how the certificates are given, what is asked of the path, and the certificates, the end entity's
/// first.
public struct PathInput: Sendable {
    /// How an input gives its certificates.
    public enum Form: UInt8, Sendable {
        /// Small numbers that say what each certificate has in it. They are signed here.
        case program
        /// Certificates as they are.
        case certificates
        /// What is to be signed. It is signed here.
        case signedParts
    }

    /// The end entity's certificate, then what its peer sends.
    public internal(set) var chain: [X509Certificate] = []
    /// What is trusted.
    public internal(set) var roots: [X509Certificate] = []
    /// How it is trusted.
    public let trust: Trust
    /// What is asked of a path.
    public let requirements: PathRequirements

    /// How an input's roots are trusted.
    public struct Trust: Sendable {
        /// What of them counts.
        public let constraints: TrustAnchor.Constraints
        /// What for.
        public let role: TrustAnchor.Role
        /// By which rules.
        public let profile: CertificateProfile
    }

    /// Takes any bytes; nil where there is no end entity in them.
    public init?(_ bytes: RawSpan) {
        var input = FuzzInput(bytes)
        let form = Form(rawValue: input.byte() % 3) ?? .program
        trust = Self.trust(input.byte())
        requirements = Self.requirements(&input)
        switch form {
        case .program: PathProgram.read(&input, into: &self)
        case .certificates, .signedParts: readParts(&input, areSigned: form == .certificates)
        }
        guard !chain.isEmpty else { return nil }
    }

    /// The anchors.
    public var store: TrustStore {
        TrustStore(
            roots.map {
                TrustAnchor($0, constraints: trust.constraints, role: trust.role, profile: trust.profile)
            })
    }

    // MARK: What is asked

    /// Three bits of constraints, inverted so that zero is all; three of roles, likewise; the profile.
    private static func trust(_ byte: UInt8) -> Trust {
        let profiles: [CertificateProfile] = [.pathOnly, .rfc5280, .webPKI, .pathOnly]
        let role = TrustAnchor.Role(rawValue: byte >> 3 & 7 ^ 1)
        return Trust(
            constraints: TrustAnchor.Constraints(rawValue: byte & 7 ^ 7), role: role,
            profile: profiles[Int(byte >> 6)])
    }

    /// A moment that certificates of a program are valid at.
    static let now: Int64 = 1_800_000_000
    static let hosts = ["a.example.test", "b.sub.example.test", "192.0.2.1"]
    static let policies = [OID(1, 2, 3, 1), OID(1, 2, 3, 2), OID(1, 2, 3, 3), .anyPolicy]

    private static func requirements(_ input: inout FuzzInput) -> PathRequirements {
        let (first, second, third) = (input.byte(), input.byte(), input.byte())
        let purposes: [CertificatePurpose] = [.any, .server, .client, .server]
        let time = third & 0x80 == 0 ? now : Int64(input.number()) * 65_536 + Int64(input.number())
        var requirements = PathRequirements(
            time: CertificateTime(secondsSinceEpoch: time), purpose: purposes[Int(first & 3)])
        let host = Int(first >> 6)
        requirements.host = host == 0 ? nil : hosts[host - 1]
        requirements.purposeStrictness = [.standard, .standard, .strictEndEntity, .strict][Int(second & 3)]
        requirements.algorithms = second & 4 == 0 ? .modern : .legacy
        if second & 8 != 0 { requirements.maximumIntermediates = Int(second >> 4) }
        guard first & 4 != 0 else { return requirements }
        var asked = PolicyRequirements()
        let acceptable = policies.enumerated().filter { third >> $0.offset & 1 != 0 }.map(\.element)
        if !acceptable.isEmpty { asked.acceptable = Set(acceptable) }
        asked.requiresExplicitPolicy = first & 8 != 0
        asked.inhibitsMapping = first & 16 != 0
        asked.inhibitsAnyPolicy = first & 32 != 0
        requirements.policies = asked
        return requirements
    }

    // MARK: Certificates that are given

    /// Each a byte (1: a root; the signer's key above it), two of its length, and its bytes.
    private mutating func readParts(_ input: inout FuzzInput, areSigned: Bool) {
        for _ in 0..<Self.certificatesAtMost where !input.isEmpty {
            let kind = input.byte()
            let part = input.bytes(input.number())
            let bytes = areSigned ? part : PathProgram.signed(part, key: Int(kind >> 1))
            guard let certificate = try? X509Certificate(derBytes: bytes) else { continue }
            add(certificate, isRoot: kind & 1 != 0)
        }
    }

    static let certificatesAtMost = 12

    mutating func add(_ certificate: X509Certificate, isRoot: Bool) {
        if isRoot { roots.append(certificate) } else { chain.append(certificate) }
    }

    /// Bytes that are read as this: what is asked, in five bytes or as many as there are, and the certificates.
    package static func encoded(
        _ form: Form, asking: [UInt8], _ parts: [(bytes: [UInt8], isRoot: Bool, key: Int)]
    ) -> [UInt8] {
        var bytes = [form.rawValue] + asking
        for part in parts {
            bytes.append((part.isRoot ? 1 : 0) | UInt8(truncatingIfNeeded: part.key << 1))
            bytes += [UInt8(truncatingIfNeeded: part.bytes.count >> 8), UInt8(truncatingIfNeeded: part.bytes.count)]
            bytes += part.bytes
        }
        return bytes
    }
}
