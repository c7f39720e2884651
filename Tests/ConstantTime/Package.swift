// swift-tools-version: 6.2
import PackageDescription

// Nested, so that valgrind's headers are no part of a user's build. The modules are the package's own sources; what is told
// to valgrind as public is marked there.
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
        .target(
            name: "CLibcrypto", cSettings: [.define("CLIBCRYPTO_MARKS_SECRETS")],
            linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "TLSPrimitives", dependencies: ["CLibcrypto", "CZlib"], swiftSettings: strict),
        .target(name: "TLSWire", swiftSettings: strict),
        .target(name: "TLSMessages", dependencies: ["TLSWire"], swiftSettings: strict),
        .target(
            name: "TLSRecordLayer", dependencies: ["TLSMessages", "TLSWire", "TLSPrimitives"], swiftSettings: strict),
        .target(name: "RecordReference", dependencies: ["CLibcrypto", "TLSPrimitives"], swiftSettings: strict),
        .target(name: "CValgrind"),
        .executableTarget(
            name: "constant-time",
            dependencies: ["TLSRecordLayer", "TLSMessages", "RecordReference", "TLSPrimitives", "CValgrind"],
            swiftSettings: strict),
        .target(name: "CCycles"),
        .executableTarget(
            name: "timing", dependencies: ["RecordReference", "TLSPrimitives", "CCycles"], swiftSettings: strict),
    ]
)
