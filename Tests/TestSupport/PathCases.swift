/// The cases of a file of `Vectors/x509-path`, whose README describes them.
package struct PathCases: Sendable {
    /// The path of the file below `Vectors`.
    package let path: String
    package let cases: [PathCase]
    /// Every certificate of the file, by name.
    package let certificates: [PathItem]
    /// Every CRL of the file, by name.
    package let crls: [PathItem]

    /// Reads `Vectors/x509-path/<name>.ini`: `pkits`, `chains`, `limbo`, `bettertls`, `real-chains` or `mozilla-roots`.
    package init(_ name: String) throws {
        path = "x509-path/\(name).ini"
        let file = VectorFile(path)
        guard let head = file["file"] else { throw Vectors.Failure("\(path): not there") }
        let certificates = try Self.items(of: file["certificates"], path)
        let crls = try Self.items(of: file["crls"], path)
        let named = Named(certificates: certificates, crls: crls)
        cases = try file.cases.filter { !["file", "certificates", "crls"].contains($0.name) }
            .map { try PathCase($0, named) }
        self.certificates = certificates.values.sorted { $0.name < $1.name }
        self.crls = crls.values.sorted { $0.name < $1.name }
        guard head["cases"] == "\(cases.count)", head["certificates"] == "\(certificates.count)",
            head["crls"] == "\(crls.count)"
        else { throw Vectors.Failure("\(path): not as many as it says") }
    }

    private static func items(of section: VectorFile.Case?, _ path: String) throws -> [String: PathItem] {
        var items: [String: PathItem] = [:]
        for name in section?.keys ?? [] {
            let der = section?.bytes(name) ?? []
            guard !der.isEmpty else { throw Vectors.Failure("\(path): \(name) is not in base64") }
            items[name] = PathItem(name: name, der: der)
        }
        return items
    }

    fileprivate struct Named {
        let certificates: [String: PathItem]
        let crls: [String: PathItem]
    }
}

/// A certificate or CRL, with the name that its file gives it.
package struct PathItem: Sendable, Hashable, CustomStringConvertible {
    package let name: String
    package let der: [UInt8]

    package var description: String { name }
}

/// A path to judge, and what comes of it.
package struct PathCase: Sendable, CustomStringConvertible {
    /// The identifier of its origin.
    package let id: String
    /// The origin's words for it; may be empty.
    package let title: String
    package let isValid: Bool
    /// The end entity first, then what its peer sends, without the root.
    package let chain: [PathItem]
    /// More certificates that may be used, in no order.
    package let intermediates: [PathItem]
    package let roots: [PathItem]
    package let crls: [PathItem]
    /// How the root is trusted.
    package let rootTrust: RootTrust
    /// When the path is judged: seconds since 1970-01-01 00:00:00 UTC.
    package let time: Int64
    package let purpose: Purpose
    /// Whom the end entity has to be for; nil when that is not asked.
    package let name: PeerName?
    /// Names that the end entity has to have, all of them.
    package let names: [PeerName]
    package let policies: Policies
    /// Whether SHA-1 is refused.
    package let wantsStrongDigests: Bool
    package let keyUsage: [String]
    package let extendedKeyUsage: [String]
    package let signatureAlgorithms: [String]
    /// How many intermediate certificates a path may have; nil for any number.
    package let maximumDepth: Int?
    /// The errors of the origin, in its words.
    package let reasons: [String]
    package let features: Set<String>

    package var description: String { id }

    /// How the root is trusted; the raw values are BoringSSL's words.
    package enum RootTrust: String, Sendable {
        /// By its name and key only.
        case anchor = "TRUSTED_ANCHOR"
        case anchorWithConstraints = "TRUSTED_ANCHOR_WITH_CONSTRAINTS"
        case anchorWithConstraintsAndBasicConstraints = "TRUSTED_ANCHOR_WITH_CONSTRAINTS_REQUIRE_BASIC_CONSTRAINTS"
        case anchorWithBasicConstraints = "TRUSTED_ANCHOR_WITH_REQUIRE_BASIC_CONSTRAINTS"
        case anchorWithExpiration = "TRUSTED_ANCHOR_WITH_EXPIRATION"
        case anchorWithExpirationAndConstraints = "TRUSTED_ANCHOR_WITH_EXPIRATION_AND_CONSTRAINTS"
        case anchorOrLeaf = "TRUSTED_ANCHOR_OR_LEAF"
        /// As an end entity, by itself.
        case leaf = "TRUSTED_LEAF"
        case leafRequireSelfSigned = "TRUSTED_LEAF_REQUIRE_SELF_SIGNED"
        case distrusted = "DISTRUSTED"
        case unspecified = "UNSPECIFIED"
    }

    /// What the end entity is for; the raw values are BoringSSL's words.
    package enum Purpose: String, Sendable {
        case any = "ANY_EKU"
        case server = "SERVER_AUTH"
        case serverStrict = "SERVER_AUTH_STRICT"
        case serverStrictLeaf = "SERVER_AUTH_STRICT_LEAF"
        case client = "CLIENT_AUTH"
        case clientStrict = "CLIENT_AUTH_STRICT"
        case clientStrictLeaf = "CLIENT_AUTH_STRICT_LEAF"
        case mlsClient = "MLS_CLIENT_AUTH"
        case c2paTimestamping = "C2PA_TIMESTAMPING"
        case c2paManifest = "C2PA_MANIFEST"
    }

    /// A peer's name.
    package struct PeerName: Sendable, Hashable {
        package enum Kind: String, Sendable {
            case dns = "DNS"
            case ip = "IP"
            case mail = "RFC822"
        }

        package let kind: Kind
        package let value: String
    }

    /// The inputs of RFC 5280 §6.1.1 about policies, and what comes out. Object identifiers in dotted form.
    package struct Policies: Sendable {
        /// user-initial-policy-set; empty when the case says nothing about policies.
        package let initial: [String]
        package let requireExplicitPolicy: Bool
        package let inhibitMapping: Bool
        package let inhibitAnyPolicy: Bool
        /// user-constrained-policy-set, where the case knows it.
        package let result: [String]
    }
}

