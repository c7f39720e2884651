// swift-tools-version: 6.2
import PackageDescription

// Nested, so that neither libssl nor this program is part of a user's build.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "SSLServer", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    ],
    targets: [
        // libssl's server and client, bare EVP, the clock and the allocation counter.
        .target(name: "CLibsslBench", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        // Our engine beside them, in one process.
        .executableTarget(
            name: "bench",
            dependencies: [
                "CLibsslBench",
                .product(name: "InternalProvider", package: "SSLServer"),
                .product(name: "PlatformProvider", package: "SSLServer"),
                .product(name: "TLSCertificates", package: "SSLServer"),
                .product(name: "BenchmarkBodies", package: "SSLServer"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]),
        // Our server on sockets, for the load client.
        .executableTarget(
            name: "loadserver",
            dependencies: [
                .product(name: "SSLServer", package: "SSLServer"),
                .product(name: "NIOTLSHandlers", package: "SSLServer"),
                .product(name: "TLSCertificates", package: "SSLServer"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]),
    ]
)
