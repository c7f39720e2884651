package import TLSWire

/// The end of a server's first flight. RFC 5246 §7.4.5.
package enum ServerHelloDone {
    package static let codec = Empty.codec
}
