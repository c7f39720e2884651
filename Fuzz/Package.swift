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
    "FuzzRevocation",
    "FuzzPEM",
]

/// libcrypto's own readers, to compare ours with.
let references = [
    "FuzzCertificate": "CReferenceCertificate", "FuzzHostName": "CReferenceCertificate",
    "FuzzPath": "CReferenceCertificate",
    "FuzzRevocation": "CReferenceRevocation",
]

let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "SSLServer", path: "..")],
    targets: harnesses.map { name in
        .executableTarget(
            name: name,
            dependencies: [.product(name: "FuzzBodies", package: "SSLServer")]
                + (references[name].map {
                    [.target(name: $0), .product(name: "TLSCertificates", package: "SSLServer")]
                } ?? []))
    } + Set(references.values).sorted().map { .target(name: $0, linkerSettings: [.linkedLibrary("crypto")]) }
)
