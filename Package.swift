// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: Swift 6 mode, strict memory safety, warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of ours: its sources and the modules it may import (held by ImportDirectionTests).
func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: ["TestSupport"] + dependencies, exclude: exclude, swiftSettings: strict)
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioConcurrency: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let fileSystem: Target.Dependency = .product(name: "_NIOFileSystem", package: "swift-nio")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "SSLServer",
    products: [
        .library(name: "SSLServer", targets: ["SSLServer"]),
        .library(name: "NIOTLSHandlers", targets: ["NIOTLSHandlers", "InternalProvider", "TLSProvider"]),
        .library(name: "InternalProvider", targets: ["InternalProvider", "TLSProvider"]),
        .library(name: "PlatformProvider", targets: ["PlatformProvider", "TLSProvider"]),
        .library(name: "TLSCertificates", targets: ["TLSCertificates", "TLSKeyStores"]),
        .executable(name: "sslserver", targets: ["SSLServerCommand"]),
        // For the harnesses in Fuzz, which is a package of its own.
        .library(name: "FuzzBodies", targets: ["FuzzBodies"]),
        // For the program in Benchmarks, likewise.
        .library(name: "BenchmarkBodies", targets: ["BenchmarkBodies"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        // Primitives: the one place that calls libcrypto and zlib.
        .target(name: "CLibcrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        module("TLSPrimitives", ["CLibcrypto", "CZlib"]),

        // The protocol, without I/O.
        module("TLSWire"),
        module("TLSMessages", ["TLSWire"]),
        module("TLSRecordLayer", ["TLSMessages", "TLSWire", "TLSPrimitives"]),
        module("TLSNegotiation", ["TLSMessages", "TLSPrimitives"]),
        module("TLSHandshake", ["TLSNegotiation", "TLSMessages", "TLSWire", "TLSPrimitives"]),
        module("TLSCertificates", ["TLSWire", "TLSPrimitives"]),
        module("TLSKeyStores", ["TLSCertificates", "TLSWire", "TLSPrimitives"]),
        module("TLSProvider", ["TLSMessages", "TLSCertificates", "TLSKeyStores", "TLSPrimitives"]),
        module(
            "InternalProvider",
            [
                "TLSProvider", "TLSHandshake", "TLSNegotiation", "TLSRecordLayer", "TLSMessages", "TLSWire",
                "TLSCertificates", "TLSKeyStores", "TLSPrimitives",
            ]),

        // The system's libssl behind the same protocol. Only who asks for this product links it.
        .target(name: "CLibssl", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        module(
            "PlatformProvider",
            ["CLibssl", "TLSProvider", "TLSMessages", "TLSCertificates", "TLSKeyStores", "TLSPrimitives"]),

        // Sockets.
        module(
            "NIOTLSHandlers",
            ["TLSProvider", "TLSMessages", "TLSCertificates", "TLSPrimitives", nioCore, nioTLS, logging]),
        module(
            "SSLServer",
            [
                "NIOTLSHandlers", "InternalProvider", "PlatformProvider", "TLSProvider", "TLSKeyStores",
                "TLSCertificates",
                "TLSMessages", "TLSPrimitives", nioCore, nioPosix, nioConcurrency, systemPackage, logging,
            ]),
        .executableTarget(
            name: "SSLServerCommand",
            dependencies: [
                "SSLServer", "TLSKeyStores", "TLSCertificates", "TLSProvider", "TLSMessages",
                nioCore, nioPosix, nioConcurrency, systemPackage, fileSystem, logging, arguments,
            ],
            swiftSettings: strict),

        // What the fuzz harnesses run, here so that it reaches into the modules and the tests replay its seeds.
        module(
            "FuzzBodies",
            [
                "HandshakeBench", "RecordReference", "InternalProvider", "PlatformProvider", "TLSProvider",
                "TLSHandshake", "TLSRecordLayer", "TLSMessages", "TLSWire", "TLSKeyStores", "TLSCertificates",
                "TLSPrimitives",
            ], path: "Fuzz/Bodies"),

        // What the benchmarks measure and no product has.
        module(
            "BenchmarkBodies", ["TLSRecordLayer", "TLSMessages", "TLSPrimitives"], path: "Benchmarks/Bodies"),

        // Tests.
        module("TestSupport", ["TLSPrimitives", "TLSWire"], path: "Tests/TestSupport"),
        // The records of TLS 1.2's older ciphers by the book, with libcrypto's ordinary functions.
        module("RecordReference", ["CLibcrypto", "TLSPrimitives"], path: "Tests/RecordReference"),
        // Both providers, and a client for their servers: what tests of either are written with.
        module(
            "ProviderTesting",
            [
                "InternalProvider", "PlatformProvider", "TLSProvider", "TLSKeyStores", "TLSCertificates", "TLSMessages",
                "TLSPrimitives",
            ], path: "Tests/ProviderTesting"),
        module(
            "FakeTLSProvider", ["TLSProvider", "TLSMessages", "TLSCertificates", "TLSPrimitives"],
            path: "Tests/FakeTLSProvider"),
        module(
            "HandshakeBench",
            [
                "TLSProvider", "TLSHandshake", "TLSNegotiation", "TLSRecordLayer", "TLSMessages", "TLSWire",
                "TLSPrimitives",
            ], path: "Tests/HandshakeBench"),
        tests("TLSPrimitivesTests", ["TLSPrimitives"]),
        tests("TLSWireTests", ["TLSWire", "TLSMessages"]),
        tests("TLSMessagesTests", ["TLSMessages", "TLSWire"]),
        tests("TLSRecordLayerTests", ["RecordReference", "TLSRecordLayer", "TLSMessages", "TLSPrimitives"]),
        tests("TLSNegotiationTests", ["TLSNegotiation", "TLSMessages", "TLSPrimitives"]),
        tests("TLSHandshakeTests", ["TLSHandshake", "TLSNegotiation", "TLSMessages", "TLSWire", "TLSPrimitives"]),
        tests("TLSCertificatesTests", ["TLSCertificates", "TLSPrimitives", "TLSWire"]),
        tests("TLSKeyStoresTests", ["TLSKeyStores", "TLSCertificates", "TLSPrimitives"]),
        tests(
            "InternalProviderTests",
            [
                "HandshakeBench", "RecordReference", "ProviderTesting", "FakeTLSProvider", "InternalProvider",
                "TLSProvider", "TLSHandshake", "TLSNegotiation", "TLSRecordLayer", "TLSMessages", "TLSWire",
                "TLSCertificates", "TLSKeyStores", "TLSPrimitives",
            ]),
        tests(
            "PlatformProviderTests",
            [
                "CLibssl", "HandshakeBench", "FakeTLSProvider", "PlatformProvider", "InternalProvider", "TLSProvider",
                "TLSMessages", "TLSCertificates", "TLSKeyStores", "TLSPrimitives",
            ]),
        tests(
            "NIOTLSHandlersTests",
            [
                "HandshakeBench", "ProviderTesting", "FakeTLSProvider", "TLSKeyStores", "NIOTLSHandlers",
                "InternalProvider",
                "TLSProvider", "TLSNegotiation", "TLSRecordLayer", "TLSMessages", "TLSCertificates", "TLSPrimitives",
                nioCore,
                nioTLS, nioEmbedded, nioPosix, nioConcurrency,
            ]),
        tests(
            "SSLServerTests",
            [
                "ProviderTesting", "SSLServer", "NIOTLSHandlers", "InternalProvider", "PlatformProvider", "TLSProvider",
                "TLSKeyStores", "TLSCertificates", "TLSMessages", "TLSPrimitives", nioCore, nioPosix, nioConcurrency,
                systemPackage, logging,
            ]),
        tests(
            "SSLServerCommandTests",
            [
                "SSLServerCommand", "SSLServer", "TLSKeyStores", "TLSCertificates", "TLSProvider", nioCore, nioPosix,
                nioConcurrency, fileSystem, logging, arguments,
            ]),
        tests(
            "ConformanceTests",
            [
                "HandshakeBench", "InternalProvider", "TLSProvider", "TLSHandshake", "TLSNegotiation", "TLSMessages",
                "TLSWire", "TLSCertificates", "TLSPrimitives",
            ]),
        tests("ArchitectureTests", []),
        // What BoringSSL's protocol suite drives: no product.
        .executableTarget(
            name: "BogoShim",
            dependencies: [
                "InternalProvider", "TLSProvider", "TLSHandshake", "TLSRecordLayer", "TLSMessages", "TLSWire",
                "TLSCertificates", "TLSKeyStores", "TLSPrimitives", nioCore, nioPosix,
            ], path: "Tests/BogoShim", exclude: ["config.json"], swiftSettings: strict),
        tests(
            "FuzzReplayTests",
            ["FuzzBodies", "HandshakeBench", "TLSHandshake", "TLSMessages", "TLSWire", "TLSPrimitives"]),
        tests(
            "InteropTests",
            [
                "SSLServer", "NIOTLSHandlers", "InternalProvider", "PlatformProvider", "TLSProvider", "TLSKeyStores",
                "TLSCertificates", "TLSMessages", "TLSPrimitives", nioCore, nioPosix, nioConcurrency, logging,
            ], exclude: ["Peers"]),
    ]
)
