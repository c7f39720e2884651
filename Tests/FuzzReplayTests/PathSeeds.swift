import FuzzBodies
import TLSPrimitives
import TestSupport

/// Seeds of the target `path` that are ours: programs of eight bytes a certificate, and the parts that these sign.
enum PathSeeds {
    /// A certificate of a program.
    private struct Line {
        var subject = 0
        var issuer = 0
        var isRoot = false
        var key = 0
        var signer = 0
        /// Basic constraints: 0 an authority, 1 none, 2 no authority, 3 with a path length.
        var constraints = 0
        var length = 0
        var dates = 0
        var usage = 3
        var purposes = 0
        var permitted = 0
        var excluded = 0
        var names = 0
        var policies = 0
        var mappings = 0
        var last = 0

        var bytes: [UInt8] {
            [
                subject | issuer << 3 | (isRoot ? 0x40 : 0), key | signer << 3, constraints | length << 2 | dates << 5,
                usage | purposes << 4, permitted | excluded << 4, names, policies | mappings << 4, last,
            ].map { UInt8(truncatingIfNeeded: $0) }
        }
    }

    private static func leaf(_ issuer: Int, _ signer: Int, names: Int = 1, policies: Int = 0, last: Int = 0) -> Line {
        Line(
            subject: 3, issuer: issuer, key: 1, signer: signer, constraints: 2, usage: 5, purposes: 1, names: names,
            policies: policies, last: last)
    }

    private static let root = Line(isRoot: true)
    private static let one = Line(subject: 1, key: 2)
    private static let two = Line(subject: 2, issuer: 1, key: 3, signer: 2, constraints: 3)

    /// What is asked (trust; purpose, policies and host; strictness and algorithms; policies), and the certificates.
    private static let programs: [(String, [UInt8], [Line])] = [
        ("direct", [0, 1, 0, 0], [leaf(0, 0), root]),
        ("one", [0, 0x41, 0, 0], [leaf(1, 2), one, root]),
        ("two", [0, 0x41, 0, 0], [leaf(2, 3), two, one, root]),
        ("expired-first", [0, 1, 0, 0], [leaf(1, 2), Line(subject: 1, key: 2, dates: 4), one, root]),
        (
            "cross-signed", [0, 1, 0, 0],
            [leaf(1, 2), Line(subject: 1, issuer: 2, key: 2, signer: 3), two, Line(subject: 2, key: 3), root]
        ),
        ("loop", [0, 1, 0, 0], [leaf(1, 2), Line(subject: 1, issuer: 2, key: 2, signer: 3), two, root]),
        ("rollover", [0, 1, 0, 0], [leaf(0, 4), Line(key: 4), root]),
        ("names", [0, 0x41, 0, 0], [leaf(1, 2, names: 3), Line(subject: 1, key: 2, permitted: 1, excluded: 3), root]),
        ("addresses", [0, 0xc1, 0, 0], [leaf(1, 2, names: 0x84), Line(subject: 1, key: 2, permitted: 6), root]),
        ("mail", [0, 1, 0, 0], [leaf(1, 2, names: 0x38), Line(subject: 1, key: 2, permitted: 9), root]),
        ("uri", [0, 1, 0, 0], [leaf(1, 2, names: 0x10), Line(subject: 1, key: 2, permitted: 12), root]),
        (
            "policies", [0, 0x0d, 0, 1],
            [leaf(1, 2, policies: 2), Line(subject: 1, key: 2, policies: 1, mappings: 1), root]
        ),
        (
            "any-policy", [0, 0x0d, 0, 3],
            [leaf(1, 2, policies: 9), Line(subject: 1, key: 2, policies: 8, last: 0x24), root]
        ),
        (
            "policy-required", [0, 1, 0, 0],
            [leaf(1, 2, policies: 1), Line(subject: 1, key: 2, policies: 1, last: 1), root]
        ),
        ("strict", [0, 0x41, 3, 0], [leaf(1, 2), Line(subject: 1, key: 2, purposes: 1), root]),
        ("web", [0x80, 0x41, 0, 0], [leaf(1, 2), one, root]),
        ("name-alone", [7, 1, 0, 0], [leaf(0, 0), Line(isRoot: true, constraints: 2, dates: 4)]),
        ("critical", [0, 1, 0, 0], [leaf(1, 2, last: 0xe0), one, root]),
    ]

    /// The certificates of some cases of other suites, as they are.
    private static func cases(_ file: String, step: Int) throws -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        let cases = try PathCases(file).cases
        for index in stride(from: 0, to: cases.count, by: step) {
            let item = cases[index]
            let sent = (item.chain + item.intermediates).map { (bytes: $0.der, isRoot: false, key: 0) }
            let roots = item.roots.map { (bytes: $0.der, isRoot: true, key: 0) }
            guard (sent + roots).reduce(0, { $0 + $1.bytes.count }) < 6_000 else { continue }
            let time = (0..<4).map { UInt8(truncatingIfNeeded: item.time >> (24 - 8 * $0)) }
            seeds["\(file)-\(index)"] = PathInput.encoded(
                .certificates, asking: [0, 0, 4, 0x80] + time, sent + roots)
        }
        return seeds
    }

    static func all() throws -> [String: [UInt8]] {
        var seeds = try cases("pkits", step: 6)
        for (file, step) in [("chains", 7), ("limbo", 4)] {
            seeds.merge(try cases(file, step: step)) { first, _ in first }
        }
        for (name, asked, lines) in programs {
            let program = lines.flatMap(\.bytes)
            seeds["program-\(name)"] = [PathInput.Form.program.rawValue] + asked + program
            seeds["parts-\(name)"] = PathInput.encoded(.signedParts, asking: asked, PathProgram.parts(program))
        }
        return seeds
    }
}
