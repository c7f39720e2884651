package import TLSWire

/// A server's wish to negotiate anew; not part of the transcript. RFC 5246 §7.4.1.1.
package enum HelloRequest {
    package static let codec = Empty.codec
}