extension PathCase {
    fileprivate init(_ values: VectorFile.Case, _ named: PathCases.Named) throws {
        let reader = CaseReader(values: values)
        id = values.name
        title = values["title"]
        isValid = try reader.choice("expect", ["valid": true, "invalid": false])
        chain = try reader.items("chain", named.certificates)
        intermediates = try reader.items("intermediates", named.certificates)
        roots = try reader.items("roots", named.certificates)
        crls = try reader.items("crls", named.crls)
        rootTrust = try reader.value("rootTrust", default: .anchor)
        time = try reader.time()
        purpose = try reader.value("purpose", default: .any)
        name = try reader.names("name").first
        names = try reader.names("names")
        let flags = reader.list("policyFlags")
        policies = Policies(
            initial: reader.list("policies"), requireExplicitPolicy: flags.contains("require-explicit-policy"),
            inhibitMapping: flags.contains("inhibit-policy-mapping"),
            inhibitAnyPolicy: flags.contains("inhibit-any-policy"), result: reader.list("policyResult"))
        wantsStrongDigests = try reader.choice("digests", ["": false, "STRONG": true])
        keyUsage = reader.list("keyUsage")
        extendedKeyUsage = reader.list("extendedKeyUsage")
        signatureAlgorithms = reader.list("signatureAlgorithms")
        maximumDepth = Int(values["maximumDepth"])
        reasons = values["reasons"].split(separator: "|").map(String.init)
        features = Set(reader.list("features"))
    }
}

/// Reads the values of one case.
private struct CaseReader {
    let values: VectorFile.Case

    func list(_ key: String) -> [String] {
        values[key].split(separator: ",").map(String.init)
    }

    func items(_ key: String, _ known: [String: PathItem]) throws -> [PathItem] {
        try list(key).map { name in
            guard let item = known[name] else { throw failure(key) }
            return item
        }
    }

    func choice<Value>(_ key: String, _ choices: [String: Value]) throws -> Value {
        guard let value = choices[values[key]] else { throw failure(key) }
        return value
    }

    func value<Value: RawRepresentable<String>>(_ key: String, default standard: Value) throws -> Value {
        guard !values[key].isEmpty else { return standard }
        guard let value = Value(rawValue: values[key]) else { throw failure(key) }
        return value
    }

    func names(_ key: String) throws -> [PathCase.PeerName] {
        try list(key).map { text in
            guard let colon = text.firstIndex(of: ":"),
                let kind = PathCase.PeerName.Kind(rawValue: String(text[..<colon]))
            else { throw failure(key) }
            return PathCase.PeerName(kind: kind, value: String(text[text.index(after: colon)...]))
        }
    }

    /// `2015-06-01T12:00:00Z` in seconds since 1970.
    func time() throws -> Int64 {
        let numbers = values["time"].split { "-T:Z".contains($0) }.compactMap { Int64($0) }
        guard numbers.count == 6, numbers[0] >= 1970, (1...12).contains(numbers[1]) else { throw failure("time") }
        let year = numbers[0]
        let leapDays = { (year: Int64) in year / 4 - year / 100 + year / 400 }
        let isLeap = leapDays(year) != leapDays(year - 1)
        let months: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let days =
            (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969) + months.prefix(Int(numbers[1]) - 1).reduce(0, +)
            + numbers[2] - 1
        return ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]
    }

    private func failure(_ key: String) -> Vectors.Failure {
        Vectors.Failure("\(values.name): \(key)=\(values[key])")
    }
}
