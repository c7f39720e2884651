/// What can be fuzzed, each with its body: the harnesses in this folder call one, and the tests replay the seeds through all.
///
/// A body returns quietly from any input. It traps where the input makes the code under test break a promise.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Bytes and kept records to the record layer.
    case recordReader = "record-reader"
    /// Records in CBC mode, right and wrong, beside a plain reader of them.
    case cbcOpen = "cbc-open"
    /// Bodies of handshake messages to their codecs.
    case handshakeMessages = "handshake-messages"
    /// Bytes to a server that waits for its first hello.
    case clientHello = "client-hello"
    /// Well protected records, right and wrong, to a server that has answered the hello.
    case clientFlight = "client-flight"
    /// The same configurations and bytes to both providers.
    case providers
    /// Well protected records, right and wrong, to a client that has sent its hello.
    case serverFlight = "server-flight"
    /// Changed tickets to a server that resumes, and any bytes to those who read what a ticket or a kept session holds.
    case tickets
    /// Compressed Certificate messages, right and wrong.
    case compressedCertificate = "compressed-certificate"
    /// DER to the certificate reader.
    case certificate
    /// A name in a certificate and a host that is asked for.
    case hostName = "host-name"
    /// Revocation lists and OCSP responses to their readers, and signed anew to those who judge by them.
    case revocation
    /// Certificates, what of them is trusted, and what is asked of a path.
    case path
    /// Text to the reader of keys and certificates.
    case pem

    /// Runs the body on one input.
    public func run(_ bytes: RawSpan) {
        switch self {
        case .recordReader: fuzzRecordReader(bytes)
        case .cbcOpen: fuzzCBCOpen(bytes)
        case .handshakeMessages: fuzzHandshakeMessages(bytes)
        case .clientHello: fuzzClientHello(bytes)
        case .clientFlight: fuzzClientFlight(bytes)
        case .providers: fuzzProviders(bytes)
        case .serverFlight: fuzzServerFlight(bytes)
        case .tickets: fuzzTickets(bytes)
        case .compressedCertificate: fuzzCompressedCertificate(bytes)
        case .certificate: fuzzCertificate(bytes)
        case .hostName: fuzzHostName(bytes)
        case .revocation: fuzzRevocation(bytes)
        case .path: fuzzPath(bytes)
        case .pem: fuzzPEM(bytes)
        }
    }
}
