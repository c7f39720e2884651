// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Examples",
    dependencies: [
        .package(name: "SSLServer", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    ],
    targets: [
        .executableTarget(
            name: "QuickStart",
            dependencies: [
                .product(name: "SSLServer", package: "SSLServer"),
                .product(name: "TLSCertificates", package: "SSLServer"),
            ]),
        .executableTarget(
            name: "QuickClient",
            dependencies: [.product(name: "SSLServer", package: "SSLServer")]),
        .executableTarget(
            name: "NIOEcho",
            dependencies: [
                .product(name: "NIOTLSHandlers", package: "SSLServer"),
                .product(name: "TLSCertificates", package: "SSLServer"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "SansIO",
            dependencies: [
                .product(name: "InternalProvider", package: "SSLServer"),
                .product(name: "TLSCertificates", package: "SSLServer"),
            ]),
    ]
)
