/// What the package says about itself.
enum BuildInformation {
    /// The version of the package.
    static let version = "0.1.0"

    /// Name and version.
    static let text = "SSLServer \(version), TLS implementation: internal"

    /// The fields of the reference, with the values of an open-source package.
    static let license = [
        "Product: SSLServer", "Product Key: none", "License Source: the package's LICENSE file",
        "License Type: open source", "Last Valid Build: every build",
    ].joined(separator: "\n")
}
