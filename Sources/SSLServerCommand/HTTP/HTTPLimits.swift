/// What a client may ask of us at most.
enum HTTPLimits {
    /// Bytes of a request line and its header fields together: twice what browsers send with full cookie jars.
    static let head = 16 * 1024
    /// Bytes of a request line: room for any URL a browser makes by hand.
    static let requestLine = 8 * 1024
    /// Header fields of a request, and trailer fields: more than any client sends, few enough to look through.
    static let fields = 100
    /// Bytes of a chunk's size line, with its extensions (which nobody uses).
    static let chunkLine = 256
    /// Bytes of all trailer fields together.
    static let trailers = 8 * 1024
    /// Bytes of a body. It is counted and dropped, so this bounds time and not memory.
    static let body = 64 * 1024 * 1024 * 1024
    /// Time for a whole head, from its first byte: a slow link needs a second.
    static let headTime = Duration.seconds(20)
    /// Time a kept connection may stay silent.
    static let idleTime = Duration.seconds(60)
    /// Time a body may take before its rate counts.
    static let bodyGrace = Duration.seconds(60)
    /// Bytes a second a body must then make on average.
    static let bodyRate = 1024
}
