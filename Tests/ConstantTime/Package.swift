// swift-tools-version: 6.2
import PackageDescription

// Nested, so that valgrind's headers are no part of a user's build. The two modules are the package's own sources.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "ConstantTime",
    targets: [
        .target(name: "CLibcrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "TLSPrimitives", dependencies: ["CLibcrypto", "CZlib"], swiftSettings: strict),
        .target(name: "CValgrind"),
        .executableTarget(name: "constant-time", dependencies: ["TLSPrimitives", "CValgrind"], swiftSettings: strict),
    ]
)
