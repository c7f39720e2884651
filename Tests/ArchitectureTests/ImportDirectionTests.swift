import Testing

/// The module picture: who may import whom, and nothing else.
private let allowed: [String: Set<String>] = [
    // Glibc: for the one function that reads a key file, whose calls are unsafe in Swift.
    "TLSPrimitives": ["CLibcrypto", "CZlib", "Glibc"],
    "TLSWire": [],
    "TLSMessages": ["TLSWire"],
    "TLSRecordLayer": ["TLSMessages", "TLSWire", "TLSPrimitives"],
    "TLSNegotiation": ["TLSMessages", "TLSPrimitives"],
    "TLSHandshake": ["TLSNegotiation", "TLSMessages", "TLSWire", "TLSPrimitives"],
    "TLSCertificates": ["TLSWire", "TLSPrimitives"],
    "TLSKeyStores": ["TLSCertificates", "TLSWire", "TLSPrimitives"],
    "TLSProvider": ["TLSKeyStores", "TLSCertificates", "TLSMessages", "TLSPrimitives"],
    "InternalProvider": [
        "TLSProvider", "TLSHandshake", "TLSNegotiation", "TLSRecordLayer", "TLSMessages", "TLSWire", "TLSCertificates",
        "TLSKeyStores", "TLSPrimitives",
    ],
    "PlatformProvider": [
        "TLSProvider", "TLSMessages", "TLSCertificates", "TLSKeyStores", "TLSPrimitives", "CLibssl",
    ],
    "NIOTLSHandlers": ["TLSProvider", "TLSKeyStores", "TLSCertificates", "TLSMessages", "TLSPrimitives"],
    "SSLServer": [
        "NIOTLSHandlers", "InternalProvider", "PlatformProvider", "TLSProvider", "TLSKeyStores", "TLSCertificates",
        "TLSMessages", "TLSPrimitives",
    ],
    "SSLServerCommand": [
        "SSLServer", "NIOTLSHandlers", "InternalProvider", "TLSProvider", "TLSKeyStores", "TLSCertificates",
        "TLSMessages",
    ],
]

/// The modules that may know an operating system: sockets, files, clocks.
private let aboveTheLine: Set<String> = ["NIOTLSHandlers", "SSLServer", "SSLServerCommand"]

/// What stands outside the package and does no I/O.
private let everywhere: Set<String> = ["Synchronization"]

/// What only the modules above the line may import.
private let system: Set<String> = [
    "NIOCore", "NIOPosix", "NIOTLS", "NIOConcurrencyHelpers", "NIOFoundationCompat", "NIOFileSystem", "Logging",
    "ArgumentParser", "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "SystemPackage",
]

@Suite("Modules import in one direction")
struct ImportDirectionTests {
    @Test("Every import is an arrow of the module picture")
    func arrows() {
        for file in SourceTree.sources where file.path != "Sources/\(file.module)" {
            guard let arrows = allowed[file.module] else {
                Issue.record("\(file.path): the module \(file.module) is not in the picture")
                continue
            }
            var permitted = arrows.union(everywhere)
            if aboveTheLine.contains(file.module) { permitted.formUnion(system) }
            for module in file.imports where !permitted.contains(module) {
                Issue.record("\(file.path): \(file.module) may not import \(module)")
            }
        }
    }

    @Test("The picture has no cycle")
    func noCycle() {
        var remaining = allowed
        while let free = remaining.first(where: { $0.value.allSatisfy { remaining[$0] == nil } }) {
            remaining[free.key] = nil
        }
        #expect(remaining.isEmpty)
    }

    @Test("C is imported by the modules that wrap it alone: libcrypto and zlib by one, libssl by the other")
    func importsOfC() {
        for file in SourceTree.sources where file.imports.contains(where: Self.isOfC) {
            #expect(["TLSPrimitives", "PlatformProvider"].contains(file.module), "\(file.path)")
            #expect(!file.lines.contains { $0.contains("public import C") }, "\(file.path): C may not leak out")
        }
    }

    private static func isOfC(_ module: String) -> Bool { module.hasPrefix("CLib") || module == "CZlib" }

    @Test("The scan reads the whole tree")
    func scanIsNotEmpty() {
        #expect(SourceTree.sources.count > 80)
        #expect(Set(SourceTree.sources.map(\.module)).isSuperset(of: ["TLSWire", "TLSHandshake", "InternalProvider"]))
    }
}
