/// A way to compress certificate chains: zlib, or code of the application for brotli, Zstandard or whatever both ends
/// agree on. RFC 8879.
public struct TLSCertificateCompression: Sendable {
    /// Whose code it is.
    package enum Code: Sendable {
        case zlib
        case application(
            compress: @Sendable (_ message: [UInt8]) -> [UInt8]?,
            decompress: @Sendable (_ stream: Span<UInt8>, _ message: inout OutputRawSpan) -> Bool)
    }

    /// The registered number: 1 is zlib, 2 brotli, 3 Zstandard; those from 16384 on are for private use.
    public let algorithm: UInt16
    package let code: Code

    /// zlib, which is built in. It is not used for a chain that would be no shorter.
    public static let zlib = TLSCertificateCompression(algorithm: 1, code: .zlib)

    private init(algorithm: UInt16, code: Code) {
        self.algorithm = algorithm
        self.code = code
    }

    /// Takes code of the application, which runs on the connection's thread: it may not wait for others.
    ///
    /// Strangers choose what `decompress` is given, so it is as exposed as the rest of TLS. It has a buffer of just the
    /// length that the peer says the message has, which is never more than `TLSLimits.maximumCertificateMessage`; a message
    /// that does not fill it is refused. How much memory and time it takes besides is its own affair.
    ///
    /// - Parameters:
    ///   - algorithm: the registered number, or one for private use.
    ///   - compress: compresses a message; what it returns is sent even where it is longer. Nil sends the message as it is. It is
    ///     called once for each chain, not once for each connection.
    ///   - decompress: appends the message that the stream holds to a buffer of just its length; false when the stream is
    ///     damaged, or the message does not fit.
    public init(
        algorithm: UInt16, compress: @escaping @Sendable (_ message: [UInt8]) -> [UInt8]?,
        decompress: @escaping @Sendable (_ stream: Span<UInt8>, _ message: inout OutputRawSpan) -> Bool
    ) {
        self.init(algorithm: algorithm, code: .application(compress: compress, decompress: decompress))
    }
}
