// swift-tools-version: 6.2
import PackageDescription

/// Harnesses for libFuzzer, one a target, a few lines each: the bodies are in the main package (`Bodies`).
///
/// `./run` builds and runs them.
let harnesses = [
    "FuzzRecordReader", "FuzzHandshakeMessages", "FuzzClientHello", "FuzzClientFlight", "FuzzServerFlight",
    "FuzzProviders", "FuzzTickets", "FuzzCompressedCertificate",
    "FuzzCBCOpen",
    "FuzzCertificate", "FuzzHostName", "FuzzPath",
    "FuzzPEM",
]

let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "SSLServer", path: "..")],
    targets: harnesses.map { name in
        .executableTarget(
            name: name,
            dependencies: [.product(name: "FuzzBodies", package: "SSLServer")]
                + (["FuzzCertificate", "FuzzHostName", "FuzzPath"].contains(name)
                    ? ["CReferenceCertificate", .product(name: "TLSCertificates", package: "SSLServer")] : []))
    } + [
        // libcrypto's own reader of certificates and what it makes of their names, to compare ours with.
        .target(name: "CReferenceCertificate", linkerSettings: [.linkedLibrary("crypto")])
    ]
)
